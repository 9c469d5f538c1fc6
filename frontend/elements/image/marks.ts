/**
 * `<trigpoint-marks>`: labels drawn over a picture to be looked at, not changed. The image classifiers show their
 * `overlay` with it.
 */

import {
  css,
  html,
  labelsPanelStyle,
  LitElement,
  type PropertyDeclarations,
  type PropertyValues,
  relaxed,
  theme,
} from "../shared.ts";
import { views } from "./chrome.ts";
import { BOX, type Drawn, type Kind, KEYPOINT, LINE, POLYGON, POLYLINE, readShapes } from "./kinds.ts";
import { LabelSet, labelSet } from "./label-set.ts";
import { Mask } from "./mask.ts";
import { codeMap, loadedImage, readCodes } from "./mask-file.ts";
import { MaskLayer } from "./mask-layer.ts";
import { paintChips, paintShape } from "./paint-shapes.ts";
import { type Hand, Stage } from "./stage.ts";
import { panelStyle } from "./panel-style.ts";
import { toolStyle } from "./tool-style.ts";
import type { View } from "./viewport.ts";

const KINDS: Record<string, Kind> = {
  boundingBox: BOX,
  polygon: POLYGON,
  polyline: POLYLINE,
  line: LINE,
  keypoint: KEYPOINT,
};
const MASKS = ["semanticSegmentation", "instanceSegmentation"];
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [40, 0],
  ArrowRight: [-40, 0],
  ArrowUp: [0, 40],
  ArrowDown: [0, -40],
};

interface Part {
  readonly labels?: unknown;
  readonly value?: unknown;
  readonly src?: unknown;
  readonly labelMappings?: Record<string, { readonly color?: unknown }>;
  readonly instances?: readonly { readonly color?: unknown; readonly label?: unknown }[];
}

interface Shown {
  readonly kind: Kind;
  readonly shapes: readonly Drawn[];
}

export class TrigpointMarks extends LitElement implements Hand {
  static override properties: PropertyDeclarations = {
    src: {},
    overlay: {},
    namesHidden: { state: true },
    opacity: { state: true },
    notice: { state: true },
  };

  src = "";
  overlay: unknown = undefined;
  namesHidden = false;
  opacity = 100;
  notice = "";
  readonly pans = true;
  readonly stage = new Stage(this);
  #labels = new LabelSet();
  #shown: readonly Shown[] = [];
  /** Label and colour of each code of the mask. */
  #codes: readonly (readonly [string, string])[] = [];
  #layer = new MaskLayer((code) => this.#ink(code));
  #plain: HTMLImageElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.#key);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("src")) this.stage.reload();
    if (changed.has("overlay") || changed.has("src")) this.#read();
  }

  #parts(): [string, Part][] {
    const given = relaxed(this.overlay, "overlay");
    if (typeof given !== "object" || !given) return [];
    const known = Object.entries(given).filter(([name]) => name in KINDS || MASKS.includes(name));
    if (!known.length) console.warn("overlay has nothing that can be shown:", given);
    return known as [string, Part][];
  }

  #read(): void {
    const parts = this.#parts();
    const mask = parts.find(([name]) => MASKS.includes(name))?.[1];
    this.#codes = mask ? codesOf(mask) : [];
    this.#shown = parts.flatMap(([name, part]) => {
      const kind = KINDS[name];
      return kind ? [{ kind, shapes: readShapes(part.value, kind) }] : [];
    });
    const drawn = this.#shown.flatMap(({ shapes }) => shapes.map(({ label }) => label));
    const names = parts.flatMap(([, part]) => labelSet(part.labels).names);
    const all = [...new Set([...names, ...drawn, ...this.#codes.map(([label]) => label)])];
    this.#labels = new LabelSet(all, mask?.instances ? new Map() : new Map(this.#codes));
  }

  pictureLoaded(): void {
    const mask = this.#parts().find(([name]) => MASKS.includes(name))?.[1];
    if (mask?.src) void this.#readMask(String(mask.src));
  }

  async #readMask(src: string): Promise<void> {
    const codes = codeMap(this.#codes.map(([, colour], index) => [colour, index + 1] as const));
    try {
      this.#layer.reset(new Mask(this.stage.size, await readCodes(src, this.stage.size, codes)));
    } catch {
      // Without CORS its pixels cannot be read, but it can still be shown as it is.
      this.#plain = await loadedImage(src, null).catch(() => undefined);
      if (!this.#plain) this.notice = "The mask did not load. Decline the task and say so.";
    }
    this.stage.repaint();
  }

  #ink(code: number): { colour: string; pattern: number } | undefined {
    const [label, colour] = this.#codes[code - 1] ?? [];
    return label === undefined || !colour ? undefined : { colour, pattern: Math.max(0, this.#labels.index(label)) };
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const opacity = this.opacity / 100;
    if (!this.namesHidden) this.#layer.paint(context, view, opacity);
    if (this.#plain && !this.namesHidden) this.#paintPlain(context, view, opacity, this.#plain);
    for (const { kind, shapes } of this.#shown) {
      const look = { kind, labels: this.#labels, view, opacity };
      const painted = shapes.map((shape) => ({ ...shape, selected: false }));
      for (const shape of painted) paintShape(context, shape, look);
      if (!this.namesHidden) paintChips(context, painted, look);
    }
  }

  #paintPlain(context: CanvasRenderingContext2D, view: View, opacity: number, image: HTMLImageElement): void {
    const { width, height } = this.stage.size;
    context.save();
    context.globalAlpha = 0.55 * opacity;
    context.drawImage(image, view.x, view.y, width * view.scale, height * view.scale);
    context.restore();
  }

  #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.composedPath()[0] === this.stage.element) this.stage.pan(...arrow);
    else if (event.key === "+" || event.key === "=") this.stage.zoom(1);
    else if (event.key === "-") this.stage.zoom(-1);
    else if (event.key === "0") this.stage.fit();
    else if (event.key === "h") this.namesHidden = !this.namesHidden;
    else return;
    event.preventDefault();
  };

  get #description(): string {
    const counts = new Map<string, number>();
    for (const { shapes } of this.#shown)
      for (const { label } of shapes) counts.set(label, (counts.get(label) ?? 0) + 1);
    for (const [label] of this.#codes) counts.set(label, (counts.get(label) ?? 0) + 1);
    const words = [...counts].map(([label, count]) => (count > 1 ? `${count} × ${label}` : label)).join(", ");
    return `The picture with its labels: ${words || "none"}`;
  }

  protected override render(): unknown {
    return html`
      <div class="bar" role="toolbar" aria-label="View">
        ${views(this)}
        <ul class="legend" aria-label="Labels">
          ${this.#labels.names.map((name) => this.#legend(name))}
        </ul>
      </div>
      ${this.stage.template(this.src, this.#description, "img")}
      ${this.notice ? html`<p class="notice" role="alert">${this.notice}</p>` : ""}
    `;
  }

  #legend(name: string): unknown {
    return html`
      <li><span class="swatch ${this.#labels.swatch(name)}" style="--colour: ${this.#labels.colour(name)}"></span><span dir="auto">${name}</span></li>
    `;
  }

  static override styles = [
    theme,
    labelsPanelStyle,
    toolStyle,
    panelStyle,
    css`
      :host {
        display: grid;
        grid-template: "bar" auto "stage" minmax(0, 1fr) / minmax(0, 1fr);
      }
      .stage {
        cursor: grab;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.3rem 0.9rem;
        max-block-size: 4.5rem;
        font-size: 0.9rem;
      }
      .legend li {
        display: flex;
        align-items: center;
        gap: 0.35rem;
      }
      @media (max-width: 45rem) {
        .stage {
          min-block-size: 55dvh;
        }
      }
    `,
  ];
}

/** [label, colour] in the order of their codes. */
function codesOf(part: Part): [string, string][] {
  const instances = part.instances?.map(({ label, color }) => [String(label), colourText(color)] as [string, string]);
  if (instances) return instances;
  const mappings = Object.entries(part.labelMappings ?? {}).filter(([label]) => label !== "BACKGROUND");
  return mappings.map(([label, mapping]) => [label, colourText(mapping?.color)]);
}

function colourText(colour: unknown): string {
  return String(colour).trim().toLowerCase();
}
