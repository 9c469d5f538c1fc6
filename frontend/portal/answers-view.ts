/** My last answers in a job, as a page of their own. Fires `undo` with the answer: the seat takes it back. */

import { css, html } from "lit";
import type { AnswersList } from "./answers-list.ts";
import type { JobCalls, PortalApi } from "./api.ts";
import { t } from "./i18n.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";

export class AnswersView extends View {
  static override properties = { api: { attribute: false }, job: {}, heading: { state: true } };

  api!: PortalApi;
  job = "";
  heading = "";
  calls!: JobCalls;

  protected override willUpdate(): void {
    this.calls ??= this.api.forJob(this.job);
  }

  protected override firstUpdated(): void {
    this.#list?.load();
    void this.#name();
  }

  get #list(): AnswersList | null {
    return this.renderRoot.querySelector<AnswersList>("answers-list");
  }

  async #name(): Promise<void> {
    const jobs = await this.api.jobs().catch(() => []);
    this.heading = jobs.find((one) => one.job === this.job)?.title ?? "";
  }

  protected override render(): unknown {
    const undo = (event: CustomEvent): void => {
      this.dispatchEvent(new CustomEvent("undo", { detail: event.detail as unknown }));
    };
    return html`
      <main>
        <header class="spread">
          <div>
            <h1>${t("my-last-answers")}</h1>
            <p class="muted" dir="auto">${this.heading || this.job}</p>
          </div>
          <button class="quiet" @click=${() => void this.#list?.load()}>${t("refresh")}</button>
        </header>
        <section><answers-list .calls=${this.calls} @undo=${undo}></answers-list></section>
        <p class="spread">
          <a class="button" href="#/">${t("back-to-jobs")}</a>
          <a class="button primary" href="#/job/${encodeURIComponent(this.job)}">${t("start-labeling")}</a>
        </p>
      </main>
    `;
  }

  static override styles = [
    theme,
    css`
      main {
        display: grid;
        gap: 1.25rem;
        max-inline-size: 50rem;
        margin-inline: auto;
        padding: 2rem 1.5rem;
      }
      section {
        padding: 0.5rem 1.5rem;
        border: 1px solid var(--line);
        border-radius: 0.9rem;
        background: var(--paper);
      }
      @media (max-width: 45rem) {
        main,
        section {
          padding: 1rem;
        }
      }
    `,
  ];
}
