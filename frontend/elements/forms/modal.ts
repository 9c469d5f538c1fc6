/** `<crowd-modal>`: a link or button that opens its content in a dialog. Forms inside stay part of the page's form. */

import { css, dialogStyle, html, LitElement, theme } from "../shared.ts";

export class CrowdModal extends LitElement {
  static override properties = { linkText: { attribute: "link-text" }, linkType: { attribute: "link-type" } };

  linkText = "Click here to open";
  linkType = "link";

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  open(): void {
    if (!this.#dialog?.open) this.#dialog?.showModal();
  }

  close(): void {
    this.#dialog?.close();
  }

  protected override render(): unknown {
    const variant = this.linkType === "button" ? "normal" : "link";
    return html`
      <crowd-button variant=${variant} @click=${() => this.open()}>${this.linkText}</crowd-button>
      <dialog class="awsui-modal-dialog" aria-label=${this.linkText}>
        <slot></slot>
        <button type="button" class="close" @click=${() => this.close()}>Close</button>
      </dialog>
    `;
  }

  static override styles = [
    theme,
    dialogStyle,
    css`
      :host {
        display: inline-block;
      }
      .close {
        display: block;
        min-block-size: 2.25rem;
        margin-block-start: 1rem;
        padding: 0.35rem 0.9rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 600 0.95rem/1.2 var(--font);
        cursor: pointer;
      }
    `,
  ];
}
