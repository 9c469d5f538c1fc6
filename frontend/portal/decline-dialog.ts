/** Why a task is declined. Fires `declined` with the reason in `detail`. */

import { css, html } from "lit";
import { t } from "./i18n.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";

/** Codes stand first in the stored reason, so that they can be counted; their words are `decline-<code>`. */
export const REASONS = ["not-loading", "no-category", "unsure", "unclear", "offensive", "other"];

export class DeclineDialog extends View {
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
          <h2 id="title">${t("decline-title")}</h2>
          <p class="muted">${t("decline-lead")}</p>
          <fieldset>
            <legend class="unseen">${t("reason")}</legend>
            ${REASONS.map(
              (code) => html`
                <label class="row">
                  <input
                    type="radio"
                    name="reason"
                    value=${code}
                    ?checked=${code === "not-loading"}
                    @change=${() => (this.reason = code)}
                  />
                  ${t(`decline-${code}`)}
                </label>
              `,
            )}
          </fieldset>
          <label class="note">
            ${t("note-optional")}
            <textarea rows="2" maxlength="400"></textarea>
          </label>
          <div class="spread">
            <button type="button" @click=${this.#close}>${t("cancel")}</button>
            <button class="danger">${t("decline-task")}</button>
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
