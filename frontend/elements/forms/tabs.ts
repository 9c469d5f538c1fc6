/** `<crowd-tabs>` and `<crowd-tab header>`: one of several contents. Controls on a hidden tab answer all the same. */

import { css, html, LitElement, theme } from "../shared.ts";

export class CrowdTab extends LitElement {
  static override properties = { header: {} };

  header = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "tabpanel");
  }

  protected override updated(): void {
    this.setAttribute("aria-label", this.header);
    this.closest<CrowdTabs>("crowd-tabs")?.requestUpdate();
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }

  static override styles = css`
    :host {
      display: block;
      padding-block: 1rem;
    }
    :host([hidden]) {
      display: none;
    }
  `;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

export class CrowdTabs extends LitElement {
  static override properties = { selected: { type: Number } };

  selected = 0;

  constructor() {
    super();
    // A control on a hidden tab that the form refuses could not be seen.
    this.addEventListener("invalid", (event) => this.#reveal(event.target as Element), { capture: true });
  }

  get tabs(): CrowdTab[] {
    return [...this.children].filter((child) => child.localName === "crowd-tab") as CrowdTab[];
  }

  #reveal(control: Element): void {
    const at = this.tabs.findIndex((tab) => tab.contains(control));
    if (at >= 0) this.selected = at;
  }

  #step(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const way = getComputedStyle(this).direction === "rtl" ? -step : step;
    const { length } = this.tabs;
    this.selected = (this.selected + way + length) % length;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[aria-selected=true]")?.focus());
  }

  protected override updated(): void {
    for (const [index, tab] of this.tabs.entries()) tab.hidden = index !== this.selected;
  }

  protected override render(): unknown {
    return html`
      <div role="tablist" @keydown=${(event: KeyboardEvent) => this.#step(event)}>
        ${this.tabs.map(
          (tab, index) => html`
            <button
              type="button"
              role="tab"
              aria-selected=${index === this.selected}
              tabindex=${index === this.selected ? 0 : -1}
              @click=${() => (this.selected = index)}
            >
              ${tab.header || tab.getAttribute("header") || index + 1}
            </button>
          `,
        )}
      </div>
      <slot @slotchange=${() => this.requestUpdate()}></slot>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }
      [role="tablist"] {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        border-block-end: 1px solid var(--line);
      }
      button {
        min-block-size: 2.6rem;
        padding: 0.4rem 1rem;
        border: 0;
        border-block-end: 3px solid transparent;
        background: none;
        color: var(--muted);
        font: 600 1rem/1.2 var(--font);
        cursor: pointer;
      }
      button[aria-selected="true"] {
        border-color: var(--accent);
        color: var(--ink);
      }
    `,
  ];
}
