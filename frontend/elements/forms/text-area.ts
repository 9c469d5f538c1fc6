/** `<crowd-text-area>`: a text of several lines. Grows with it, from `rows` to `max-rows`. Empty, it is no answer. */

import { css, html, nothing, type PropertyDeclarations, theme, whenParsed } from "../shared.ts";
import { Control } from "./control.ts";

export class CrowdTextArea extends Control {
  static override properties: PropertyDeclarations = {
    ...Control.properties,
    label: {},
    placeholder: {},
    value: {},
    rows: { type: Number },
    maxRows: { type: Number, attribute: "max-rows" },
    maxLength: { type: Number, attribute: "max-length" },
    charCounter: { type: Boolean, attribute: "char-counter" },
    autoFocus: { type: Boolean, attribute: "auto-focus" },
    autoValidate: { type: Boolean, attribute: "auto-validate" },
    allowedPattern: { attribute: "allowed-pattern" },
    errorMessage: { attribute: "error-message" },
  };

  label = "";
  placeholder = "";
  value = "";
  rows = 1;
  maxRows = 0;
  maxLength: number | undefined = undefined;
  charCounter = false;
  autoFocus = false;
  autoValidate = false;
  allowedPattern = "";
  errorMessage = "";

  get _submittableValue(): string {
    return this.value ?? "";
  }

  formResetCallback(): void {
    this.value = this.getAttribute("value") ?? "";
  }

  protected problem(): string {
    return this.required && !this.value ? this.errorMessage || `Fill in ${this.label || this.name} first.` : "";
  }

  protected override firstUpdated(): void {
    super.firstUpdated();
    if (this.autoFocus) whenParsed(() => this.focus());
  }

  protected override updated(): void {
    const area = this.renderRoot.querySelector("textarea");
    if (area && area.value !== this.value) area.value = this.value;
  }

  #typed(event: Event): void {
    const area = event.target as HTMLTextAreaElement;
    const allowed = this.allowedPattern && new RegExp(`^(?:${this.allowedPattern})*$`, "u");
    if (allowed && !allowed.test(area.value)) area.value = this.value;
    this.value = area.value;
  }

  #changed(): void {
    this.told();
    if (this.autoValidate) this.invalid = this.problem() !== "";
  }

  #counter(): unknown {
    const most = this.maxLength === undefined ? "" : ` of ${this.maxLength}`;
    return html`<span class="counter">${[...this.value].length}${most}</span>`;
  }

  protected override render(): unknown {
    const most = this.maxRows ? `max-block-size: calc(${this.maxRows} * 1.45em + 1rem)` : "";
    return html`
      <label>
        <span>${this.label}${this.required && this.label ? html`<span aria-hidden="true">*</span>` : nothing}</span>
        <textarea
          rows=${Math.max(this.rows, 1)}
          style=${most || nothing}
          placeholder=${this.placeholder || nothing}
          maxlength=${this.maxLength ?? nothing}
          dir="auto"
          ?required=${this.required}
          ?disabled=${this.disabled}
          aria-label=${this.label ? nothing : this.placeholder || this.name}
          aria-invalid=${this.invalid}
          @input=${(event: Event) => this.#typed(event)}
          @change=${() => this.#changed()}
        ></textarea>
      </label>
      <p>
        <span class="error" role="alert">${this.invalid ? this.problem() : ""}</span>
        ${this.charCounter ? this.#counter() : nothing}
      </p>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
        margin-block-end: 0.75rem;
      }
      label {
        display: grid;
        gap: 0.3rem;
        font-weight: 600;
      }
      textarea {
        inline-size: 100%;
        max-inline-size: 40rem;
        min-block-size: 2.75rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 1rem/1.45 var(--font);
        field-sizing: content;
        resize: vertical;
      }
      textarea[aria-invalid="true"] {
        border-color: var(--alarm);
      }
      p {
        display: flex;
        gap: 1rem;
        max-inline-size: 40rem;
        margin: 0.2rem 0 0;
      }
      .error {
        flex: 1;
        color: var(--alarm);
      }
      .counter {
        color: var(--muted);
        font-size: 0.85rem;
      }
    `,
  ];
}
