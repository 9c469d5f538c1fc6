/** A byte per pixel: 0 is background, everything else the code of a label or an instance. Pure, no drawing. */

import { clamp, distanceToSegment, edges, type Point, type Rect, type Size } from "./geometry.ts";
import { decodeRuns, encodeRuns } from "./rle.ts";

/** The bytes of a rectangle before and after a change. */
export interface Patch {
  readonly rect: Rect;
  readonly before: Uint32Array;
  readonly after: Uint32Array;
}

/** Rectangles are half open: left and top belong to them, right and bottom do not. */
export class Mask {
  readonly codes: Uint8Array;
  readonly width: number;
  readonly height: number;
  #kept: Uint8Array;

  constructor(size: Size, codes?: Uint8Array) {
    this.width = size.width;
    this.height = size.height;
    this.codes = codes ?? new Uint8Array(size.width * size.height);
    this.#kept = this.codes.slice();
  }

  at(point: Point): number {
    const x = clamp(Math.floor(point.x), 0, this.width - 1);
    const y = clamp(Math.floor(point.y), 0, this.height - 1);
    return this.codes[y * this.width + x] as number;
  }

  /** A round brush from one point to another. Returns what it may have touched. */
  stroke(from: Point, to: Point, radius: number, code: number): Rect {
    const rect = this.#clipped({
      left: Math.min(from.x, to.x) - radius,
      top: Math.min(from.y, to.y) - radius,
      right: Math.max(from.x, to.x) + radius + 1,
      bottom: Math.max(from.y, to.y) + radius + 1,
    });
    for (let y = rect.top; y < rect.bottom; y++) {
      const [left, right] = this.#covered(y + 0.5, rect, from, to, radius);
      if (left < right) this.codes.fill(code, y * this.width + left, y * this.width + right);
    }
    return rect;
  }

  /** The pixels of a row whose centres are under the brush: one run, because a capsule is convex. */
  #covered(y: number, rect: Rect, from: Point, to: Point, radius: number): [number, number] {
    const reach = Math.max(radius, 0.71);
    const under = (x: number): boolean => distanceToSegment({ x: x + 0.5, y }, from, to) <= reach;
    let left = rect.left;
    let right = rect.right;
    while (left < right && !under(left)) left++;
    while (right > left && !under(right - 1)) right--;
    return [left, right];
  }

  /** Every pixel whose centre is inside, by the even-odd rule. */
  fillPolygon(vertices: readonly Point[], code: number): Rect {
    const ys = vertices.map((vertex) => vertex.y);
    const rect = this.#clipped({ left: 0, right: this.width, top: Math.min(...ys), bottom: Math.max(...ys) + 1 });
    for (let y = rect.top; y < rect.bottom; y++) {
      const cuts = crossings(vertices, y + 0.5);
      for (let index = 0; index + 1 < cuts.length; index += 2) {
        const left = clamp(Math.ceil((cuts[index] as number) - 0.5), 0, this.width);
        const right = clamp(Math.ceil((cuts[index + 1] as number) - 0.5), 0, this.width);
        if (left < right) this.codes.fill(code, y * this.width + left, y * this.width + right);
      }
    }
    return rect;
  }

  /** The connected area of one code around a point. */
  flood(point: Point, code: number): Rect {
    const old = this.at(point);
    const start = {
      x: clamp(Math.floor(point.x), 0, this.width - 1),
      y: clamp(Math.floor(point.y), 0, this.height - 1),
    };
    const touched = { left: start.x, top: start.y, right: start.x + 1, bottom: start.y + 1 };
    if (old === code) return touched;
    const waiting = [start.y * this.width + start.x];
    for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
      if (this.codes[seed] !== old) continue;
      const row = Math.floor(seed / this.width) * this.width;
      const [left, right] = this.#run(seed, row, old);
      this.codes.fill(code, left, right);
      touched.left = Math.min(touched.left, left - row);
      touched.right = Math.max(touched.right, right - row);
      touched.top = Math.min(touched.top, row / this.width);
      touched.bottom = Math.max(touched.bottom, row / this.width + 1);
      if (row > 0) this.#seeds(left - this.width, right - this.width, old, waiting);
      if (row + this.width < this.codes.length) this.#seeds(left + this.width, right + this.width, old, waiting);
    }
    return touched;
  }

  #run(seed: number, row: number, code: number): [number, number] {
    let left = seed;
    let right = seed + 1;
    while (left > row && this.codes[left - 1] === code) left--;
    while (right < row + this.width && this.codes[right] === code) right++;
    return [left, right];
  }

  #seeds(from: number, to: number, code: number, waiting: number[]): void {
    for (let at = from; at < to; at++) {
      if (this.codes[at] === code && (at === from || this.codes[at - 1] !== code)) waiting.push(at);
    }
  }

  /** Every pixel of one code becomes another. */
  recode(from: number, to: number): Rect {
    for (let at = this.codes.indexOf(from); at >= 0; at = this.codes.indexOf(from, at + 1)) this.codes[at] = to;
    return this.whole;
  }

  /** How many pixels each code has. */
  counts(): Uint32Array {
    const counts = new Uint32Array(256);
    for (const code of this.codes) counts[code]!++;
    return counts;
  }

  /** What changed in the rectangle since the last commit; undefined when nothing did. */
  commit(rect: Rect): Patch | undefined {
    const clipped = this.#clipped(rect);
    const before = cut(this.#kept, this.width, clipped);
    const after = cut(this.codes, this.width, clipped);
    if (before.every((code, index) => code === after[index])) return undefined;
    paste(this.#kept, this.width, clipped, after);
    return { rect: clipped, before: encodeRuns(before), after: encodeRuns(after) };
  }

  /** Back to the last commit. */
  discard(rect: Rect): void {
    const clipped = this.#clipped(rect);
    paste(this.codes, this.width, clipped, cut(this.#kept, this.width, clipped));
  }

  apply(rect: Rect, runs: Uint32Array): void {
    const bytes = decodeRuns(runs);
    paste(this.codes, this.width, rect, bytes);
    paste(this.#kept, this.width, rect, bytes);
  }

  get whole(): Rect {
    return { left: 0, top: 0, right: this.width, bottom: this.height };
  }

  #clipped(rect: Rect): Rect {
    return {
      left: clamp(Math.floor(rect.left), 0, this.width),
      top: clamp(Math.floor(rect.top), 0, this.height),
      right: clamp(Math.ceil(rect.right), 0, this.width),
      bottom: clamp(Math.ceil(rect.bottom), 0, this.height),
    };
  }
}

export function union(one: Rect | undefined, other: Rect): Rect {
  if (!one) return other;
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

function crossings(vertices: readonly Point[], y: number): number[] {
  const cuts: number[] = [];
  for (const [from, to] of edges(vertices, true)) {
    if (from.y > y !== to.y > y) cuts.push(from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y));
  }
  return cuts.sort((one, other) => one - other);
}

function cut(codes: Uint8Array, width: number, rect: Rect): Uint8Array {
  const across = rect.right - rect.left;
  const bytes = new Uint8Array(across * (rect.bottom - rect.top));
  for (let y = rect.top; y < rect.bottom; y++) {
    bytes.set(codes.subarray(y * width + rect.left, y * width + rect.right), (y - rect.top) * across);
  }
  return bytes;
}

function paste(codes: Uint8Array, width: number, rect: Rect, bytes: Uint8Array): void {
  const across = rect.right - rect.left;
  for (let y = rect.top; y < rect.bottom; y++) {
    const from = (y - rect.top) * across;
    codes.set(bytes.subarray(from, from + across), y * width + rect.left);
  }
}
