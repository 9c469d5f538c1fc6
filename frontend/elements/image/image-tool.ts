/**
 * What every drawing element is: a form widget with a stage, tools, labels, a list of what was drawn, and keys.
 *
 * `value` and `_submittableValue` are the answer's object; `labels`, `src` and `initialValue` are live; `change`
 * fires on the host after every change.
 */

import {
  html,
  Instructions,
  labelsPanelStyle,
  LitElement,
  type PropertyDeclarations,
  type PropertyValues,
  relaxed,
  theme,
} from "../shared.ts";
import { bar, listOf, type Mode, PAN, type Row } from "./chrome.ts";
import type { Point } from "./geometry.ts";
import { LabelSet, labelSet } from "./label-set.ts";
import { type Hand, Stage, type Touch } from "./stage.ts";
import { takeKey } from "./tool-keys.ts";
import { panelStyle } from "./panel-style.ts";
import { toolStyle } from "./tool-style.ts";
import type { View } from "./viewport.ts";

export abstract class ImageTool extends LitElement implements Hand {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    name: {},
    src: {},
    header: {},
    labels: { noAccessor: true, converter: (text: string | null) => text },
    labelColors: { attribute: "label-colors" },
    initialValue: { attribute: "initial-value" },
    label: { state: true },
    mode: { state: true },
    namesHidden: { state: true },
    opacity: { state: true },
    said: { state: true },
  };

  name: string;
  src = "";
  header = "";
  labelColors: unknown = undefined;
  initialValue: unknown = undefined;
  /** What is drawn next. */
  label = "";
  mode: string;
  namesHidden = false;
  opacity = 100;
  said = "";
  palette = new LabelSet();
  /** Where the keyboard draws, in image pixels; undefined until an arrow key was pressed. */
  cursor: Point | undefined;
  readonly modes: readonly Mode[];
  readonly stage: Stage;
  #labels: unknown = undefined;
  #waiting: unknown = undefined;
  #internals = this.attachInternals();
  #instructions = new Instructions(this);

  constructor(modes: readonly Mode[]) {
    super();
    this.modes = modes;
    this.name = this.localName;
    this.mode = modes[0]?.id ?? "";
    this.stage = new Stage(this);
  }

  // What a kind of tool adds.
  abstract get rows(): readonly Row[];
  abstract get canUndo(): boolean;
  abstract get canRedo(): boolean;
  /** One line for the stage: how to draw with the mode. */
  abstract get help(): string;
  abstract select(id: number): void;
  abstract relabel(id: number, label: string): void;
  abstract drop(id: number): void;
  abstract undo(): void;
  abstract redo(): void;
  abstract paint(context: CanvasRenderingContext2D, view: View): void;
  /** A press at a point without a drag: by the keyboard. */
  abstract clickAt(touch: Touch): void;
  protected abstract answer(): object;
  protected abstract load(initial: unknown): void;
  protected abstract restoreAnswer(value: unknown): void;
  /** Why the drawing cannot be submitted, or nothing. */
  protected abstract problem(): string;
  /** A key of the tool's own; whether it meant something. */
  abstract key(event: KeyboardEvent): boolean;

  get extras(): unknown {
    return undefined;
  }

  /** Trouble that the worker must see on the stage. */
  get notice(): string {
    return "";
  }

  /** In the list of labels. */
  protected labelColour(label: string): string {
    return this.palette.colour(label);
  }

  get pans(): boolean {
    return this.mode === PAN.id;
  }

  get labels(): readonly string[] {
    return this.palette.names;
  }

  /** A list, or relaxed JSON. Live: the choices follow. */
  set labels(value: unknown) {
    this.#labels = value;
    this.#adoptLabels();
  }

  get value(): object | undefined {
    return this._submittableValue;
  }

  set value(value: unknown) {
    this.restore(value);
  }

  get _submittableValue(): object | undefined {
    if (this.stage.loading !== "loaded") return undefined;
    const { width, height } = this.stage.size;
    return { ...this.answer(), inputImageProperties: { height, width } };
  }

  /** Draw an earlier answer, once the picture's size is known. */
  restore(value: unknown): void {
    if (this.stage.loading === "loaded") this.restoreAnswer(value);
    else this.#waiting = value;
    this.requestUpdate();
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.stage.element?.focus(options));
  }

  formResetCallback(): void {
    if (this.stage.loading === "loaded") this.load(this.#initial);
    this.requestUpdate();
  }

  pictureLoaded(): void {
    this.load(this.#initial);
    if (this.#waiting !== undefined) this.restoreAnswer(this.#waiting);
    this.#waiting = undefined;
  }

  /** Whether there was something to adjust. */
  protected get hasInitial(): boolean {
    return this.#initial !== undefined;
  }

  get #initial(): unknown {
    return relaxed(this.initialValue, "initial-value");
  }

  #adoptLabels(): void {
    this.palette = labelSet(this.#labels, relaxed(this.labelColors, "label-colors"));
    if (!this.palette.has(this.label)) this.label = this.palette.names[0] ?? "";
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("labelColors")) this.#adoptLabels();
    if (changed.has("src")) this.stage.reload();
    if (changed.has("initialValue") && this.stage.loading === "loaded") this.load(this.#initial);
    this.toggleAttribute("moving", this.pans);
    const unseen = this.stage.loading !== "loaded" && "The image is not there. Wait for it, or decline the task.";
    const problem = unseen || this.problem();
    this.#internals.setValidity(problem ? { customError: true } : {}, problem || "");
  }

  /** After every change of what is drawn. */
  changed(said: string): void {
    this.said = said;
    this.requestUpdate();
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Choose what is drawn next; where something is selected for editing, a tool may relabel it instead. */
  choose(label: string): void {
    this.label = label;
  }

  press(key: string): boolean {
    const label = this.palette.names[Number(key) - 1];
    if (label !== undefined) this.choose(label);
    return label !== undefined;
  }

  takeKey(event: KeyboardEvent): boolean {
    const used = takeKey(this, event);
    if (used) this.requestUpdate();
    return used;
  }

  /** Move what is selected; whether something was. */
  nudge(_dx: number, _dy: number): boolean {
    return false;
  }

  /** The pointer or the keyboard's cursor is somewhere, nothing pressed. */
  hover(_touch: Touch): void {}

  protected override render(): unknown {
    return html`
      <div class="annotation-area">
        ${bar(this)} ${this.stage.template(this.src, `Drawing area: ${this.header || this.name}`)}
        ${this.notice ? html`<p class="notice" role="alert">${this.notice}</p>` : ""}
        <p id="how" class="how">${this.help}</p>
        <div class="panel">
          <fieldset class="category-picker-wrapper">
            <legend>${this.header || "Choose a label and draw"}</legend>
            ${this.palette.names.map((name, index) => this.#labelRow(name, index))}
          </fieldset>
          ${listOf(this)} ${this.#instructions.template()}
        </div>
        <p class="unseen" role="status">${this.said}</p>
      </div>
    `;
  }

  #labelRow(name: string, index: number): unknown {
    const key = this.palette.key(index);
    return html`
      <label class="row">
        <input
          type="radio"
          name="label"
          .value=${name}
          .checked=${name === this.label}
          aria-keyshortcuts=${key ?? ""}
          @change=${() => this.choose(name)}
        />
        <span class="swatch ${this.palette.swatch(name)}" style="--colour: ${this.labelColour(name)}"></span>
        <span class="text" dir="auto">${name}</span>
        ${key ? html`<kbd aria-hidden="true">${key}</kbd>` : ""}
      </label>
    `;
  }

  static override styles = [theme, Instructions.styles, labelsPanelStyle, toolStyle, panelStyle];
}
