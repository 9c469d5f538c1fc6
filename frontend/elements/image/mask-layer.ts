/** A mask as the worker sees it: a canvas of the picture's size, colour and pattern of each code half transparent. */

import { parseColour, patterned } from "./colours.ts";
import type { Rect } from "./geometry.ts";
import type { Mask } from "./mask.ts";
import type { View } from "./viewport.ts";

export interface Ink {
  readonly colour: string;
  readonly pattern: number;
}

interface Packed {
  readonly strong: number;
  readonly weak: number;
  readonly dots: Uint8Array;
}

/** All patterns repeat after this many units. */
const PERIOD = 60;
const UNITS_ACROSS = 400;
const STRONG = 225;
const WEAK = 130;

export class MaskLayer {
  #canvas = document.createElement("canvas");
  #inks = new Map<number, Packed | undefined>();
  #inkOf: (code: number) => Ink | undefined;
  #unit = 1;

  constructor(inkOf: (code: number) => Ink | undefined) {
    this.#inkOf = inkOf;
  }

  /** Everything anew, in new inks. */
  reset(mask: Mask): void {
    this.#canvas.width = mask.width;
    this.#canvas.height = mask.height;
    this.#unit = Math.max(1, Math.round(Math.max(mask.width, mask.height) / UNITS_ACROSS));
    this.forgetInks();
    this.update(mask, mask.whole);
  }

  /** What is drawn from now on asks for its ink again. */
  forgetInks(): void {
    this.#inks.clear();
  }

  #ink(code: number): Packed | undefined {
    if (!this.#inks.has(code)) {
      const ink = this.#inkOf(code);
      this.#inks.set(code, ink && packedInk(ink));
    }
    return this.#inks.get(code);
  }

  update(mask: Mask, rect: Rect): void {
    const [left, top] = [Math.max(0, Math.floor(rect.left)), Math.max(0, Math.floor(rect.top))];
    const width = Math.min(mask.width, Math.ceil(rect.right)) - left;
    const height = Math.min(mask.height, Math.ceil(rect.bottom)) - top;
    const context = this.#canvas.getContext("2d");
    if (width <= 0 || height <= 0 || !context) return;
    const image = context.createImageData(width, height);
    this.#fill(new Uint32Array(image.data.buffer), mask, left, top, width);
    context.putImageData(image, left, top);
  }

  #fill(pixels: Uint32Array, mask: Mask, left: number, top: number, width: number): void {
    const columns = Uint8Array.from({ length: width }, (_, x) => Math.floor((left + x) / this.#unit) % PERIOD);
    let [code, ink] = [0, this.#ink(0)];
    for (let y = 0; y * width < pixels.length; y++) {
      const from = (top + y) * mask.width + left;
      const line = (Math.floor((top + y) / this.#unit) % PERIOD) * PERIOD;
      for (let x = 0; x < width; x++) {
        const next = mask.codes[from + x] as number;
        if (!next) continue;
        if (next !== code) [code, ink] = [next, this.#ink(next)];
        if (ink) pixels[y * width + x] = ink.dots[line + columns[x]!] ? ink.strong : ink.weak;
      }
    }
  }

  paint(context: CanvasRenderingContext2D, { scale, x, y }: View, opacity: number): void {
    const { width, height } = this.#canvas;
    if (!width || !height) return;
    context.save();
    context.imageSmoothingEnabled = false;
    context.globalAlpha = opacity;
    context.drawImage(this.#canvas, x, y, width * scale, height * scale);
    context.restore();
  }
}

function packedInk({ colour, pattern }: Ink): Packed {
  const dots = Uint8Array.from({ length: PERIOD * PERIOD }, (_, at) =>
    Number(patterned(pattern, at % PERIOD, Math.floor(at / PERIOD))),
  );
  return { strong: packed(colour, STRONG), weak: packed(colour, WEAK), dots };
}

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function packed(colour: string, alpha: number): number {
  const [red, green, blue] = parseColour(colour) ?? [128, 128, 128];
  const bytes = LITTLE_ENDIAN ? [alpha, blue, green, red] : [red, green, blue, alpha];
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
