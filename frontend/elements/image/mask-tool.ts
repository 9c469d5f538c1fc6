/** What the two segmentation elements share: brush, eraser, polygon and fill over a mask of one byte a pixel. */

import { html, type PropertyDeclarations, type PropertyValues } from "../shared.ts";
import { type Row, slider } from "./chrome.ts";
import { BACKGROUND, parseColour } from "./colours.ts";
import { type Found, EarlierMask } from "./earlier-mask.ts";
import { distance, type Point, type Rect } from "./geometry.ts";
import { ImageTool } from "./image-tool.ts";
import { POLYGON, POLYLINE } from "./kinds.ts";
import { type Entry, MaskEditor } from "./mask-editor.ts";
import { type Ink, MaskLayer } from "./mask-layer.ts";
import { MASK_HELP, MASK_MODES, share } from "./mask-modes.ts";
import { type Look, paintCross, paintHandles, paintRing, paintShape } from "./paint-shapes.ts";
import { base64, type Colour, encodePng } from "./png.ts";
import type { Touch } from "./stage.ts";
import type { View } from "./viewport.ts";

const BRUSH: readonly [number, number] = [1, 300];
const REACH = 8;

export abstract class MaskTool extends ImageTool {
  static override properties: PropertyDeclarations = { brush: { state: true } };

  /** Diameter in image pixels. */
  brush = 20;
  readonly editor = new MaskEditor((rect) => this.#touched(rect));
  protected readonly layer = new MaskLayer((code) => this.#inkOf(code));
  #draft: readonly Point[] = [];
  #pointer: Point | undefined;
  #earlier = new EarlierMask();
  #encoded = { version: -1, png: "" };

  /** The code that is painted, and the table it stands in; undefined without a label. */
  protected abstract paintCode(): { code: number; table: readonly Entry[] } | undefined;
  protected abstract startTable(): readonly Entry[];
  protected abstract found(value: unknown): Found | undefined;
  protected abstract colourOf(entry: Entry): string;
  /** The part of the answer beside the PNG. */
  protected abstract meanings(used: readonly Entry[]): object;
  /** Whether a row's entry is what is painted now. */
  protected abstract isActive(entry: Entry): boolean;

  constructor() {
    super(MASK_MODES);
  }

  get help(): string {
    return MASK_HELP[this.mode] ?? "";
  }

  get canUndo(): boolean {
    return this.#draft.length > 0 || this.editor.canUndo;
  }

  get canRedo(): boolean {
    return this.editor.canRedo;
  }

  override get extras(): unknown {
    const set = (value: number): void => void (this.brush = value);
    return html`<div class="group">${slider("Size", this.brush, BRUSH, set)}</div>`;
  }

  get rows(): readonly Row[] {
    const { width, height } = this.stage.size;
    return this.used.map((entry) => ({
      id: entry.code,
      label: entry.label,
      text: share((this.editor.counts[entry.code] ?? 0) / (width * height)),
      colour: this.colourOf(entry),
      swatch: this.palette.swatch(entry.label),
      selected: this.isActive(entry),
    }));
  }

  protected get used(): readonly Entry[] {
    return this.editor.table.filter(({ code }) => this.editor.counts[code]);
  }

  protected load(initial: unknown): void {
    this.brush = Math.max(1, Math.round(Math.max(this.stage.size.width, this.stage.size.height) / 30));
    this.editor.load(this.stage.size, undefined, this.startTable());
    void this.#read(this.found(initial));
  }

  protected restoreAnswer(value: unknown): void {
    void this.#read(this.found(value));
  }

  async #read(found: Found | undefined): Promise<void> {
    const reading = this.#earlier.read(found, this.stage.size);
    this.recoloured();
    const codes = await reading;
    if (codes && found) this.editor.load(this.stage.size, codes, found.table);
    this.said = this.#earlier.problem;
    if (codes) this.loadedMask(codes);
    this.recoloured();
  }

  protected loadedMask(_codes: Uint8Array): void {}

  protected problem(): string {
    const begun = this.#draft.length ? "Finish the polygon first, or press Esc to leave it." : "";
    return this.#earlier.problem || begun;
  }

  override get notice(): string {
    return this.#earlier.lost ? this.#earlier.problem : "";
  }

  protected answer(): object {
    return { labeledImage: { pngImageData: this.#png() }, ...this.meanings(this.used) };
  }

  #png(): string {
    const { version, mask, table } = this.editor;
    if (this.#encoded.version !== version) {
      const palette: Colour[] = [BACKGROUND];
      for (const entry of table) palette[entry.code] = parseColour(this.colourOf(entry)) ?? BACKGROUND;
      const whole = Array.from(palette, (colour) => colour ?? BACKGROUND);
      this.#encoded = { version, png: base64(encodePng(mask.codes, mask.width, mask.height, whole)) };
    }
    return this.#encoded.png;
  }

  /** Colours or labels have changed. */
  protected recoloured(): void {
    this.layer.reset(this.editor.mask);
    this.#encoded.version = -1;
    this.requestUpdate();
  }

  #inkOf(code: number): Ink | undefined {
    const entry = this.editor.table.find((one) => one.code === code);
    return entry && { colour: this.colourOf(entry), pattern: Math.max(0, this.palette.index(entry.label)) };
  }

  override choose(label: string): void {
    super.choose(label);
    if (this.mode === "eraser") this.mode = "brush";
  }

  #touched(rect: Rect): void {
    this.layer?.update(this.editor.mask, rect);
    this.stage.repaint();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("mode") && this.#draft.length) this.cancel();
  }

  // Pointer and keys.

  down(touch: Touch): void {
    this.cursor = undefined;
    this.#act(touch);
    this.requestUpdate();
  }

  clickAt(touch: Touch): void {
    if (this.editor.stroking) this.#lift();
    else this.#act(touch);
    this.requestUpdate();
  }

  #act(touch: Touch): void {
    const paint = this.mode === "eraser" ? { code: 0, table: this.editor.table } : this.paintCode();
    if (!paint) this.said = "There is no label to paint with.";
    else if (this.mode === "polygon") this.#vertex(touch);
    else if (this.mode === "fill") this.#done(this.editor.fill(this.stage.inside(touch.at), paint.code, paint.table));
    else this.#strokeFrom(touch, paint);
  }

  #strokeFrom({ at, shift }: Touch, { code, table }: { code: number; table: readonly Entry[] }): void {
    const from = shift && !this.cursor ? this.editor.lastPoint : undefined;
    this.layer.forgetInks();
    this.editor.begin(from ?? at, code, this.brush / 2, table);
    if (from) this.editor.extend(at);
  }

  #lift(): void {
    this.#done(this.editor.end());
  }

  #done(changed: boolean): void {
    if (changed) this.changed(`${this.mode === "eraser" ? "Erased" : this.label}.`);
  }

  #vertex({ at, again }: Touch): void {
    const first = this.#draft[0];
    const closes = this.#draft.length >= 3 && first && distance(at, first) <= REACH * this.stage.pixel;
    if (closes || (again && this.#draft.length >= 3)) this.#fillDraft();
    else this.#draft = [...this.#draft, this.stage.inside(at)];
    this.#pointer = at;
  }

  #fillDraft(): void {
    const paint = this.paintCode();
    const vertices = this.#draft;
    this.#draft = [];
    this.layer.forgetInks();
    if (paint) this.#done(this.editor.polygon(vertices, paint.code, paint.table));
  }

  move({ at }: Touch): void {
    this.#pointer = at;
    if (this.editor.stroking && !this.cursor) this.editor.extend(at);
    this.stage.repaint();
  }

  away(): void {
    this.#pointer = undefined;
    this.stage.repaint();
  }

  override hover({ at }: Touch): void {
    this.#pointer = at;
    if (this.editor.stroking) this.editor.extend(at);
  }

  up(): void {
    if (this.editor.stroking && !this.cursor) this.#lift();
  }

  cancel(): void {
    this.editor.discard();
    this.#draft = [];
    this.requestUpdate();
  }

  undo(): void {
    this.layer.forgetInks();
    if (this.#draft.length) this.#draft = this.#draft.slice(0, -1);
    else if (this.editor.undo()) this.changed("Undone.");
    this.requestUpdate();
  }

  redo(): void {
    this.layer.forgetInks();
    if (this.editor.redo()) this.changed("Redone.");
  }

  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return false;
    const begun = this.#draft.length > 0 || this.editor.stroking;
    switch (event.key) {
      case "Enter":
        if (this.editor.stroking) this.#lift();
        else if (this.#draft.length >= 3) this.#fillDraft();
        return begun;
      case "Escape":
        this.cancel();
        return begun;
      case "Backspace":
      case "Delete":
        return this.#delete();
      case "[":
      case "]":
        return this.#resize(event.key === "]" ? 1.25 : 0.8);
      default:
        return false;
    }
  }

  #delete(): boolean {
    const active = this.used.find((entry) => this.isActive(entry));
    if (this.#draft.length) this.#draft = this.#draft.slice(0, -1);
    else if (active) this.drop(active.code);
    return this.#draft.length > 0 || active !== undefined;
  }

  #resize(factor: number): boolean {
    const size = Math.round(this.brush * factor) + (factor > 1 ? 1 : -1);
    this.brush = Math.min(Math.max(size, BRUSH[0]), BRUSH[1]);
    this.said = `Brush ${this.brush} pixels`;
    return true;
  }

  drop(code: number): void {
    if (this.editor.recode(code, 0)) this.changed("Deleted.");
  }

  paint(context: CanvasRenderingContext2D, view: View): void {
    if (!this.namesHidden) this.layer.paint(context, view, this.opacity / 100);
    const look: Look = { kind: POLYGON, labels: this.palette, view, opacity: 1 };
    if (this.#draft.length) this.#paintDraft(context, look);
    if (this.cursor && !this.pans) paintCross(context, this.cursor, view, true);
    const brush = this.mode === "brush" || this.mode === "eraser" ? (this.cursor ?? this.#pointer) : undefined;
    if (brush) paintRing(context, brush, this.brush / 2, view);
  }

  #paintDraft(context: CanvasRenderingContext2D, look: Look): void {
    const points = [...this.#draft, ...(this.#pointer ? [this.stage.inside(this.#pointer)] : [])];
    paintShape(context, { label: this.label, points, selected: true }, look);
    paintHandles(context, this.#draft, { ...look, kind: POLYLINE }, -1);
  }
}
