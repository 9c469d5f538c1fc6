/** My last answers in this job, each of which can be taken back for as long as the job allows. Fires `undo` with the answer. */

import { css, html, LitElement } from "lit";
import type { GivenAnswer, JobCalls } from "./api.ts";
import { theme } from "./theme.ts";
import { answerText, day } from "./words.ts";

export class AnswersPanel extends LitElement {
  static override properties = {
    calls: { attribute: false },
    now: { type: Number },
    answers: { state: true },
    problem: { state: true },
  };

  calls!: JobCalls;
  /** Epoch milliseconds. */
  now = 0;
  answers: GivenAnswer[] = [];
  problem = "";

  async open(): Promise<void> {
    this.renderRoot.querySelector("dialog")?.showModal();
    await this.load();
  }

  get isOpen(): boolean {
    return this.renderRoot.querySelector("dialog")?.open ?? false;
  }

  async load(): Promise<void> {
    this.problem = "";
    try {
      this.answers = (await this.calls.history()).answers;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }

  #undo(answer: GivenAnswer): void {
    this.#close();
    this.dispatchEvent(new CustomEvent("undo", { detail: answer }));
  }

  protected override render(): unknown {
    return html`<dialog aria-labelledby="title">
      <div class="spread">
        <h2 id="title">My last answers</h2>
        <button class="quiet" @click=${this.#close}>Close</button>
      </div>
      <p class="problem" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
      <p class="muted" ?hidden=${this.answers.length > 0}>None yet.</p>
      <ol ?hidden=${this.answers.length === 0}>
        ${this.answers.map((answer) => this.#row(answer))}
      </ol>
    </dialog>`;
  }

  #row(answer: GivenAnswer): unknown {
    const left = Math.ceil((answer.undoUntil ?? 0) - this.now / 1000);
    const undo = html`<button @click=${() => this.#undo(answer)}>Undo (${left} s)</button>`;
    return html`<li>
      <span class="object muted">#${answer.object}</span>
      <span class="answer" dir="auto">${answerText(answer.answer)}</span>
      ${left > 0 ? undo : html`<span class="muted when">${day(answer.submitted)}</span>`}
    </li>`;
  }

  static override styles = [
    theme,
    css`
      dialog {
        inline-size: min(34rem, 92vw);
      }
      h2 {
        font-size: 1.25rem;
      }
      ol {
        display: grid;
        margin: 1rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 4.5rem minmax(0, 1fr) auto;
        gap: 0.75rem;
        align-items: center;
        min-block-size: 3rem;
        border-block-start: 1px solid var(--line);
      }
      .answer {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .when {
        font-size: 0.9rem;
      }
    `,
  ];
}
