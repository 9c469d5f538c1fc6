/**
 * Categories of a list, one or several: what the four classifiers share.
 *
 * Native radio inputs or checkboxes, digit keys 1-9. `change` fires on the host. With one choice `.value` is the
 * category and `_submittableValue` is `{"label": …}`; with several they are the list and `{"labels": […]}`.
 * The exclusion category ("none of these") answers `{"labels": []}`: it is no category of the job.
 */

import { html, LitElement, nothing, type PropertyDeclarations } from "lit";
import { categoriesOf } from "./categories.ts";
import { choiceStyle } from "./choice-style.ts";
import { Instructions } from "./instructions.ts";
import type { WorkerComment } from "./notes.ts";
import { relaxed } from "./relaxed-json.ts";
import { theme } from "./theme.ts";

const HOTKEYS = 9;

export abstract class Choice extends LitElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    name: {},
    header: {},
    categories: { noAccessor: true, converter: (text: string | null) => text },
    exclusionCategory: { attribute: "exclusion-category" },
    chosen: { state: true },
    excluded: { state: true },
  };

  name: string;
  header = "";
  exclusionCategory: unknown = undefined;
  chosen: readonly string[] = [];
  excluded = false;
  #categories: string[] = [];
  #internals = this.attachInternals();
  #instructions = new Instructions(this);

  constructor() {
    super();
    this.name = this.localName;
  }

  /** Whether several categories may be chosen. */
  protected get several(): boolean {
    return false;
  }

  get categories(): string[] {
    return this.#categories;
  }

  /** A list, or relaxed JSON. Live: the choices follow. */
  set categories(value: unknown) {
    this.#categories = categoriesOf(value);
    this.chosen = this.#known(this.chosen);
    this.requestUpdate();
  }

  get value(): string | readonly string[] {
    return this.several ? this.chosen : (this.chosen[0] ?? "");
  }

  set value(value: unknown) {
    const known = this.#known([value].flat());
    this.chosen = this.several ? known : known.slice(0, 1);
    this.excluded = false;
  }

  get _submittableValue(): object | undefined {
    if (this.#missing) return undefined;
    const workerComment = this.querySelector<WorkerComment>("worker-comment")?.value;
    const answer = this.several ? { labels: [...this.chosen] } : { label: this.chosen[0] };
    return { ...answer, ...(workerComment ? { workerComment } : {}) };
  }

  restore(value: unknown): void {
    const { label, labels } = (value ?? {}) as { label?: unknown; labels?: unknown };
    this.value = labels ?? label ?? value;
    this.excluded = this.several && Array.isArray(labels) && !labels.length;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** A digit was pressed on the page; whether it chose something. */
  press(key: string): boolean {
    const index = Number(key) - 1;
    const category = this.#categories[index];
    if (category !== undefined) this.#choose(category);
    else if (index === this.#categories.length && this.#exclusion) this.#exclude();
    else return false;
    this.#focusRow(index);
    return true;
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => (this.#rows.find((row) => row.checked) ?? this.#rows[0])?.focus(options));
  }

  #focusRow(index: number): void {
    void this.updateComplete.then(() => this.#rows[index]?.focus());
  }

  get #rows(): HTMLInputElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLInputElement>(".row input")];
  }

  formResetCallback(): void {
    this.chosen = [];
    this.excluded = false;
  }

  get #missing(): boolean {
    return !this.chosen.length && !this.excluded;
  }

  /** The text of the exclusion category. */
  get #exclusion(): string {
    if (!this.several) return "";
    const given = relaxed(this.exclusionCategory, "exclusion-category") as { text?: unknown } | string | undefined;
    return String((typeof given === "object" ? given.text : given) ?? "");
  }

  #known(values: readonly unknown[]): string[] {
    return this.#categories.filter((category) => values.includes(category));
  }

  #choose(category: string): void {
    const was = this.chosen.includes(category);
    if (was && !this.several) return;
    if (!this.several) this.chosen = [category];
    else this.chosen = this.#known(was ? this.chosen.filter((one) => one !== category) : [...this.chosen, category]);
    this.excluded = false;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #exclude(): void {
    this.excluded = !this.excluded;
    if (this.excluded) this.chosen = [];
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  protected override willUpdate(): void {
    const words = this.several ? "Choose every category that fits first." : "Choose a category first.";
    this.#internals.setValidity(this.#missing ? { valueMissing: true } : {}, this.#missing ? words : "");
  }

  /** What is judged, on the large side of the page. */
  protected abstract target(): unknown;

  protected override render(): unknown {
    const header = this.header || (this.several ? "Choose every category that fits" : "Choose a category");
    return html`
      <div class="annotation-area">
        <div class="stage">${this.target()}</div>
        <div class="panel">
          <fieldset class="category-picker-wrapper">
            <legend>${header}</legend>
            ${this.#categories.map((category, index) => this.#category(category, index))}
            ${this.#exclusion ? this.#none() : nothing}
          </fieldset>
          <slot name="worker-comment"></slot>
          ${this.#instructions.template()}
        </div>
      </div>
    `;
  }

  #category(category: string, index: number): unknown {
    return this.#row(category, index, this.chosen.includes(category), () => this.#choose(category));
  }

  #none(): unknown {
    return this.#row(this.#exclusion, this.#categories.length, this.excluded, () => this.#exclude());
  }

  #row(text: string, index: number, checked: boolean, change: () => void): unknown {
    const key = index < HOTKEYS ? String(index + 1) : nothing;
    return html`
      <label class="row">
        <input
          type=${this.several ? "checkbox" : "radio"}
          name="category"
          .value=${text}
          .checked=${checked}
          aria-keyshortcuts=${key}
          @change=${change}
        />
        <span class="text" dir="auto">${text}</span>
        ${key === nothing ? nothing : html`<kbd aria-hidden="true">${key}</kbd>`}
      </label>
    `;
  }

  static override styles = [theme, Instructions.styles, choiceStyle];
}
