/**
 * How shapes are drawn and edited with pointer and keys: the state between a press and a change. No drawing, no DOM.
 *
 * A box or line is dragged, or clicked at both ends; other shapes are clicked point after point.
 */

import { allowedMove, distance, moved, nearestEdge, type Point, rounded, type Size } from "./geometry.ts";
import { dragged, type Drawn, handlesOf, type Kind, placeOf, settled } from "./kinds.ts";
import { handleAt, shapeAt } from "./picking.ts";
import { type Shape, ShapeList } from "./shape-list.ts";
import type { Touch } from "./stage.ts";

/** What the editor needs to know, and whom it tells. */
export interface Desk {
  readonly size: Size;
  /** Image pixels that a stage pixel covers. */
  readonly pixel: number;
  readonly label: string;
  readonly editing: boolean;
  inside(point: Point): Point;
  /** Shapes have changed. */
  changed(said: string): void;
  say(text: string): void;
}

/** Stage pixels. */
const REACH = 8;
const CLICK = 4;
const PASTE_SHIFT = 12;

type Drag =
  | { readonly what: "draw"; readonly from: Point }
  | { readonly what: "handle"; readonly shape: Shape; readonly handle: number }
  | { readonly what: "move"; readonly shape: Shape; readonly from: Point };

let clipboard: { readonly kind: Kind; readonly drawn: Drawn } | undefined;

export class ShapeEditor {
  readonly list = new ShapeList();
  readonly kind: Kind;
  /** The points of a shape that is not finished. */
  draft: readonly Point[] = [];
  /** Where the pointer or the keyboard's cursor is. */
  pointer: Point | undefined;
  /** The corner or vertex that arrow keys move, or -1. */
  handle = -1;
  /** A shape while it is dragged; nothing is changed before the pointer goes up. */
  live: { readonly id: number; readonly points: readonly Point[] } | undefined;
  #desk: Desk;
  #drag: Drag | undefined;

  constructor(kind: Kind, desk: Desk) {
    this.kind = kind;
    this.#desk = desk;
  }

  remove(id: number): void {
    this.list.remove(id);
    this.handle = -1;
    this.#desk.changed("Deleted.");
  }

  undo(): void {
    if (this.draft.length) this.draft = this.draft.slice(0, -1);
    else if (this.list.undo()) this.#desk.changed("Undone.");
  }

  redo(): void {
    if (this.list.redo()) this.#desk.changed("Redone.");
  }

  /** A press and release at one place. */
  click(touch: Touch): void {
    if (this.#desk.editing) this.#pick(touch.at);
    else this.#place(touch);
  }

  down(touch: Touch): void {
    const selected = this.list.selected;
    const handle = selected && !this.draft.length ? handleAt(touch.at, selected.points, this.kind, this.#reach) : -1;
    if (selected && handle >= 0) this.#grab(selected, handle, touch);
    else if (this.#desk.editing) this.#pickOrInsert(touch);
    else this.#press(touch);
  }

  #press(touch: Touch): void {
    const begins = !this.draft.length;
    this.#place(touch);
    if (begins && this.draft.length) this.#drag = { what: "draw", from: touch.at };
  }

  #grab(shape: Shape, handle: number, touch: Touch): void {
    this.handle = this.#desk.editing ? handle : -1;
    const spare = !this.kind.box && shape.points.length > Math.max(this.kind.fewest, 1);
    if (touch.alt && spare) this.#removeVertex(shape, handle);
    else this.#drag = { what: "handle", shape, handle };
  }

  #removeVertex(shape: Shape, handle: number): void {
    this.list.reshape(shape.id, shape.points.toSpliced(handle, 1));
    this.handle = -1;
    this.#desk.changed("Point removed.");
  }

  #pickOrInsert(touch: Touch): void {
    const before = this.list.selected;
    if (touch.again && before && this.kind.most === Infinity && this.#insert(before, touch.at)) return;
    const shape = this.#pick(touch.at);
    if (shape) this.#drag = { what: "move", shape, from: touch.at };
  }

  #insert(shape: Shape, at: Point): boolean {
    const edge = nearestEdge(at, shape.points, this.kind.closed);
    if (edge.distance > this.#reach) return false;
    this.list.reshape(shape.id, shape.points.toSpliced(edge.index + 1, 0, this.#whole(at)));
    this.#desk.changed("Point added.");
    return true;
  }

  #pick(at: Point): Shape | undefined {
    const shape = shapeAt(at, this.list.all, this.kind, this.#reach);
    this.list.select(shape?.id);
    this.handle = -1;
    if (shape) this.#desk.say(`${shape.label}, ${placeOf(shape.points, this.kind)}`);
    return shape;
  }

  get #reach(): number {
    return REACH * this.#desk.pixel;
  }

  #whole(at: Point): Point {
    return rounded(this.#desk.inside(at));
  }

  #place({ at, again }: Touch): void {
    const first = this.draft[0];
    const many = this.kind.most === Infinity;
    const closes = many && this.kind.closed && this.draft.length >= 3 && first && distance(at, first) <= this.#reach;
    if (closes || (many && again && this.draft.length >= this.kind.fewest)) return this.finish();
    this.draft = [...this.draft, this.#whole(at)];
    this.pointer = at;
    if (this.draft.length >= this.kind.most) this.finish();
  }

  finish(): void {
    const points = settled(this.draft, this.kind, this.#desk.size);
    this.draft = [];
    if (!points) this.#desk.say("Too small.");
    else if (!this.#desk.label) this.#desk.say("There is no label to draw with.");
    else {
      this.list.add({ label: this.#desk.label, points });
      this.#desk.changed(`${this.#desk.label}: ${placeOf(points, this.kind)}`);
    }
  }

  move(touch: Touch): void {
    const drag = this.#drag;
    this.pointer = touch.at;
    if (drag?.what === "handle") {
      const points = dragged(drag.shape.points, this.kind, drag.handle, this.#whole(touch.at));
      this.live = { id: drag.shape.id, points };
    } else if (drag?.what === "move") {
      this.live = { id: drag.shape.id, points: this.#shifted(drag.shape.points, this.#far(drag.from, touch.at)) };
    }
  }

  /** Nothing for a press that hardly moved: a click must not nudge. */
  #far(from: Point, to: Point): Point {
    if (!this.live && distance(from, to) < CLICK * this.#desk.pixel) return { x: 0, y: 0 };
    return rounded({ x: to.x - from.x, y: to.y - from.y });
  }

  #shifted(points: readonly Point[], by: Point): Point[] {
    const allowed = allowedMove(points, by.x, by.y, this.#desk.size);
    return points.map((point) => moved(point, allowed.x, allowed.y));
  }

  up(touch: Touch): void {
    const drag = this.#drag;
    const live = this.live;
    this.cancelDrag();
    if (drag?.what === "draw" && this.kind.most === 2) this.#released(drag.from, touch);
    if (live) this.reshape(live.id, live.points);
  }

  /** A drag ends the box or line; a click leaves it open for the second one. */
  #released(from: Point, touch: Touch): void {
    if (distance(from, touch.at) > CLICK * this.#desk.pixel) this.#place(touch);
  }

  reshape(id: number, live: readonly Point[]): void {
    const points = settled(live, this.kind, this.#desk.size);
    const before = this.list.find(id)?.points;
    if (!points || JSON.stringify(points) === JSON.stringify(before)) return;
    this.list.reshape(id, points);
    this.#desk.changed(placeOf(points, this.kind));
  }

  cancelDrag(): void {
    this.#drag = this.live = undefined;
  }

  cancel(): void {
    this.cancelDrag();
    this.draft = [];
  }

  /** Move what is selected, or the chosen corner of it. Whether there was something. */
  nudge(dx: number, dy: number): boolean {
    const shape = this.#desk.editing ? this.list.selected : undefined;
    if (!shape) return false;
    const handle = handlesOf(shape.points, this.kind)[this.handle];
    const points = handle
      ? dragged(shape.points, this.kind, this.handle, this.#whole(moved(handle, dx, dy)))
      : this.#shifted(shape.points, { x: dx, y: dy });
    this.reshape(shape.id, points);
    return true;
  }

  /** Leave what is being drawn, then the corner, then the shape. Whether there was something. */
  escape(): boolean {
    const had = this.draft.length > 0 || this.list.selected !== undefined;
    if (this.draft.length) this.draft = [];
    else if (this.handle >= 0) this.handle = -1;
    else this.list.select(undefined);
    return had;
  }

  /** Take back a point of what is being drawn; else delete the chosen vertex, or the selected shape. */
  delete(): boolean {
    const shape = this.list.selected;
    if (this.draft.length) this.draft = this.draft.slice(0, -1);
    else if (!shape) return false;
    else if (this.handle >= 0 && !this.kind.box && shape.points.length > this.kind.fewest) {
      this.#removeVertex(shape, this.handle);
    } else this.remove(shape.id);
    return true;
  }

  /** The next corner or vertex of the selected shape for the arrow keys. */
  nextHandle(step: number): boolean {
    const shape = this.list.selected;
    if (!shape || this.kind.most === 1) return false;
    const count = handlesOf(shape.points, this.kind).length;
    this.handle = this.handle < 0 ? (step > 0 ? 0 : count - 1) : (this.handle + step + count) % count;
    this.#desk.say(`Corner ${this.handle + 1} of ${count}`);
    return true;
  }

  copy(): boolean {
    const shape = this.list.selected;
    if (shape) clipboard = { kind: this.kind, drawn: shape };
    return shape !== undefined;
  }

  /** A little beside the copied one. */
  paste(): boolean {
    const fits = clipboard?.kind === this.kind;
    if (clipboard && fits) this.#paste(clipboard.drawn);
    return fits;
  }

  #paste({ label, points }: Drawn): void {
    const by = Math.round(PASTE_SHIFT * this.#desk.pixel) || 1;
    const shifted = settled(this.#shifted(points, { x: by, y: by }), this.kind, this.#desk.size);
    if (!shifted) return;
    clipboard = { kind: this.kind, drawn: { label, points: shifted } };
    this.list.add({ label, points: shifted });
    this.#desk.changed(`Pasted ${label}.`);
  }
}
