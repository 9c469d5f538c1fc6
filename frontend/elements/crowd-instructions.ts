/** `<crowd-instructions>`: a summary, and a link or button that opens everything else in a dialog. */

import { css, html, LitElement } from "lit";
import { dialogStyle } from "./dialog-style.ts";
import { theme } from "./theme.ts";

const SECTIONS = [
  ["detailed-instructions", ""],
  ["positive-example", "Good example"],
  ["negative-example", "Bad example"],
] as const;

export class CrowdInstructions extends LitElement {
  static override properties = { linkText: { attribute: "link-text" }, linkType: { attribute: "link-type" } };

  linkText = "View instructions";
  linkType = "link";

  override connectedCallback(): void {
    super.connectedCallback();
    for (const child of this.children) child.slot ||= child.localName;
  }

  protected override render(): unknown {
    return html`
      <slot name="short-summary" @slotchange=${this.#assign}></slot>
      <slot hidden @slotchange=${this.#assign}></slot>
      <crowd-button variant=${this.linkType === "button" ? "normal" : "link"} @click=${this.#open}>
        ${this.linkText}
      </crowd-button>
      <dialog aria-label="Instructions">
        ${SECTIONS.map(
          ([name, title]) => html`
            <section>
              <h3>${title}</h3>
              <slot name=${name}></slot>
            </section>
          `,
        )}
        <form method="dialog"><button>Close</button></form>
      </dialog>
    `;
  }

  /** Children that the parser brings after the start tag. */
  #assign(): void {
    for (const child of this.children) child.slot ||= child.localName;
  }

  #open(): void {
    for (const section of this.renderRoot.querySelectorAll("section")) {
      section.hidden = section.querySelector("slot")?.assignedElements().length === 0;
    }
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  static override styles = [
    theme,
    dialogStyle,
    css`
      h3:empty {
        display: none;
      }
      form button {
        min-block-size: 2.25rem;
        padding: 0.35rem 0.9rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 600 0.95rem/1.2 var(--font);
      }
    `,
  ];
}
