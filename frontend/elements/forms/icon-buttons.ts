/** `<crowd-icon-button>` and `<crowd-fab>`: buttons that are an icon. Their clicks are for the template's code. */

import { css, html, LitElement, nothing, theme } from "../shared.ts";
import { iconOf, wordsOf } from "./icons.ts";

export class CrowdIconButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    icon: {},
    src: {},
    alt: {},
    label: {},
    disabled: { type: Boolean, reflect: true },
  };

  icon = "";
  src = "";
  alt = "";
  label = "";
  disabled = false;

  /** What stands beside the icon. */
  protected words(): unknown {
    return nothing;
  }

  protected override render(): unknown {
    const name =
      this.alt || this.label || this.getAttribute("aria-label") || this.title || wordsOf(this.icon) || "Button";
    return html`
      <button type="button" aria-label=${name} ?disabled=${this.disabled}>
        ${this.src ? html`<img src=${this.src} alt="" />` : this.icon ? iconOf(this.icon) : html`<slot></slot>`}
        ${this.words()}
      </button>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: inline-flex;
      }
      button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 0.5rem;
        min-inline-size: 2.5rem;
        min-block-size: 2.5rem;
        padding: 0.4rem;
        border: 1px solid transparent;
        border-radius: 50%;
        background: none;
        color: inherit;
        font: 600 1rem/1.2 var(--font);
        cursor: pointer;
      }
      button:hover:enabled {
        background: var(--sunken);
      }
      button:disabled {
        cursor: default;
        opacity: 0.5;
      }
      svg,
      img {
        inline-size: 1.4rem;
        block-size: 1.4rem;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.8;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
    `,
  ];
}

export class CrowdFab extends CrowdIconButton {
  protected override words(): unknown {
    return this.label && !this.icon ? this.label : nothing;
  }

  static override styles = [
    ...CrowdIconButton.styles,
    css`
      button {
        min-inline-size: 3.25rem;
        min-block-size: 3.25rem;
        background: var(--accent);
        color: var(--on-accent);
        box-shadow: 0 3px 10px #0004;
      }
      button:hover:enabled {
        background: var(--accent-strong);
      }
    `,
  ];
}
