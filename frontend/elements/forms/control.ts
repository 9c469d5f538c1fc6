/** What the form controls share: a name, being disabled or required, and what the browser must know of them. */

import { LitElement, type PropertyDeclarations } from "../shared.ts";

export abstract class Control extends LitElement {
  static readonly formAssociated = true;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties: PropertyDeclarations = {
    name: {},
    disabled: { type: Boolean, reflect: true },
    required: { type: Boolean },
    invalid: { type: Boolean, reflect: true },
  };

  name: string;
  disabled = false;
  required = false;
  invalid = false;
  protected readonly internals = this.attachInternals();

  constructor() {
    super();
    this.name = this.localName;
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  /** Why the control cannot be submitted as it is, or nothing. */
  protected abstract problem(): string;

  protected override willUpdate(): void {
    const problem = this.disabled ? "" : this.problem();
    this.internals.setValidity(problem ? { customError: true } : {}, problem);
    if (!problem) this.invalid = false;
    // For code that reads the form as FormData.
    this.internals.setFormValue(this.formText);
  }

  /** As a native control would send it; nothing when it is off. */
  protected get formText(): string | null {
    return String((this as { value?: unknown }).value ?? "");
  }

  protected override firstUpdated(): void {
    this.addEventListener("invalid", () => (this.invalid = true));
  }

  /** After a person has changed it. */
  protected told(): void {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
