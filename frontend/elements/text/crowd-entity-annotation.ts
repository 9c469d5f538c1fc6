/**
 * `<crowd-entity-annotation>`: spans of a text with labels; they may overlap.
 *
 * `value` and `_submittableValue` are `{"entities": [{label, startOffset, endOffset}]}`, offsets in Unicode code
 * points, the end exclusive. `labels`, `text` and `initialValue` are live; `change` fires after every change.
 * By mouse the text that is dragged over gets the label that is chosen; by keyboard and touch the text comes first.
 */

import {
  hasModifier,
  html,
  Instructions,
  labelsPanelStyle,
  LitElement,
  type PropertyDeclarations,
  type PropertyValues,
  relaxed,
  theme,
} from "../shared.ts";
import { CodePoints } from "./code-points.ts";
import { entityLabels } from "./entity-labels.ts";
import { labelRows, listOf } from "./entity-panel.ts";
import { entityStyle } from "./entity-style.ts";
import { Marking } from "./marking.ts";
import type { Entity } from "./spans.ts";
import { TextPage, type TextRange } from "./text-page.ts";

const EDGES: Record<string, readonly [number, number]> = { ",": [0, -1], ".": [0, 1], "<": [-1, 0], ">": [1, 0] };

export class CrowdEntityAnnotation extends LitElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    name: {},
    header: {},
    text: {},
    labels: { noAccessor: true, converter: (text: string | null) => text },
    initialValue: { attribute: "initial-value" },
    label: { state: true },
  };

  name: string;
  header = "";
  text = "";
  initialValue: unknown = undefined;
  label = "";
  readonly marking = new Marking(() => this.#changed());
  /** What was last selected in the text: it stays while a label is chosen elsewhere. */
  #range: TextRange | undefined;
  #given: readonly unknown[] = [];
  #byMouse = false;
  #dragged = false;
  /** An earlier answer that is to be shown, or that the marks begin anew. */
  #waiting: unknown = undefined;
  #anew = false;
  #painted = "";
  #page = new TextPage("Text to mark");
  #internals = this.attachInternals();
  #instructions = new Instructions(this);

  constructor() {
    super();
    this.name = this.localName;
    const { element } = this.#page;
    element.addEventListener("keydown", (event) => this.#keydown(event));
    element.addEventListener("pointerdown", (event) => (this.#byMouse = event.pointerType === "mouse"));
    element.addEventListener("click", () => this.#clicked());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.contains(this.#page.element)) this.append(this.#page.element);
    document.addEventListener("selectionchange", this.#noteRange);
    document.addEventListener("mouseup", this.#released);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("selectionchange", this.#noteRange);
    document.removeEventListener("mouseup", this.#released);
  }

  /** As they were given. */
  get labels(): readonly unknown[] {
    return this.#given;
  }

  /** Names, or objects with `label`, `fullDisplayName` and `shortDisplayName`, or relaxed JSON of them. */
  set labels(value: unknown) {
    const given = relaxed(value, "labels");
    this.#given = Array.isArray(given) ? given : [];
    this.marking.labels = entityLabels(given);
    if (!this.marking.known(this.label)) this.label = this.marking.labels[0]?.label ?? "";
    this.requestUpdate();
  }

  get value(): { entities: Entity[] } {
    const { entities } = this.marking;
    return { entities: entities.map(({ endOffset, label, startOffset }) => ({ endOffset, label, startOffset })) };
  }

  set value(value: unknown) {
    this.restore(value);
  }

  get _submittableValue(): object {
    return this.value;
  }

  restore(value: unknown): void {
    this.#waiting = value;
    this.formResetCallback();
  }

  formResetCallback(): void {
    this.#anew = true;
    this.requestUpdate();
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  override focus(options?: FocusOptions): void {
    this.#page.element.focus(options);
  }

  /** Label what is selected, give the selected mark another label, or choose what comes next. */
  choose(label: string): void {
    const range = this.#rangeNow;
    const { selected } = this.marking;
    if (!range && selected >= 0) {
      this.marking.replace(selected, { label });
      this.requestUpdate();
      return;
    }
    this.label = label;
    if (range) this.#mark(range);
  }

  #mark(range: TextRange): void {
    this.#range = undefined;
    this.#page.select({ start: range.end, end: range.end });
    this.marking.mark(range.start, range.end, this.label);
    this.requestUpdate();
  }

  #changed(): void {
    this.requestUpdate();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // -- pointer and keys

  #noteRange = (): void => {
    this.#range = this.#rangeNow;
  };

  /** As it is: events of the selection come late. */
  get #rangeNow(): TextRange | undefined {
    return this.#page.caret === undefined ? this.#range : this.#page.range;
  }

  /** A third click in a row selects the whole paragraph: nobody means to mark that. */
  #released = (event: MouseEvent): void => {
    if (!this.#byMouse) return;
    this.#byMouse = false;
    const range = this.#page.range;
    this.#dragged = range !== undefined;
    if (range && event.detail < 3) this.#mark(range);
  };

  /** The click at the end of a drag means nothing more. */
  #clicked(): void {
    const caret = this.#page.caret;
    const dragged = this.#dragged;
    this.#dragged = false;
    if (dragged || caret === undefined || this.#page.range) return;
    this.marking.selectAt(caret);
    this.requestUpdate();
  }

  /** In the text, keys that would be typed mean what they mean everywhere else. */
  #keydown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (this.#takesHere(event)) event.preventDefault();
  }

  #takesHere(event: KeyboardEvent): boolean {
    if (hasModifier(event)) return this.takeKey(event);
    if (event.key === "Enter") {
      this.closest<HTMLElement & { requestSubmit(): void }>("crowd-form")?.requestSubmit();
      return true;
    }
    return /^[1-9]$/.test(event.key) ? this.press(event.key) : this.takeKey(event);
  }

  press(key: string): boolean {
    const found = this.marking.labels[Number(key) - 1];
    if (found) this.choose(found.label);
    return found !== undefined;
  }

  takeKey(event: KeyboardEvent): boolean {
    const used = this.#means(event);
    if (used) this.requestUpdate();
    return used;
  }

  #means({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
    if (altKey) return false;
    if (ctrlKey || metaKey) return this.#travels(key.toLowerCase(), shiftKey);
    if (key === "[" || key === "]") return this.marking.cycle(key === "]" ? 1 : -1);
    return this.marking.selected >= 0 && this.#changesSelected(key);
  }

  #travels(key: string, shift: boolean): boolean {
    if (key !== "z" && key !== "y") return false;
    if (key === "z" && !shift) this.marking.undo();
    else this.marking.redo();
    return true;
  }

  #changesSelected(key: string): boolean {
    const edge = EDGES[key];
    if (edge) this.marking.stretch(...edge);
    else if (key === "Delete" || key === "Backspace") this.marking.remove(this.marking.selected);
    else if (key === "Escape") this.marking.select(-1);
    else return false;
    return true;
  }

  // -- drawing

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("text")) this.marking.points = new CodePoints(this.text);
    if (this.#anew || changed.has("text") || changed.has("initialValue")) this.#load();
    const strange = this.marking.entities.find(({ label }) => !this.marking.known(label));
    const problem = strange && `A mark has the label "${strange.label}", which this task lacks: relabel or delete it.`;
    this.#internals.setValidity(problem ? { customError: true } : {}, problem || "");
  }

  #load(): void {
    this.marking.load(this.#waiting ?? relaxed(this.initialValue, "initial-value"));
    this.#waiting = undefined;
    this.#anew = false;
  }

  /** Only when the text looks otherwise than before: what is selected in it would be lost. */
  protected override updated(): void {
    const { marking } = this;
    const seen = JSON.stringify([this.text, marking.entities, marking.selected, marking.labels]);
    if (seen === this.#painted) return;
    this.#painted = seen;
    this.#page.paint(marking);
  }

  protected override render(): unknown {
    return html`
      <div class="annotation-area">
        <div class="stage">
          <div class="paper">
            <slot name="text"></slot>
            <p class="trouble" ?hidden=${this.text !== ""}>There is no text. Decline the task.</p>
          </div>
        </div>
        <p class="how">
          Drag over words, or hold Shift and press arrow keys, then a number. Click a mark to change it:
          numbers relabel, Del deletes, <kbd>,</kbd> <kbd>.</kbd> move its end, <kbd>&lt;</kbd> <kbd>&gt;</kbd> its start.
        </p>
        <div class="panel">
          <fieldset class="category-picker-wrapper">
            <legend>${this.header || "Choose a label and mark the text"}</legend>
            ${labelRows(this)}
          </fieldset>
          ${listOf(this)} ${this.#instructions.template()}
        </div>
        <p class="unseen" role="status">${this.marking.said}</p>
        <crowd-form></crowd-form>
      </div>
    `;
  }

  static override styles = [theme, Instructions.styles, labelsPanelStyle, entityStyle];
}
