/** My last answers, over the seat. Fires `undo` with the answer. */

import { css, html } from "lit";
import type { AnswersList } from "./answers-list.ts";
import type { JobCalls } from "./api.ts";
import { t } from "./i18n.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";

export class AnswersPanel extends View {
  static override properties = { calls: { attribute: false } };

  calls!: JobCalls;

  async open(): Promise<void> {
    this.renderRoot.querySelector("dialog")?.showModal();
    await this.renderRoot.querySelector<AnswersList>("answers-list")?.load();
  }

  get isOpen(): boolean {
    return this.renderRoot.querySelector("dialog")?.open ?? false;
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }

  #undo(event: CustomEvent): void {
    this.#close();
    this.dispatchEvent(new CustomEvent("undo", { detail: event.detail as unknown }));
  }

  protected override render(): unknown {
    return html`<dialog aria-labelledby="title">
      <div class="spread">
        <h2 id="title">${t("my-last-answers")}</h2>
        <button class="quiet" @click=${this.#close}>${t("close")}</button>
      </div>
      <answers-list .calls=${this.calls} @undo=${this.#undo}></answers-list>
    </dialog>`;
  }

  static override styles = [
    theme,
    css`
      dialog {
        inline-size: min(38rem, 92vw);
      }
      h2 {
        font-size: 1.25rem;
      }
    `,
  ];
}
