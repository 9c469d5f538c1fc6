/**
 * `<crowd-button>`: a button for the template's code, or a link. The crowd-form around it looks for its clicks and
 * does what `form-action` says.
 */

import { css, html, LitElement, nothing } from "lit";
import { theme } from "./theme.ts";

export class CrowdButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    variant: {},
    disabled: { type: Boolean, reflect: true },
    loading: { type: Boolean, reflect: true },
    formAction: { attribute: "form-action" },
    href: {},
    target: {},
    iconUrl: { attribute: "icon-url" },
    iconAlign: { attribute: "icon-align", reflect: true },
    keys: {},
  };

  variant = "normal";
  disabled = false;
  loading = false;
  formAction = "none";
  href = "";
  target = "";
  iconUrl = "";
  iconAlign = "left";
  keys = "";

  protected override render(): unknown {
    const icon = this.iconUrl ? html`<img src=${this.iconUrl} alt="" />` : nothing;
    if (this.href)
      return html`<a class=${this.variant} href=${this.href} target=${this.target}>${icon}<slot></slot></a>`;
    return html`
      <button
        type="button"
        class=${this.variant}
        ?disabled=${this.disabled || this.loading}
        aria-busy=${this.loading}
        aria-keyshortcuts=${this.keys || nothing}
      >
        ${icon}<slot></slot>
        ${this.keys ? html`<kbd aria-hidden="true">${this.keys}</kbd>` : nothing}
      </button>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: inline-flex;
      }
      :host([hidden]) {
        display: none;
      }
      button,
      a {
        display: inline-flex;
        flex: 1;
        align-items: center;
        justify-content: center;
        gap: 0.6rem;
        min-block-size: 2.75rem;
        padding: 0.5rem 1.25rem;
        border: 1px solid var(--edge);
        border-radius: 0.5rem;
        background: var(--paper);
        color: var(--ink);
        font: 600 1rem/1.2 var(--font);
        text-decoration: none;
        cursor: pointer;
      }
      button:hover:enabled,
      a:hover {
        background: var(--sunken);
      }
      :host([icon-align="right"]) :is(button, a) {
        flex-direction: row-reverse;
      }
      img {
        block-size: 1.25rem;
      }
      .primary {
        border-color: var(--accent);
        background: var(--accent);
        color: var(--on-accent);
      }
      .primary:hover:enabled {
        background: var(--accent-strong);
      }
      .primary kbd {
        border-color: color-mix(in srgb, var(--on-accent) 55%, transparent);
        background: none;
        color: var(--on-accent);
      }
      .link {
        border-color: transparent;
        background: none;
        color: var(--accent);
        text-decoration: underline;
      }
      button:disabled {
        cursor: default;
        opacity: 0.55;
      }
    `,
  ];
}
