/** Why a task is declined. Fires `declined` with the reason in `detail`. */

import { css, html, LitElement } from "lit";
import { theme } from "./theme.ts";

/** Codes stand first in the stored reason, so that they can be counted. */
export const REASONS: Record<string, string> = {
  "not-loading": "It does not load or cannot be read",
  "no-category": "No category fits",
  unsure: "I cannot decide",
  unclear: "The instructions are not clear",
  offensive: "It is offensive or private",
  other: "Something else",
};

export class DeclineDialog extends LitElement {
  static override properties = { reason: { state: true } };

  reason = "not-loading";

  open(): void {
    this.reason = "not-loading";
    this.renderRoot.querySelector("form")?.reset();
    this.renderRoot.querySelector("dialog")?.showModal();
    this.renderRoot.querySelector<HTMLElement>("input[type=radio]")?.focus();
  }

  get isOpen(): boolean {
    return this.renderRoot.querySelector("dialog")?.open ?? false;
  }

  #send(event: Event): void {
    event.preventDefault();
    const note = this.renderRoot.querySelector("textarea")?.value.trim();
    this.#close();
    const detail = note ? `${this.reason}: ${note}` : this.reason;
    this.dispatchEvent(new CustomEvent("declined", { detail }));
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }

  protected override render(): unknown {
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#send}>
          <h2 id="title">Why do you decline this task?</h2>
          <p class="muted">You will not see it again. Your reason goes to the operator.</p>
          <fieldset>
            <legend class="unseen">Reason</legend>
            ${Object.entries(REASONS).map(
              ([code, text]) => html`
                <label class="row">
                  <input
                    type="radio"
                    name="reason"
                    value=${code}
                    ?checked=${code === "not-loading"}
                    @change=${() => (this.reason = code)}
                  />
                  ${text}
                </label>
              `,
            )}
          </fieldset>
          <label class="note">
            Note (optional)
            <textarea rows="2" maxlength="400"></textarea>
          </label>
          <div class="spread">
            <button type="button" @click=${this.#close}>Cancel</button>
            <button class="danger">Decline task</button>
          </div>
        </form>
      </dialog>
    `;
  }

  static override styles = [
    theme,
    css`
      form {
        display: grid;
        gap: 1rem;
      }
      h2 {
        font-size: 1.25rem;
      }
      fieldset {
        display: grid;
        gap: 0.1rem;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        min-block-size: 2.5rem;
      }
      .note {
        display: grid;
        gap: 0.35rem;
        font-weight: 600;
      }
    `,
  ];
}
