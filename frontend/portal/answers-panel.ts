/** My last answers in this job, each of which can be taken back for 30 seconds. Fires `undo` with the answer. */

import { css, html, LitElement, nothing } from "lit";
import { ApiError, type GivenAnswer, type JobCalls } from "./api.ts";
import type { Sent } from "./seat.ts";
import { theme } from "./theme.ts";
import { answerText, day } from "./words.ts";

/** One line of the list; `undoUntil` in epoch milliseconds, 0 when it cannot be undone. */
interface Line {
  object: number;
  answer: GivenAnswer["answer"];
  undoUntil: number;
  submitted?: number;
}

export class AnswersPanel extends LitElement {
  static override properties = {
    calls: { attribute: false },
    sent: { attribute: false },
    now: { type: Number },
    stored: { state: true },
    problem: { state: true },
  };

  calls!: JobCalls;
  sent: Sent[] = [];
  now = 0;
  stored: GivenAnswer[] | undefined = undefined;
  problem = "";

  async open(): Promise<void> {
    this.renderRoot.querySelector("dialog")?.showModal();
    await this.load();
  }

  get isOpen(): boolean {
    return this.renderRoot.querySelector("dialog")?.open ?? false;
  }

  /** A deployment without a history shows what this page has sent. */
  async load(): Promise<void> {
    this.problem = "";
    try {
      this.stored = (await this.calls.history()).answers;
    } catch (error) {
      this.stored = undefined;
      if (!(error instanceof ApiError) || error.status !== 404) this.problem = (error as Error).message;
    }
  }

  get #lines(): Line[] {
    if (!this.stored) return this.sent;
    return this.stored.map((one) => ({ ...one, undoUntil: (one.undoUntil ?? 0) * 1000 }));
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }

  #undo(line: Line): void {
    this.#close();
    this.dispatchEvent(new CustomEvent("undo", { detail: line }));
  }

  protected override render(): unknown {
    return html`
      <dialog aria-labelledby="title">
        <div class="spread">
          <h2 id="title">My last answers</h2>
          <button class="quiet" @click=${this.#close}>Close</button>
        </div>
        ${
          this.problem
            ? html`
                <p class="problem" role="alert">${this.problem}</p>
              `
            : nothing
        }
        ${
          this.#lines.length
            ? html`
                <ol>
                  ${this.#lines.map((line) => this.#row(line))}
                </ol>
              `
            : html`
                <p class="muted">None yet.</p>
              `
        }
      </dialog>
    `;
  }

  #row(line: Line): unknown {
    const left = Math.ceil((line.undoUntil - this.now) / 1000);
    return html`
      <li>
        <span class="object muted">#${line.object}</span>
        <span class="answer" dir="auto">${answerText(line.answer)}</span>
        ${
          left > 0
            ? html`
                <button @click=${() => this.#undo(line)}>Undo (${left} s)</button>
              `
            : html`
                <span class="muted when">${line.submitted ? day(line.submitted) : "sent"}</span>
              `
        }
      </li>
    `;
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
