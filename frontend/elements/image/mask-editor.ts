/** How a mask comes to be: strokes, polygons, fills, and their undo. No drawing, no DOM. */

import { History } from "./history.ts";
import type { Point, Rect, Size } from "./geometry.ts";
import { Mask, type Patch, union } from "./mask.ts";

/** What a code of the mask stands for. */
export interface Entry {
  readonly code: number;
  readonly label: string;
}

interface Change {
  readonly patch: Patch | undefined;
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
}

interface Stroke {
  readonly code: number;
  readonly radius: number;
  last: Point;
  rect: Rect;
  readonly before: readonly Entry[];
}

export class MaskEditor {
  mask = new Mask({ width: 1, height: 1 });
  table: readonly Entry[] = [];
  /** Pixels of each code, up to date after every change. */
  counts: number[] = [];
  /** Goes up with every change: what was made from the mask is stale then. */
  version = 0;
  lastPoint: Point | undefined;
  #history = new History<Change>();
  #stroke: Stroke | undefined;
  #touched: (rect: Rect) => void;

  /** `touched` hears of every rectangle whose pixels may have changed. */
  constructor(touched: (rect: Rect) => void) {
    this.#touched = touched;
  }

  load(size: Size, codes: Uint8Array | undefined, table: readonly Entry[]): void {
    this.mask = new Mask(size, codes);
    this.table = table;
    this.counts = [...this.mask.counts()];
    this.#history.clear();
    this.#stroke = this.lastPoint = undefined;
    this.version++;
    this.#touched(this.mask.whole);
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  get stroking(): boolean {
    return this.#stroke !== undefined;
  }

  /** The brush goes down. A table that is given holds from this change on. */
  begin(at: Point, code: number, radius: number, table: readonly Entry[] = this.table): void {
    const before = this.table;
    this.table = table;
    const rect = this.mask.stroke(at, at, radius, code);
    this.#stroke = { code, radius, last: at, rect, before };
    this.#touched(rect);
  }

  extend(at: Point): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    const rect = this.mask.stroke(stroke.last, at, stroke.radius, stroke.code);
    stroke.last = at;
    stroke.rect = union(stroke.rect, rect);
    this.#touched(rect);
  }

  /** The brush goes up. Whether a pixel changed. */
  end(): boolean {
    const stroke = this.#stroke;
    if (!stroke) return false;
    this.#stroke = undefined;
    this.lastPoint = stroke.last;
    return this.#commit(stroke.rect, stroke.before);
  }

  /** As if the brush had not gone down. */
  discard(): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    this.#stroke = undefined;
    this.table = stroke.before;
    this.mask.discard(stroke.rect);
    this.#touched(stroke.rect);
  }

  polygon(vertices: readonly Point[], code: number, table: readonly Entry[] = this.table): boolean {
    return this.#made(this.mask.fillPolygon(vertices, code), table);
  }

  fill(at: Point, code: number, table: readonly Entry[] = this.table): boolean {
    return this.#made(this.mask.flood(at, code), table);
  }

  recode(from: number, to: number): boolean {
    return this.#made(this.mask.recode(from, to), this.table);
  }

  /** Other labels for the same pixels. */
  rename(table: readonly Entry[]): void {
    this.#push({ patch: undefined, before: this.table, after: table });
    this.table = table;
  }

  undo(): boolean {
    const change = this.#history.undo();
    if (change) this.#apply(change.patch, change.patch?.before, change.patch?.after, change.before);
    return change !== undefined;
  }

  redo(): boolean {
    const change = this.#history.redo();
    if (change) this.#apply(change.patch, change.patch?.after, change.patch?.before, change.after);
    return change !== undefined;
  }

  #made(rect: Rect, table: readonly Entry[]): boolean {
    const before = this.table;
    this.table = table;
    this.#touched(rect);
    return this.#commit(rect, before);
  }

  #commit(rect: Rect, before: readonly Entry[]): boolean {
    const patch = this.mask.commit(rect);
    if (!patch) {
      this.table = before;
      return false;
    }
    this.#count(patch.before, -1);
    this.#count(patch.after, 1);
    this.#push({ patch, before, after: this.table });
    return true;
  }

  #push(change: Change): void {
    this.#history.push(change);
    this.version++;
  }

  #apply(
    patch: Patch | undefined,
    runs: Uint32Array | undefined,
    replaced: Uint32Array | undefined,
    table: readonly Entry[],
  ): void {
    this.table = table;
    this.version++;
    if (!patch || !runs || !replaced) return;
    this.mask.apply(patch.rect, runs);
    this.#count(replaced, -1);
    this.#count(runs, 1);
    this.#touched(patch.rect);
  }

  #count(runs: Uint32Array, sign: number): void {
    for (let index = 0; index < runs.length; index += 2) {
      const code = runs[index + 1] as number;
      this.counts[code] = (this.counts[code] ?? 0) + sign * (runs[index] as number);
    }
  }
}
