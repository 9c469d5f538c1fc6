/** Frames around words: `<crowd-alert>`, `<crowd-card>`, `<crowd-badge>`, `<crowd-toast>`. None of them answers. */

import { css, html, LitElement, nothing, type PropertyValues, theme } from "../shared.ts";
import { iconOf } from "./icons.ts";

const ALERTS: Record<string, string> = { success: "check", error: "error", warning: "warning", info: "info" };

const icons = css`
  svg {
    flex: none;
    inline-size: 1.4rem;
    block-size: 1.4rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;

export class CrowdAlert extends LitElement {
  static override properties = { type: { reflect: true }, dismissible: { type: Boolean } };

  type = "info";
  dismissible = false;

  protected override render(): unknown {
    return html`
      <div class="box" role=${this.type === "error" ? "alert" : "status"}>
        ${iconOf(ALERTS[this.type] ?? "info")}
        <div class="words"><slot></slot></div>
        ${
          this.dismissible
            ? html`<button type="button" aria-label="Dismiss" @click=${() => (this.hidden = true)}>${iconOf("close")}</button>`
            : nothing
        }
      </div>
    `;
  }

  static override styles = [
    theme,
    icons,
    css`
      :host {
        --tone: light-dark(#1d5fd1, #8fb8ff);
        display: block;
        margin-block: 0.5rem;
      }
      :host([hidden]) {
        display: none;
      }
      :host([type="success"]) {
        --tone: var(--accent);
      }
      :host([type="warning"]) {
        --tone: light-dark(#7a5200, #f0c060);
      }
      :host([type="error"]) {
        --tone: var(--alarm);
      }
      .box {
        display: flex;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        border: 1px solid var(--tone);
        border-inline-start-width: 5px;
        border-radius: 0.5rem;
        background: color-mix(in srgb, var(--tone) 8%, var(--paper));
      }
      .box > svg {
        color: var(--tone);
      }
      .words {
        flex: 1;
        min-inline-size: 0;
      }
      button {
        align-self: start;
        min-inline-size: 2rem;
        min-block-size: 2rem;
        border: 0;
        background: none;
        color: inherit;
        cursor: pointer;
      }
    `,
  ];
}

export class CrowdCard extends LitElement {
  static override properties = { heading: {}, image: {} };

  heading = "";
  image = "";

  protected override render(): unknown {
    return html`
      ${this.image ? html`<img src=${this.image} alt="" />` : nothing}
      ${this.heading ? html`<h3>${this.heading}</h3>` : nothing}
      <slot></slot>
    `;
  }

  static override styles = [
    theme,
    css`
      :host {
        display: inline-block;
        box-sizing: border-box;
        margin: 0.25rem;
        padding: 1rem 1.25rem;
        border: 1px solid var(--line);
        border-radius: 0.75rem;
        background: var(--paper);
        box-shadow: 0 1px 4px #0002;
        vertical-align: top;
      }
      img {
        display: block;
        inline-size: calc(100% + 2.5rem);
        margin: -1rem -1.25rem 0.75rem;
        border-radius: 0.75rem 0.75rem 0 0;
      }
      h3 {
        margin: 0 0 0.5rem;
        font-size: 1.15rem;
      }
    `,
  ];
}

/** At the corner of the element that `for` names, or of its parent. */
export class CrowdBadge extends LitElement {
  static override properties = { for: {}, icon: {}, label: {} };

  for = "";
  icon = "";
  label = "";

  protected override firstUpdated(): void {
    const root = this.getRootNode() as Document | ShadowRoot;
    const target = this.for ? root.getElementById(this.for) : this.parentElement;
    if (!target || target.contains(this)) return;
    // Words of its own would end between the target and what follows it.
    target.after(this);
  }

  protected override render(): unknown {
    return html`<span>${this.icon ? iconOf(this.icon) : nothing}${this.label}</span>`;
  }

  static override styles = [
    theme,
    icons,
    css`
      :host {
        display: inline-block;
        margin-inline-start: -0.6rem;
        vertical-align: super;
      }
      span {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 0.2rem;
        min-inline-size: 1.4rem;
        min-block-size: 1.4rem;
        padding-inline: 0.35rem;
        border-radius: 0.7rem;
        background: var(--accent);
        color: var(--on-accent);
        font: 650 0.8rem/1 var(--font);
      }
      svg {
        inline-size: 0.9rem;
        block-size: 0.9rem;
      }
    `,
  ];
}

const TOAST_MS = 3000;

/** Seen for `duration` milliseconds after it was opened; 0 keeps it. `text` may be changed while it is seen. */
export class CrowdToast extends LitElement {
  static override properties = {
    duration: { type: Number },
    text: {},
    opened: { type: Boolean, reflect: true },
  };

  duration = TOAST_MS;
  text = "";
  opened = true;
  #timer = 0;

  show(): void {
    this.opened = true;
  }

  hide(): void {
    this.opened = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("opened") && !changed.has("duration")) return;
    clearTimeout(this.#timer);
    if (this.opened && this.duration > 0) this.#timer = window.setTimeout(() => this.hide(), this.duration);
  }

  protected override render(): unknown {
    return html`<p role="status" ?hidden=${!this.opened}>${this.opened ? this.text : ""}<slot></slot></p>`;
  }

  static override styles = [
    theme,
    css`
      p {
        position: fixed;
        inset-block-end: 5rem;
        inset-inline-start: 1.25rem;
        z-index: 3;
        max-inline-size: min(30rem, 90vw);
        margin: 0;
        padding: 0.8rem 1.2rem;
        border-radius: 0.5rem;
        background: light-dark(#17211c, #e8eeea);
        color: light-dark(#ffffff, #101512);
        box-shadow: 0 4px 16px #0005;
      }
      p[hidden] {
        display: none;
      }
    `,
  ];
}
