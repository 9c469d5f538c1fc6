/**
 * One category of a list: what crowd-classifier and crowd-image-classifier share.
 *
 * Native radio inputs, digit keys 1-9. `.value` is the chosen category, `change` fires on the host,
 * `_submittableValue` is `{"label": …}`.
 */

import { html, LitElement, nothing, type PropertyDeclarations } from "lit";
import { categoriesOf } from "./categories.ts";
import { choiceStyle } from "./choice-style.ts";
import { WorkerComment } from "./notes.ts";
import { theme } from "./theme.ts";

const HOTKEYS = 9;

export abstract class Choice extends LitElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    name: {},
    header: {},
    categories: { noAccessor: true, converter: (text: string | null) => text },
    chosen: { state: true },
    hasShort: { state: true },
    hasFull: { state: true },
  };

  name: string;
  header = "";
  chosen: string | undefined = undefined;
  hasShort = false;
  hasFull = false;
  #categories: string[] = [];
  #internals = this.attachInternals();

  constructor() {
    super();
    this.name = this.localName;
  }

  get categories(): string[] {
    return this.#categories;
  }

  /** A list, or relaxed JSON. Live: the choices follow. */
  set categories(value: unknown) {
    this.#categories = categoriesOf(value);
    if (this.chosen !== undefined && !this.#categories.includes(this.chosen)) this.chosen = undefined;
    this.requestUpdate();
  }

  get value(): string {
    return this.chosen ?? "";
  }

  set value(category: string) {
    this.chosen = this.#categories.includes(category) ? category : undefined;
  }

  get _submittableValue(): { label: string; workerComment?: string } | undefined {
    if (this.chosen === undefined) return undefined;
    const workerComment = this.querySelector<WorkerComment>("worker-comment")?.value;
    return { label: this.chosen, ...(workerComment ? { workerComment } : {}) };
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** A key was pressed on the page; whether it chose something. */
  press(key: string): boolean {
    const category = /^[1-9]$/.test(key) ? this.#categories[Number(key) - 1] : undefined;
    if (category === undefined) return false;
    this.#choose(category);
    this.focus();
    return true;
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      const radios = [...this.renderRoot.querySelectorAll<HTMLInputElement>("input[type=radio]")];
      (radios.find((radio) => radio.checked) ?? radios[0])?.focus(options);
    });
  }

  formResetCallback(): void {
    this.chosen = undefined;
  }

  #choose(category: string): void {
    if (category === this.chosen) return;
    this.chosen = category;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  protected override willUpdate(): void {
    const missing = this.chosen === undefined;
    this.#internals.setValidity(missing ? { valueMissing: true } : {}, missing ? "Choose a category first." : "");
  }

  /** What is judged, on the large side of the page. */
  protected abstract target(): unknown;

  protected override render(): unknown {
    return html`
      <div class="annotation-area">
        <div class="stage">${this.target()}</div>
        <div class="panel">
          <fieldset class="category-picker-wrapper">
            <legend>${this.header || "Choose a category"}</legend>
            ${this.#categories.map((category, index) => this.#row(category, index))}
          </fieldset>
          <slot name="worker-comment"></slot>
          ${this.#instructions()}
        </div>
      </div>
    `;
  }

  #row(category: string, index: number): unknown {
    const key = index < HOTKEYS ? String(index + 1) : nothing;
    return html`
      <label class="row">
        <input
          type="radio"
          name="category"
          .value=${category}
          .checked=${category === this.chosen}
          aria-keyshortcuts=${key}
          @change=${() => this.#choose(category)}
        />
        <span class="text" dir="auto">${category}</span>
        ${key === nothing ? nothing : html`<kbd aria-hidden="true">${key}</kbd>`}
      </label>
    `;
  }

  #instructions(): unknown {
    const full = this.querySelector("full-instructions")?.getAttribute("header") || "Instructions";
    return html`
      <details open ?hidden=${!this.hasShort && !this.hasFull}>
        <summary>Instructions</summary>
        <slot name="short-instructions" @slotchange=${this.#look}></slot>
        <button type="button" class="more" ?hidden=${!this.hasFull} @click=${this.#openFull}>Full instructions</button>
      </details>
      <dialog aria-labelledby="full">
        <h2 id="full">${full}</h2>
        <slot name="full-instructions" @slotchange=${this.#look}></slot>
        <form method="dialog"><button class="more">Close</button></form>
      </dialog>
    `;
  }

  #look(): void {
    this.hasShort = this.querySelector("short-instructions") !== null;
    this.hasFull = this.querySelector("full-instructions") !== null;
  }

  #openFull(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  static override styles = [theme, choiceStyle];
}
