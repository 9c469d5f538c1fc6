/** The operator's first view: every job, what failed in it and why, what its model promises, and its stop. */

import type { FailedObject, JobState, PortalApi } from "./api.ts";
import { operatorStyle } from "./operator-style.ts";
import { reportFrame } from "./report-frame.ts";
import { day, html, nothing, number, Poll, refusal, t, taskTypeName, theme, View } from "./shared.ts";

const EVERY_MS = 5_000;
const RUNNING = ["Initializing", "InProgress"];

export class Operator extends View {
  static override properties = {
    api: { attribute: false },
    jobs: { state: true },
    problem: { state: true },
    opened: { state: true },
    failed: { state: true },
    stopping: { state: true },
    report: { state: true },
    frameOrigin: { attribute: false },
  };

  api!: PortalApi;
  frameOrigin = "";
  report: { job: string; frame: HTMLIFrameElement } | undefined = undefined;
  jobs: JobState[] | undefined = undefined;
  problem = "";
  opened = "";
  failed: FailedObject[] | undefined = undefined;
  stopping: JobState | undefined = undefined;
  #poll = new Poll(this, EVERY_MS, () => this.#load());

  async #load(): Promise<void> {
    await this.#trying(async () => {
      this.jobs = await this.api.allJobs();
      if (this.opened) this.failed = await this.api.failedObjects(this.opened);
    });
  }

  async #trying(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      this.problem = "";
    } catch (error) {
      this.problem = refusal(error);
    }
  }

  async #toggle(job: string): Promise<void> {
    this.opened = this.opened === job ? "" : job;
    this.failed = undefined;
    if (this.opened) await this.#load();
  }

  async #read(job: JobState): Promise<void> {
    await this.#trying(async () => {
      const frame = reportFrame(this.frameOrigin, t("report-of", { job: job.job }), await this.api.report(job.job));
      this.report = { job: job.job, frame };
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLDialogElement>("dialog.report")?.showModal();
    });
  }

  async #ask(job: JobState): Promise<void> {
    this.stopping = job;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLDialogElement>("dialog.stop")?.showModal();
  }

  async #stop(): Promise<void> {
    const job = this.stopping;
    this.#close();
    if (!job) return;
    await this.#trying(async () => {
      await this.api.stop(job.job);
      this.jobs = await this.api.allJobs();
    });
  }

  #close(): void {
    this.renderRoot.querySelector<HTMLDialogElement>("dialog.stop")?.close();
    this.stopping = undefined;
  }

  protected override render(): unknown {
    return html`
      <main>
        <header class="spread">
          <h1>${t("jobs")}</h1>
          <button class="quiet" @click=${() => this.#poll.now()}>${t("refresh")}</button>
        </header>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${this.#table()} ${this.#dialog()} ${this.#reading()}
      </main>
    `;
  }

  #table(): unknown {
    if (!this.jobs) return this.problem ? nothing : html`<p class="muted" role="status">${t("loading")}</p>`;
    if (!this.jobs.length) {
      return html`
        <p class="empty muted">
          ${t("no-job-yet")}
          <code>trigpoint submit</code>
        </p>
      `;
    }
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${t("all-jobs")}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t("job")}</th>
              <th scope="col">${t("status")}</th>
              <th scope="col">${t("progress")}</th>
              <th scope="col" class="number">${t("failed")}</th>
              <th scope="col">${t("created")}</th>
              <th scope="col"><span class="unseen">${t("actions")}</span></th>
            </tr>
          </thead>
          <tbody>${this.jobs.map((job) => this.#row(job))}</tbody>
        </table>
      </div>
    `;
  }

  #row(job: JobState): unknown {
    const open = this.opened === job.job;
    return html`
      <tr>
        <th scope="row">
          <span class="name">${job.name}</span>
          <span class="muted small">${taskTypeName(job.taskType)}</span>
          ${hosts(job)}
        </th>
        <td>
          <span class="status ${job.status}">${t(`status-${job.status}`)}</span>
          ${job.failure ? html`<span class="failure small">${job.failure}</span>` : nothing} ${this.#promise(job)}
        </td>
        <td class="progress">
          <span class="small">${t("labelled-of", { done: job.labelled, total: job.total })}</span>
          <progress aria-label=${t("labelled-in", { job: job.job })} max=${job.total || 1} .value=${job.labelled}></progress>
        </td>
        <td class="number">
          ${
            job.failed
              ? html`
                  <button aria-expanded=${open} @click=${() => void this.#toggle(job.job)}>
                    ${number(job.failed)}
                    <span class="unseen">${t("failed-of", { job: job.job })}</span>
                    <span aria-hidden="true">${open ? "▴" : "▾"}</span>
                  </button>
                `
              : html`<span class="muted">0</span>`
          }
        </td>
        <td class="small">${day(job.created)}</td>
        <td class="number">
          ${
            RUNNING.includes(job.status)
              ? html`
                  <button class="danger" aria-label=${t("stop-of", { job: job.job })} @click=${() => void this.#ask(job)}>
                    ${t("stop")}
                  </button>
                `
              : nothing
          }
        </td>
      </tr>
      ${open ? this.#details() : nothing}
    `;
  }

  /** What the model's labels promise, or why there are none; its words are the job's own. */
  #promise(job: JobState): unknown {
    if (!job.promise) return nothing;
    return html`
      <span class="small muted" lang="en" dir="ltr">${job.promise}</span>
      <button class="quiet small" aria-label=${t("report-of", { job: job.job })} @click=${() => void this.#read(job)}>
        ${t("report")}
      </button>
    `;
  }

  #details(): unknown {
    return html`
      <tr class="details">
        <td colspan="6">
          ${
            this.failed
              ? html`
                  <ul>
                    ${this.failed.map(
                      (one) => html`
                        <li>
                          <b>#${one.object}</b>
                          <span>${one.reason}</span>
                        </li>
                      `,
                    )}
                  </ul>
                `
              : html`<p class="muted">${t("loading")}</p>`
          }
        </td>
      </tr>
    `;
  }

  #dialog(): unknown {
    return html`
      <dialog class="stop" aria-labelledby="title" @close=${() => (this.stopping = undefined)}>
        <h2 id="title">${t("stop-title", { job: this.stopping?.job ?? "" })}</h2>
        <p>${t("stop-lead")}</p>
        <div class="spread">
          <button @click=${this.#close}>${t("cancel")}</button>
          <button class="danger" @click=${() => void this.#stop()}>${t("stop-job")}</button>
        </div>
      </dialog>
    `;
  }

  #reading(): unknown {
    if (!this.report) return nothing;
    return html`
      <dialog class="report" aria-label=${t("report-of", { job: this.report.job })} @close=${() => (this.report = undefined)}>
        ${this.report.frame}
        <form method="dialog"><button>${t("close")}</button></form>
      </dialog>
    `;
  }

  static override styles = [theme, operatorStyle];
}

/** What was allowed when the job was made: each of them can be told what its pages show. */
function hosts({ allowedHosts = [] }: JobState): unknown {
  if (!allowedHosts.length) return nothing;
  return html`<span class="hosts small">${t("may-load-from", { hosts: allowedHosts.join(", ") })}</span>`;
}

customElements.define("operator-view", Operator);
