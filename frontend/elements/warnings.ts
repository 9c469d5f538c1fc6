/**
 * What is wrong with a page, on the page: a worker must see that it is not whole, and be able to say why. At the top, one line for
 * each trouble, until it is put away.
 */

import { css, html, LitElement, nothing } from "lit";
import { theme } from "./theme.ts";
import { onTrouble, troubles, warn } from "./trouble.ts";

const LOADS = /^(connect|script|style|img|media|font|frame)-src/;

/** From now on, and what was said already. */
export function showWarnings(): void {
  const bar = document.createElement("trigpoint-warnings") as TrigpointWarnings;
  document.body?.prepend(bar);
  onTrouble(() => bar.requestUpdate());
}

/** The worker must know why a page does not work whose scripts or pictures come from elsewhere. */
export function watchPolicy(): void {
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    if (!LOADS.test(effectiveDirective) || !blockedURI.startsWith("http")) return;
    warn(`The page may not load anything from ${new URL(blockedURI).host}.`);
  });
}

export class TrigpointWarnings extends LitElement {
  protected override render(): unknown {
    if (!troubles().length) return nothing;
    return html`
      <div role="alert">
        <strong>This page is not as its author meant it</strong>
        <ul>
          ${troubles().map((what) => html`<li>${what}</li>`)}
        </ul>
        <button type="button" @click=${() => this.remove()}>Hide</button>
      </div>
    `;
  }

  static override styles = [
    theme,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 1rem;
        padding: 0.5rem 1.25rem;
        border-block-end: 2px solid var(--alarm);
        background: var(--paper);
      }
      strong {
        color: var(--alarm);
      }
      ul {
        flex: 1;
        margin: 0;
        padding-inline-start: 1rem;
      }
      button {
        min-block-size: 2rem;
        border: 1px solid var(--edge);
        border-radius: 0.4rem;
        background: none;
        color: inherit;
        font: inherit;
      }
    `,
  ];
}
