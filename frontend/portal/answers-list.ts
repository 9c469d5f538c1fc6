/** My last answers in a job, each of which can be taken back for as long as the job allows. Fires `undo` with the answer. */

import { css, html } from "lit";
import type { GivenAnswer, JobCalls } from "./api.ts";
import { answerText } from "./answer-words.ts";
import { t } from "./i18n.ts";
import { theme } from "./theme.ts";
import { View } from "./view.ts";
import { day, refusal } from "./words.ts";

const TICK_MS = 1_000;

export class AnswersList extends View {
  static override properties = {
    calls: { attribute: false },
    now: { state: true },
    answers: { state: true },
    problem: { state: true },
  };

  calls!: JobCalls;
  /** Epoch milliseconds. */
  now = Date.now();
  answers: GivenAnswer[] | undefined = undefined;
  problem = "";
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => (this.now = Date.now()), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async load(): Promise<void> {
    this.problem = "";
    try {
      this.answers = (await this.calls.history()).answers;
    } catch (error) {
      this.problem = refusal(error);
    }
  }

  #undo(answer: GivenAnswer): void {
    this.dispatchEvent(new CustomEvent("undo", { detail: answer }));
  }

  protected override render(): unknown {
    return html`
      <p class="problem" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
      <p class="muted" role="status" ?hidden=${this.answers?.length}>
        ${this.answers ? t("none-yet") : this.problem ? "" : t("loading")}
      </p>
      <ol ?hidden=${!this.answers?.length}>
        ${this.answers?.map((answer) => this.#row(answer))}
      </ol>
    `;
  }

  #row(answer: GivenAnswer): unknown {
    const left = Math.ceil((answer.undoUntil ?? 0) - this.now / 1000);
    const undo = html`
      <button @click=${() => this.#undo(answer)}>
        ${t("undo-left", { seconds: left })}
        <span class="unseen">#${answer.object}</span>
      </button>
    `;
    return html`<li>
      <span class="object muted">#${answer.object}</span>
      <span class="answer" dir="auto">${answerText(answer.answer)}</span>
      <span class="muted when">${day(answer.submitted)}</span>
      ${left > 0 ? undo : ""}
    </li>`;
  }

  static override styles = [
    theme,
    css`
      ol {
        display: grid;
        margin: 0.5rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.9rem;
        align-items: center;
        min-block-size: 3rem;
        padding-block: 0.4rem;
        border-block-start: 1px solid var(--line);
      }
      li:first-child {
        border: 0;
      }
      .object {
        min-inline-size: 3.5rem;
      }
      .answer {
        flex: 1 1 12rem;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .when {
        font-size: 0.9rem;
      }
    `,
  ];
}
