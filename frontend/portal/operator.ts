/** The operator's first view: every job, what failed in it and why, and its stop. */

import { html, LitElement, nothing } from "lit";
import type { FailedObject, JobState, PortalApi } from "./api.ts";
import { operatorStyle } from "./operator-style.ts";
import { Poll } from "./poll.ts";
import { theme } from "./theme.ts";
import { day, plural, taskTypeName } from "./words.ts";

const EVERY_MS = 5_000;
const RUNNING = ["Initializing", "InProgress"];
const STATUS_WORDS: Record<string, string> = { InProgress: "In progress", Initializing: "Starting" };

export class Operator extends LitElement {
  static override properties = {
    api: { attribute: false },
    jobs: { state: true },
    problem: { state: true },
    opened: { state: true },
    failed: { state: true },
    stopping: { state: true },
  };

  api!: PortalApi;
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
      this.problem = (error as Error).message;
    }
  }

  async #toggle(job: string): Promise<void> {
    this.opened = this.opened === job ? "" : job;
    this.failed = undefined;
    if (this.opened) await this.#load();
  }

  async #ask(job: JobState): Promise<void> {
    this.stopping = job;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
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
    this.renderRoot.querySelector("dialog")?.close();
    this.stopping = undefined;
  }

  protected override render(): unknown {
    return html`
      <main>
        <header class="spread">
          <h1>Jobs</h1>
          <button class="quiet" @click=${() => this.#poll.now()}>Refresh</button>
        </header>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${this.#table()} ${this.#dialog()}
      </main>
    `;
  }

  #table(): unknown {
    if (!this.jobs) return this.problem ? nothing : html`<p class="muted" role="status">Loading …</p>`;
    if (!this.jobs.length) {
      return html`
        <p class="empty muted">
          No job yet. Start one with
          <code>trigpoint submit</code>
          .
        </p>
      `;
    }
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="All jobs">
        <table>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">Status</th>
              <th scope="col">Progress</th>
              <th scope="col" class="number">Failed</th>
              <th scope="col">Created</th>
              <th scope="col"><span class="unseen">Actions</span></th>
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
        </th>
        <td>
          <span class="status ${job.status}">${STATUS_WORDS[job.status] ?? job.status}</span>
          ${job.failure ? html`<span class="failure small">${job.failure}</span>` : nothing}
        </td>
        <td class="progress">
          <span class="small">${job.labelled.toLocaleString()} of ${plural(job.total, "object")}</span>
          <progress aria-label="Labelled in ${job.job}" max=${job.total || 1} .value=${job.labelled}></progress>
        </td>
        <td class="number">
          ${
            job.failed
              ? html`
                  <button aria-expanded=${open} @click=${() => void this.#toggle(job.job)}>
                    ${job.failed.toLocaleString()}
                    <span class="unseen">failed objects of ${job.job}</span>
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
                  <button class="danger" aria-label="Stop ${job.job}" @click=${() => void this.#ask(job)}>Stop</button>
                `
              : nothing
          }
        </td>
      </tr>
      ${open ? this.#details() : nothing}
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
              : html`<p class="muted">Loading …</p>`
          }
        </td>
      </tr>
    `;
  }

  #dialog(): unknown {
    return html`
      <dialog aria-labelledby="title" @close=${() => (this.stopping = undefined)}>
        <h2 id="title">Stop ${this.stopping?.job}?</h2>
        <p>Labels so far are kept, exported and billed. The rest of its objects stays unlabelled.</p>
        <div class="spread">
          <button @click=${this.#close}>Cancel</button>
          <button class="danger" @click=${() => void this.#stop()}>Stop job</button>
        </div>
      </dialog>
    `;
  }

  static override styles = [theme, operatorStyle];
}
