/** `<crowd-radio-group>`: of the radio buttons in it one is checked. Arrow keys go from one to the next. */

import { css, html, LitElement, theme } from "../shared.ts";
import type { CrowdRadioButton } from "./options.ts";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export class CrowdRadioGroup extends LitElement {
  static override properties = {
    allowEmptySelection: { type: Boolean, attribute: "allow-empty-selection" },
    disabled: { type: Boolean, reflect: true },
  };

  allowEmptySelection = false;
  disabled = false;

  constructor() {
    super();
    this.addEventListener("keydown", (event) => this.#step(event));
    this.addEventListener("click", (event) => this.#clicked(event), { capture: true });
    this.addEventListener("invalid", () => this.requestUpdate(), { capture: true });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "radiogroup");
  }

  get #buttons(): CrowdRadioButton[] {
    return [...this.querySelectorAll<CrowdRadioButton>("crowd-radio-button")].filter((one) => !one.disabled);
  }

  #step(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const buttons = this.#buttons;
    const at = buttons.findIndex((one) => one === event.target);
    if (!step || at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.pick();
  }

  /** A second click takes the choice back, where none may be chosen. */
  #clicked(event: Event): void {
    const button = (event.target as Element).closest<CrowdRadioButton>("crowd-radio-button");
    if (!this.allowEmptySelection || !button?.checked) return;
    event.preventDefault();
    button.checked = false;
    button.dispatchEvent(new Event("change", { bubbles: true }));
  }

  protected override updated(): void {
    for (const button of this.querySelectorAll<CrowdRadioButton>("crowd-radio-button")) {
      if (this.disabled) button.disabled = true;
    }
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
        margin-block: 0.25rem 0.75rem;
      }
    `,
  ];
}
