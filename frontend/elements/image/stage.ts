/**
 * The picture and the canvas over it: zoom, pan and pinch, brightness and contrast, one repaint a frame.
 *
 * A part of the tool around it (its markup stands in the tool's shadow root). The picture's pixels are never read,
 * so it may come from anywhere.
 */

import { html, type LitElement, nothing, type ReactiveController } from "../shared.ts";
import { distance, type Point, type Size, within } from "./geometry.ts";
import { fit, panned, showing, toImage, toStage, type View, zoomed } from "./viewport.ts";

export interface Touch {
  /** In image pixels, also beside the picture. */
  readonly at: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Second press at one place within a moment. */
  readonly again: boolean;
}

/** Who draws on the stage and takes its pointer. */
export interface Hand {
  paint(context: CanvasRenderingContext2D, view: View): void;
  pictureLoaded(): void;
  /** Whether a drag pans instead of drawing. */
  readonly pans: boolean;
  down?(touch: Touch): void;
  move?(touch: Touch): void;
  up?(touch: Touch): void;
  cancel?(): void;
  /** The pointer left the stage. */
  away?(): void;
}

type Loading = "loading" | "loaded" | "failed";

const ZOOM_STEP = 1.25;
const AGAIN_MS = 400;
const AGAIN_PIXELS = 6;
const PIXELATED_FROM = 4;

export class Stage implements ReactiveController {
  loading: Loading = "loading";
  size: Size = { width: 0, height: 0 };
  view: View = { scale: 1, x: 0, y: 0 };
  brightness = 100;
  contrast = 100;
  #host: LitElement & Hand;
  #room: Size = { width: 0, height: 0 };
  #fitted = true;
  #frame = 0;
  #fingers = new Map<number, Point>();
  #panning = false;
  #drawing = false;
  #wandered = 0;
  #last = { time: 0, at: { x: 0, y: 0 } };
  #watch = new ResizeObserver(() => this.#resize());

  constructor(host: LitElement & Hand) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const element = this.element;
    if (element) this.#watch.observe(element);
    this.repaint();
  }

  hostDisconnected(): void {
    this.#watch.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  get element(): HTMLElement | null {
    return this.#host.renderRoot.querySelector(".stage");
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.#host.renderRoot.querySelector("canvas");
  }

  /** Image pixels that one stage pixel covers. */
  get pixel(): number {
    return 1 / this.view.scale;
  }

  zoom(direction: number, at?: Point): void {
    const middle = { x: this.#room.width / 2, y: this.#room.height / 2 };
    this.#look(zoomed(this.view, ZOOM_STEP ** direction, at ?? middle, this.size, this.#room), false);
  }

  fit(): void {
    if (this.loading === "loaded" && this.#room.width) this.#look(fit(this.size, this.#room), true);
  }

  pan(dx: number, dy: number): void {
    this.#look(panned(this.view, dx, dy, this.size, this.#room), false);
  }

  /** Bring a point (image pixels) onto the stage. */
  show(point: Point): void {
    const view = showing(this.view, point, this.size, this.#room);
    if (view !== this.view) this.#look(view, false);
  }

  #centre(point: Point): void {
    const at = toStage(point, this.view);
    this.pan(this.#room.width / 2 - at.x, this.#room.height / 2 - at.y);
  }

  repaint(): void {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  reload(): void {
    this.loading = "loading";
    this.size = { width: 0, height: 0 };
  }

  #look(view: View, fitted: boolean): void {
    this.view = view;
    this.#fitted = fitted;
    this.#host.requestUpdate();
  }

  #resize(): void {
    const element = this.element;
    if (!element) return;
    this.#room = { width: element.clientWidth, height: element.clientHeight };
    if (this.#fitted) this.fit();
    this.repaint();
  }

  // Functions, not methods: Lit calls listeners on the host.
  #loaded = (event: Event): void => {
    const image = event.target as HTMLImageElement;
    // An SVG without a size of its own has none here either.
    this.size = { width: image.naturalWidth || 300, height: image.naturalHeight || 150 };
    this.loading = "loaded";
    this.#resize();
    this.fit();
    this.#host.pictureLoaded();
    this.#host.requestUpdate();
  };

  #failed = (): void => {
    this.loading = "failed";
    this.#host.requestUpdate();
  };

  #paint(): void {
    this.#frame = 0;
    const canvas = this.#canvas;
    if (!canvas) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.#room.width * ratio), Math.round(this.#room.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#room.width, this.#room.height);
    if (this.loading === "loaded") this.#host.paint(context, this.view);
  }

  template(src: string, description: string, role: "application" | "img" = "application"): unknown {
    const { scale, x, y } = this.view;
    const shown = this.loading === "loaded";
    const plain = this.brightness === 100 && this.contrast === 100;
    const picture = [
      `transform: translate(${x}px, ${y}px) scale(${scale})`,
      // A filter costs every frame, also one that changes nothing.
      `filter: ${plain ? "none" : `brightness(${this.brightness}%) contrast(${this.contrast}%)`}`,
      `visibility: ${shown ? "visible" : "hidden"}`,
      `image-rendering: ${scale >= PIXELATED_FROM ? "pixelated" : "auto"}`,
    ];
    return html`
      <div
        class="stage"
        tabindex="0"
        role=${role}
        aria-label=${description}
        aria-describedby=${role === "application" ? "how" : nothing}
        @wheel=${this.#wheel}
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#cancelled}
        @pointerleave=${() => this.#host.away?.()}
        @contextmenu=${(event: Event) => event.preventDefault()}
      >
        ${
          src
            ? html`<img
                src=${src}
                alt=""
                draggable="false"
                style=${picture.join(";")}
                @load=${this.#loaded}
                @error=${this.#failed}
              />`
            : nothing
        }
        <canvas class="upper-canvas" aria-hidden="true"></canvas>
        ${this.#trouble(src)}
      </div>
    `;
  }

  #trouble(src: string): unknown {
    if (!src) return html`<p class="trouble" role="alert">This task has no image. Decline it and say why.</p>`;
    if (this.loading !== "failed") return nothing;
    return html`<p class="trouble" role="alert">The image did not load. Decline the task and say so.</p>`;
  }

  #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.pan(-event.deltaX || -event.deltaY, 0);
    else this.zoom(-Math.sign(event.deltaY), this.#place(event));
  };

  #down = (event: PointerEvent): void => {
    if (this.loading !== "loaded") return;
    this.element?.focus({ preventScroll: true });
    this.#fingers.set(event.pointerId, this.#place(event));
    this.element?.setPointerCapture(event.pointerId);
    this.#wandered = 0;
    if (this.#fingers.size > 1) this.#pinchBegins();
    else if (event.button !== 0 || this.#host.pans) this.#panning = true;
    else {
      this.#drawing = true;
      this.#host.down?.(this.#touch(event, this.#isAgain(event)));
    }
  };

  #pinchBegins(): void {
    if (this.#drawing) this.#host.cancel?.();
    this.#drawing = false;
    this.#panning = true;
  }

  #move = (event: PointerEvent): void => {
    const before = this.#fingers.get(event.pointerId);
    const place = this.#place(event);
    if (before && this.#panning) this.#drag(event.pointerId, before, place);
    if (before) this.#fingers.set(event.pointerId, place);
    if (!this.#panning) this.#host.move?.(this.#touch(event, false));
  };

  #drag(finger: number, before: Point, place: Point): void {
    const other = [...this.#fingers].find(([id]) => id !== finger)?.[1];
    this.#wandered += distance(before, place);
    this.pan((place.x - before.x) / (other ? 2 : 1), (place.y - before.y) / (other ? 2 : 1));
    const factor = other ? distance(place, other) / Math.max(1, distance(before, other)) : 1;
    const middle = other && { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
    if (middle) this.#look(zoomed(this.view, factor, middle, this.size, this.#room), false);
  }

  #up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (this.#drawing) this.#host.up?.(this.#touch(event, false));
    // Without dragging: a press with the moving tool brings its place into the middle.
    else if (this.#panning && event.button === 0 && this.#host.pans && this.#wandered < AGAIN_PIXELS) {
      this.#centre(toImage(this.#place(event), this.view));
    }
    this.#drawing = false;
    if (!this.#fingers.size) this.#panning = false;
  };

  #cancelled = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (this.#drawing) this.#host.cancel?.();
    this.#drawing = this.#panning = false;
  };

  #isAgain(event: PointerEvent): boolean {
    const at = this.#place(event);
    const again = event.timeStamp - this.#last.time < AGAIN_MS && distance(at, this.#last.at) < AGAIN_PIXELS;
    this.#last = { time: event.timeStamp, at };
    return again;
  }

  #touch(event: PointerEvent, again: boolean): Touch {
    return { at: toImage(this.#place(event), this.view), shift: event.shiftKey, alt: event.altKey, again };
  }

  /** In stage pixels. */
  #place(event: MouseEvent): Point {
    const box = this.element?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  /** The nearest point of the picture. */
  inside(point: Point): Point {
    return within(point, this.size);
  }
}
