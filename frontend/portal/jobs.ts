/** The open jobs of the worker's teams. */

import { css, html, nothing } from "lit";
import type { OpenJob, PortalApi } from "./api.ts";
import { t } from "./i18n.ts";
import { Poll } from "./poll.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";
import { duration, money, refusal, taskTypeName } from "./words.ts";

const EVERY_MS = 10_000;

export class Jobs extends View {
  static override properties = { api: { attribute: false }, jobs: { state: true }, problem: { state: true } };

  api!: PortalApi;
  jobs: OpenJob[] | undefined = undefined;
  problem = "";
  #poll = new Poll(this, EVERY_MS, () => this.#load());

  async #load(): Promise<void> {
    try {
      this.jobs = await this.api.jobs();
      this.problem = "";
    } catch (error) {
      this.problem = refusal(error);
    }
  }

  protected override render(): unknown {
    return html`
      <main>
        <header class="spread">
          <h1>${t("open-jobs")}</h1>
          <button class="quiet" @click=${() => this.#poll.now()}>${t("refresh")}</button>
        </header>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${this.#list()}
      </main>
    `;
  }

  #list(): unknown {
    if (!this.jobs) return html`<p class="muted" role="status">${t("loading")}</p>`;
    if (!this.jobs.length) {
      return html`
        <div class="empty">
          <h2>${t("nothing-to-label")}</h2>
          <p class="muted">${t("jobs-appear")}</p>
        </div>
      `;
    }
    return html`
      <ul>
        ${this.jobs.map((job) => this.#card(job))}
      </ul>
    `;
  }

  #card(job: OpenJob): unknown {
    const answers = t("my-answers-count", { count: job.answered });
    const share = job.total ? Math.floor((100 * job.closed) / job.total) : 0;
    return html`
      <li>
        <div class="what">
          <span class="kind">${taskTypeName(job.taskType)}</span>
          <h2 dir="auto">${job.title}</h2>
          ${
            job.description && job.description !== job.title
              ? html`<p class="muted" dir="auto">${job.description}</p>`
              : nothing
          }
          <p class="facts muted small">
            <span>${t("up-to", { time: duration(job.taskSeconds) })}</span>
            ${job.pay ? html`<span class="pay">${t("pays", { pay: money(job.pay) })}</span>` : nothing}
            <a href="#/answers/${encodeURIComponent(job.job)}" aria-label=${t("my-answers-of", { answers, job: job.title })}>
              ${answers}
            </a>
          </p>
        </div>
        <div class="state">
          <div class="spread small">
            <span>${t("objects-done", { done: job.closed, total: job.total })}</span>
            <b>${t("percent", { share })}</b>
          </div>
          <progress aria-label=${t("progress-of", { job: job.title })} max=${job.total || 1} .value=${job.closed}></progress>
          <a
            class="button primary"
            href="#/job/${encodeURIComponent(job.job)}"
            aria-label=${t("start-labeling-of", { job: job.title })}
          >
            ${t("start-labeling")}
          </a>
        </div>
      </li>
    `;
  }

  static override styles = [
    theme,
    css`
      main {
        display: grid;
        gap: 1.25rem;
        max-inline-size: 62rem;
        margin-inline: auto;
        padding: 2rem 1.5rem;
      }
      ul {
        display: grid;
        gap: 1rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li,
      .empty {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(14rem, 19rem);
        gap: 1.5rem;
        align-items: center;
        padding: 1.5rem;
        border: 1px solid var(--line);
        border-radius: 0.9rem;
        background: var(--paper);
      }
      .empty {
        grid-template-columns: 1fr;
        gap: 0.4rem;
        padding: 4rem 1.5rem;
        text-align: center;
      }
      .what,
      .state {
        display: grid;
        gap: 0.4rem;
      }
      .state {
        gap: 0.7rem;
      }
      h2 {
        font-size: 1.2rem;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      .kind {
        justify-self: start;
        padding: 0.1rem 0.6rem;
        border-radius: 1rem;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 0.85rem;
        font-weight: 600;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.2rem 1.1rem;
      }
      .facts a {
        display: inline-flex;
        align-items: center;
        min-block-size: 1.75rem;
        color: var(--accent);
      }
      .pay {
        color: var(--ink);
        font-weight: 600;
      }
      .small {
        font-size: 0.9rem;
      }
      @media (max-width: 45rem) {
        main {
          padding: 1rem;
        }
        li {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];
}
