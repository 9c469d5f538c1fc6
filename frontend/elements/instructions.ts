/**
 * The instructions slots of a widget: short ones in its panel, full ones in a dialog. The class names are those that templates
 * reach for to give them another width.
 */

import { css, html, type LitElement, type ReactiveController } from "lit";
import { dialogStyle } from "./dialog-style.ts";

export class Instructions implements ReactiveController {
  #host: LitElement;
  #short = false;
  #full = false;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#look();
  }

  template(): unknown {
    const header = this.#host.querySelector("full-instructions")?.getAttribute("header") || "Instructions";
    return html`
      <details class="awsui-app-layout__navigation" open ?hidden=${!this.#short && !this.#full}>
        <summary>Instructions</summary>
        <slot name="short-instructions" @slotchange=${this.#look}></slot>
        <button type="button" class="more" ?hidden=${!this.#full} @click=${this.#open}>Full instructions</button>
      </details>
      <dialog class="awsui-modal-dialog" aria-labelledby="full">
        <h2 id="full">${header}</h2>
        <slot name="full-instructions" @slotchange=${this.#look}></slot>
        <form method="dialog"><button class="more">Close</button></form>
      </dialog>
    `;
  }

  #look = (): void => {
    this.#short = this.#host.querySelector("short-instructions") !== null;
    this.#full = this.#host.querySelector("full-instructions") !== null;
    this.#host.requestUpdate();
  };

  #open = (): void => {
    this.#host.renderRoot.querySelector("dialog")?.showModal();
  };

  static styles = css`
    ${dialogStyle}
    details {
      padding-block-start: 0.9rem;
      border-block-start: 1px solid var(--line);
      color: var(--muted);
      font-size: 0.95rem;
    }
    summary {
      min-block-size: 1.75rem;
      color: var(--ink);
      font-weight: 600;
      cursor: pointer;
    }
    [hidden] {
      display: none !important;
    }
    .more {
      min-block-size: 2.25rem;
      padding: 0.35rem 0.9rem;
      border: 1px solid var(--edge);
      border-radius: 0.5rem;
      background: var(--paper);
      color: var(--ink);
      font: 600 0.95rem/1.2 var(--font);
      cursor: pointer;
    }
    dialog h2 {
      margin: 0 0 0.5rem;
      font-size: 1.3rem;
    }
  `;
}
