/** The parts a template puts inside a widget: the target, instructions, and a comment field. */

import { css, html, LitElement } from "lit";
import { theme } from "./theme.ts";

/** An element that takes the place of its own name in the widget around it. */
class Part extends HTMLElement {
  connectedCallback(): void {
    if (!this.slot) this.slot = this.localName;
  }
}

export class ClassificationTarget extends Part {}
export class ShortInstructions extends Part {}
export class FullInstructions extends Part {}

/** `<worker-comment>`: a free text beside the label; left out of the answer when empty. */
export class WorkerComment extends LitElement {
  static override properties = { header: {}, placeholder: {} };

  header = "Comment";
  placeholder = "";

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.slot) this.slot = this.localName;
  }

  get value(): string {
    return this.renderRoot.querySelector("textarea")?.value.trim() ?? "";
  }

  protected override render(): unknown {
    return html`
      <label>
        ${this.header}
        <textarea rows="2" placeholder=${this.placeholder}></textarea>
      </label>
    `;
  }

  static override styles = [
    theme,
    css`
      label {
        display: grid;
        gap: 0.35rem;
        font-weight: 600;
      }
      textarea {
        padding: 0.5rem 0.7rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 1rem/1.4 var(--font);
      }
    `,
  ];
}
