/** What the elements that draw shapes share: an editor, seen and driven. */

import type { PropertyValues } from "../shared.ts";
import type { Mode, Row } from "./chrome.ts";
import type { Point, Size } from "./geometry.ts";
import { rectOf } from "./geometry.ts";
import { ImageTool } from "./image-tool.ts";
import { type Drawn, type Kind, placeOf, POLYLINE, readShapes, settled } from "./kinds.ts";
import { type Look, paintChips, paintCross, paintHandles, paintShape } from "./paint-shapes.ts";
import { SettledLayer } from "./settled-layer.ts";
import { type Desk, ShapeEditor } from "./shape-editor.ts";
import type { Shape } from "./shape-list.ts";
import type { Touch } from "./stage.ts";
import type { View } from "./viewport.ts";

const MODES: readonly Mode[] = [
  { id: "draw", text: "Draw", key: "d", icon: "draw" },
  { id: "select", text: "Edit", key: "s", icon: "select" },
];
const KEYBOARD = "Keys: arrows (Shift: one pixel), Space sets a point";
const EDITING =
  "Click selects, drag moves or resizes. Digits relabel, Del deletes; , and . choose a corner for the arrow keys.";

export abstract class ShapeTool extends ImageTool implements Desk {
  readonly kind: Kind;
  readonly editor: ShapeEditor;
  #initial = "[]";
  #settledLayer = new SettledLayer();

  constructor(kind: Kind) {
    super(MODES);
    this.kind = kind;
    this.editor = new ShapeEditor(kind, this);
  }

  get canUndo(): boolean {
    return this.editor.draft.length > 0 || this.editor.list.canUndo;
  }

  get canRedo(): boolean {
    return this.editor.list.canRedo;
  }

  get help(): string {
    if (this.pans) return "Drag to move the picture; a click brings its place into the middle.";
    if (this.editing) return EDITING;
    if (this.kind.most === 1) return `Click to set a point. ${KEYBOARD}.`;
    if (this.kind.most === 2) return `Drag, or click twice. ${KEYBOARD}. Esc takes it back.`;
    return `Click points; Enter or a double click ends. ${KEYBOARD}, Backspace takes one back.`;
  }

  get rows(): readonly Row[] {
    const selected = this.editor.list.selected?.id;
    return this.editor.list.all.map(({ id, label, points }) => ({
      id,
      label: label || "(no label)",
      text: placeOf(points, this.kind),
      colour: this.palette.colour(label),
      swatch: this.palette.swatch(label),
      selected: id === selected,
    }));
  }

  protected load(initial: unknown): void {
    this.editor.cancel();
    this.editor.list.load(this.#settled(initial));
    this.#initial = JSON.stringify(this.#written());
  }

  protected restoreAnswer(value: unknown): void {
    this.editor.list.replaceAll(this.#settled(value));
  }

  #settled(value: unknown): Drawn[] {
    return readShapes(value, this.kind).flatMap(({ label, points }) => {
      const whole = settled(points, this.kind, this.size);
      return whole ? [{ label, points: whole }] : [];
    });
  }

  #written(): object[] {
    return this.editor.list.all.map((shape) => this.kind.write(shape));
  }

  protected answer(): object {
    const drawn = this.#written();
    const tells = this.kind.tellsModified && this.hasInitial;
    const modified = JSON.stringify(drawn) !== this.#initial;
    return { [this.kind.key]: drawn, ...(tells ? { initialValueModified: modified } : {}) };
  }

  protected problem(): string {
    const { noun } = this.kind;
    if (this.editor.draft.length) return `Finish the ${noun} first, or press Esc to leave it.`;
    const strange = this.editor.list.all.find(({ label }) => !this.palette.has(label));
    return strange ? `A ${noun} has the label "${strange.label}", which this task lacks: relabel or delete it.` : "";
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("mode")) this.editor.handle = -1;
    super.willUpdate(changed);
    this.toggleAttribute("selecting", this.editing);
  }

  // What the editor asks.

  get size(): Size {
    return this.stage.size;
  }

  get pixel(): number {
    return this.stage.pixel;
  }

  get editing(): boolean {
    return this.mode === "select";
  }

  inside(point: Point): Point {
    return this.stage.inside(point);
  }

  say(text: string): void {
    this.said = text;
  }

  // What the list and the labels do.

  select(id: number): void {
    const { list } = this.editor;
    list.select(list.selected?.id === id ? undefined : id);
    this.#toEditing();
  }

  #toEditing(): void {
    const shape = this.editor.list.selected;
    this.mode = "select";
    this.editor.handle = -1;
    if (shape) this.#show(shape);
    this.requestUpdate();
  }

  #show({ label, points }: Shape): void {
    const { left, top, right, bottom } = rectOf(points);
    this.stage.show({ x: (left + right) / 2, y: (top + bottom) / 2 });
    this.say(`${label}, ${placeOf(points, this.kind)}`);
  }

  relabel(id: number, label: string): void {
    this.editor.list.relabel(id, label);
    this.changed(`Now ${label}.`);
  }

  drop(id: number): void {
    this.editor.remove(id);
  }

  override choose(label: string): void {
    super.choose(label);
    const selected = this.editing ? this.editor.list.selected : undefined;
    if (selected) this.relabel(selected.id, label);
  }

  undo(): void {
    this.editor.undo();
    this.requestUpdate();
  }

  redo(): void {
    this.editor.redo();
  }

  // Pointer and keys.

  clickAt(touch: Touch): void {
    this.editor.click(touch);
    this.requestUpdate();
  }

  down(touch: Touch): void {
    this.cursor = undefined;
    this.editor.down(touch);
    this.requestUpdate();
  }

  move(touch: Touch): void {
    this.editor.move(touch);
    this.stage.repaint();
  }

  up(touch: Touch): void {
    this.editor.up(touch);
    this.requestUpdate();
  }

  cancel(): void {
    this.editor.cancel();
    this.requestUpdate();
  }

  away(): void {
    this.editor.pointer = undefined;
    this.stage.repaint();
  }

  override hover({ at }: Touch): void {
    this.editor.pointer = at;
  }

  override nudge(dx: number, dy: number): boolean {
    return this.editor.nudge(dx, dy);
  }

  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return this.#clip(event.key.toLowerCase());
    switch (event.key) {
      case "Enter":
        return this.#enter();
      case "Escape":
        return this.editor.escape();
      case "Backspace":
      case "Delete":
        return this.editor.delete();
      case "[":
      case "]":
        this.editor.list.cycle(event.key === "]" ? 1 : -1);
        this.#toEditing();
        return true;
      case ",":
      case ".":
        return this.#corner(event.key === "." ? 1 : -1);
      default:
        return false;
    }
  }

  /** With nothing begun, Enter submits. */
  #enter(): boolean {
    const begun = this.editor.draft.length;
    if (begun >= this.kind.fewest) this.editor.finish();
    return begun > 0;
  }

  #corner(step: number): boolean {
    if (!this.editing) this.#toEditing();
    return this.editor.nextHandle(step);
  }

  #clip(key: string): boolean {
    // Somebody copies words of the instructions.
    if (getSelection()?.isCollapsed === false) return false;
    if (key === "c") return this.editor.copy();
    return key === "v" && this.editor.paste();
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    const { list, live, draft, handle, pointer } = this.editor;
    const look: Look = { kind: this.kind, labels: this.palette, view, opacity: this.opacity / 100 };
    const selected = list.selected;
    const others = list.all.filter((shape) => shape !== selected);
    this.#settledLayer.paint(context, others, look, !this.namesHidden);
    if (selected) {
      const points = live?.id === selected.id ? live.points : selected.points;
      const edited = { label: selected.label, points, selected: true };
      paintShape(context, edited, look);
      if (!this.namesHidden) paintChips(context, [edited], look);
      if (!draft.length) paintHandles(context, points, look, handle);
    }
    const cross = this.cursor ?? (this.mode === "draw" ? pointer : undefined);
    if (cross && !this.pans) paintCross(context, cross, view, Boolean(this.cursor));
    if (draft.length) this.#paintDraft(context, look);
  }

  #paintDraft(context: CanvasRenderingContext2D, look: Look): void {
    const { draft, pointer } = this.editor;
    const points = [...draft, ...(pointer ? [this.inside(pointer)] : [])];
    paintShape(context, { label: this.label, points, selected: true, open: !this.kind.box }, look);
    paintHandles(context, draft, { ...look, kind: POLYLINE }, -1);
  }
}
