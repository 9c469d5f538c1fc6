/** `<crowd-input>`: a labelled text field that takes part in its form. */

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import { whenParsed } from "./parsed.ts";
import { theme } from "./theme.ts";

export class CrowdInput extends LitElement {
  static readonly formAssociated = true;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    name: {},
    label: {},
    placeholder: {},
    type: {},
    value: {},
    required: { type: Boolean },
    disabled: { type: Boolean, reflect: true },
    autoFocus: { type: Boolean, attribute: "auto-focus" },
    autoValidate: { type: Boolean, attribute: "auto-validate" },
    allowedPattern: { attribute: "allowed-pattern" },
    errorMessage: { attribute: "error-message" },
    maxLength: { type: Number, attribute: "max-length" },
    minLength: { type: Number, attribute: "min-length" },
    shownError: { state: true },
  };

  name = "crowd-input";
  label = "";
  placeholder = "";
  type = "text";
  value = "";
  required = false;
  disabled = false;
  autoFocus = false;
  autoValidate = false;
  allowedPattern = "";
  errorMessage = "";
  maxLength: number | undefined = undefined;
  minLength: number | undefined = undefined;
  shownError = "";
  #internals = this.attachInternals();

  get _submittableValue(): string {
    return this.value;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  formResetCallback(): void {
    this.value = this.getAttribute("value") ?? "";
    this.shownError = "";
  }

  protected override firstUpdated(): void {
    this.addEventListener("invalid", () => (this.shownError = this.validationMessage));
    // The form takes its content in when all of it is there, and the focus would be lost.
    if (this.autoFocus) whenParsed(() => this.focus());
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const input = this.#input;
    if (!input) return;
    const short = this.minLength && this.value && this.value.length < this.minLength;
    const flags = short ? { tooShort: true } : plain(input.validity);
    const message = short ? `Write at least ${this.minLength} characters.` : input.validationMessage;
    this.#internals.setValidity(flags, message && (this.errorMessage || message), input);
    this.#internals.setFormValue(this.value);
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }

  #typed(event: InputEvent): void {
    const input = event.target as HTMLInputElement;
    const allowed = this.allowedPattern && new RegExp(`^(?:${this.allowedPattern})*$`, "u");
    if (allowed && !allowed.test(input.value)) input.value = this.value;
    this.value = input.value;
    this.shownError = "";
  }

  async #changed(): Promise<void> {
    this.dispatchEvent(new Event("change", { bubbles: true }));
    await this.updateComplete;
    if (this.autoValidate) this.shownError = this.validationMessage;
  }

  protected override render(): unknown {
    return html`
      <label>
        <span>
          ${this.label}${this.required ? html`<span aria-hidden="true">*</span>` : nothing}
        </span>
        <input
          type=${this.type}
          .value=${live(this.value)}
          placeholder=${this.placeholder || nothing}
          step=${this.type === "number" ? "any" : nothing}
          maxlength=${this.maxLength ?? nothing}
          ?required=${this.required}
          ?disabled=${this.disabled}
          aria-label=${this.label ? nothing : this.placeholder || this.name}
          aria-invalid=${this.shownError !== ""}
          aria-describedby="error"
          @input=${this.#typed}
          @change=${this.#changed}
        />
      </label>
      <p id="error" role="alert">${this.shownError}</p>
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
      input {
        inline-size: 100%;
        max-inline-size: 40rem;
        min-block-size: 2.75rem;
        padding: 0.45rem 0.75rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 1rem/1.4 var(--font);
      }
      input[aria-invalid="true"] {
        border-color: var(--alarm);
      }
      p {
        margin: 0.2rem 0 0;
        color: var(--alarm);
      }
      p:empty {
        display: none;
      }
    `,
  ];
}

/** ElementInternals takes a plain object; a ValidityState holds getters. */
function plain(state: ValidityState): ValidityStateFlags {
  const flags: Record<string, boolean> = {};
  for (const key in state) if (key !== "valid") flags[key] = state[key as keyof ValidityState];
  return flags;
}
