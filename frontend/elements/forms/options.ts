/**
 * `<crowd-checkbox>`, `<crowd-toggle-button>`, `<crowd-radio-button>`: each says whether its value holds. Those of one
 * name are one object in the answer: `{"name": {"<value, or on>": true}}`, with false where unchecked.
 */

import { css, html, nothing, type PropertyDeclarations, type PropertyValues, theme } from "../shared.ts";
import { Control } from "./control.ts";

abstract class Option extends Control {
  static override properties: PropertyDeclarations = {
    ...Control.properties,
    value: {},
    checked: { type: Boolean },
  };

  value = "on";
  checked = false;
  protected readonly kind: string = "checkbox";
  protected readonly meaning: string = "";

  constructor() {
    super();
    // First of all, as in native ones: a template's handler of the click finds the choice made.
    this.addEventListener("click", (event) => this.#clicked(event), { capture: true });
  }

  /** On its words, or by a label elsewhere: a label inside would not hear of clicks on what is slotted into it. */
  #clicked(event: Event): void {
    const path = event.composedPath();
    const input = this.renderRoot.querySelector("input");
    if (event.defaultPrevented || !input) return;
    const before = this.checked;
    // That handler may forbid it, too.
    addEventListener("click", () => event.defaultPrevented && this.take(before), { once: true });
    if (path[0] === input) {
      // The click that its words made of another one is no second click.
      if (!event.isTrusted) event.stopPropagation();
      this.take(input.checked);
    } else if (
      !path.slice(0, path.indexOf(this)).some((one) => one instanceof Element && one.matches("a, button, input"))
    )
      input.click();
  }

  /** Read by the form: this is one option of its name. */
  get option(): string {
    return this.value;
  }

  get _submittableValue(): Record<string, boolean> {
    return { [this.value]: this.checked };
  }

  restore(value: unknown): void {
    this.checked = (value as Record<string, unknown> | null)?.[this.value] === true;
  }

  formResetCallback(): void {
    this.checked = this.hasAttribute("checked");
  }

  protected override get formText(): string | null {
    return this.checked ? this.value : null;
  }

  protected problem(): string {
    return this.required && !this.checked ? `Check "${this.textContent?.trim() || this.name}" first.` : "";
  }

  protected take(checked: boolean): void {
    this.checked = checked;
  }

  protected change(checked: boolean): void {
    this.take(checked);
    this.told();
  }

  protected override render(): unknown {
    return html`
      <div class="row">
        <input
          type=${this.kind}
          role=${this.meaning || nothing}
          .checked=${this.checked}
          ?disabled=${this.disabled}
          aria-labelledby="text"
          aria-invalid=${this.invalid}
          @change=${(event: Event) => this.change((event.target as HTMLInputElement).checked)}
        />
        <span class="text" id="text"><slot></slot></span>
      </div>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }
      .row {
        display: inline-flex;
        align-items: center;
        gap: 0.6rem;
        min-block-size: 2.25rem;
        padding-inline-end: 0.5rem;
        border-radius: 0.4rem;
        cursor: pointer;
      }
      input {
        flex: none;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        margin: 0;
        accent-color: var(--accent);
      }
      :host([disabled]) .row {
        cursor: default;
        color: var(--muted);
      }
      :host([invalid]) .text {
        color: var(--alarm);
      }
    `,
  ];
}

export class CrowdCheckbox extends Option {}

export class CrowdToggleButton extends Option {
  protected override readonly meaning = "switch";

  static override styles = [
    ...Option.styles,
    css`
      input {
        appearance: none;
        inline-size: 2.75rem;
        border: 1px solid var(--edge);
        border-radius: 1rem;
        background: var(--sunken);
      }
      input::before {
        content: "";
        display: block;
        inline-size: 1.1rem;
        block-size: 1.1rem;
        margin: 0.14rem;
        border-radius: 50%;
        background: var(--edge);
      }
      input:checked {
        border-color: var(--accent);
        background: var(--accent);
      }
      input:checked::before {
        margin-inline-start: 1.4rem;
        background: var(--on-accent);
      }
    `,
  ];
}

export class CrowdRadioButton extends Option {
  protected override readonly kind = "radio";

  protected override take(checked: boolean): void {
    if (checked) for (const other of this.peers) other.checked = other === this;
    super.take(checked);
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Whether a required one is good hangs on all of them.
    if (changed.has("checked")) for (const peer of this.peers) peer.requestUpdate();
  }

  /** The buttons of which one is checked: those of its group, else of its name in the form. */
  get peers(): CrowdRadioButton[] {
    const group = this.closest("crowd-radio-group");
    const all = (group ?? this.closest("form") ?? document).querySelectorAll<CrowdRadioButton>("crowd-radio-button");
    return [...all].filter((one) => group || (one.name === this.name && !one.closest("crowd-radio-group")));
  }

  /** As a click on it. */
  pick(): void {
    this.focus();
    if (!this.checked) this.change(true);
  }

  protected override problem(): string {
    const one = this.required && !this.peers.some((peer) => peer.checked);
    return one ? "Choose one of the options first." : "";
  }
}
