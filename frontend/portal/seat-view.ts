/** The seat: one task after the other of one job. */

import { html, LitElement, nothing } from "lit";
import type { Answer } from "../elements/answer.ts";
import { TASK_KEYS } from "../frame/contract.ts";
import type { AnswersPanel } from "./answers-panel.ts";
import type { JobCalls, OpenJob, PortalApi, Task } from "./api.ts";
import type { DeclineDialog } from "./decline-dialog.ts";
import { Seat } from "./seat.ts";
import { cover } from "./seat-cover.ts";
import type { Sent } from "./seat-ports.ts";
import { seatStyle } from "./seat-style.ts";
import { TaskFrame } from "./task-frame.ts";
import { theme } from "./theme.ts";
import { answerText, clock, plural } from "./words.ts";

const TICK_MS = 500;
const PROGRESS_MS = 10_000;
const NOTICE_MS = 8_000;
/** Below this the time left is shown as a warning. */
const SHORT_SECONDS = 30;

export class SeatView extends LitElement {
  static override properties = {
    api: { attribute: false },
    job: {},
    frameOrigin: { attribute: false },
    open: { state: true },
    notice: { state: true },
    now: { state: true },
  };

  api!: PortalApi;
  job = "";
  frameOrigin = "";
  open: OpenJob | undefined = undefined;
  notice = "";
  now = Date.now();
  calls!: JobCalls;
  seat!: Seat;
  #frames = new Set<TaskFrame>();
  #timers: ReturnType<typeof setInterval>[] = [];
  #noticeUntil = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.#onKey);
    document.addEventListener("visibilitychange", this.#onVisibility);
    window.addEventListener("pagehide", this.#onLeave);
    this.#timers = [setInterval(() => this.#tick(), TICK_MS), setInterval(() => void this.#progress(), PROGRESS_MS)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.#onKey);
    document.removeEventListener("visibilitychange", this.#onVisibility);
    window.removeEventListener("pagehide", this.#onLeave);
    for (const timer of this.#timers) clearInterval(timer);
    this.seat.leave();
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.calls = this.api.forJob(this.job);
    this.seat = new Seat({
      calls: this.calls,
      mount: (task, submitted, answer) => this.#mount(task, submitted, answer),
      changed: () => this.requestUpdate(),
      notice: (text) => this.#say(text),
      now: () => Date.now(),
      pause: (ms) => new Promise((done) => setTimeout(done, ms)),
    });
  }

  protected override firstUpdated(): void {
    void this.seat.start();
    void this.#progress();
  }

  // -- the world around
  #mount(task: Task, submitted: (answer: Answer) => void, answer?: Answer): TaskFrame {
    const title = `Task ${task.object} of ${this.open?.title ?? this.job}`;
    const frame = new TaskFrame(
      this.frameOrigin,
      title,
      { html: task.html, ...(answer ? { answer } : {}) },
      {
        submit: submitted,
        invalid: (reason) => this.#say(reason),
        hotkey: (key) => this.#hotkey(key),
      },
    );
    for (const old of this.#frames) if (!old.element.isConnected) this.#frames.delete(old);
    this.#frames.add(frame);
    this.renderRoot.querySelector(".frames")?.append(frame.element);
    return frame;
  }

  #tick(): void {
    this.now = Date.now();
    this.seat.tick();
    if (this.now > this.#noticeUntil) this.notice = "";
  }

  #say(text: string): void {
    this.notice = text;
    this.#noticeUntil = Date.now() + NOTICE_MS;
  }

  async #progress(): Promise<void> {
    if (document.hidden) return;
    const jobs = await this.api.jobs().catch(() => undefined);
    this.open = jobs?.find((one) => one.job === this.job) ?? this.open;
  }

  readonly #onVisibility = (): void => {
    if (document.hidden) this.seat.hide();
    else void this.seat.seen();
  };

  /** A reload finds the task on the screen again; the one behind it is given back. */
  readonly #onLeave = (): void => this.seat.hide();

  // -- keys
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || this.#dialogOpen) return;
    const source = event.composedPath()[0] as Element;
    if (source.matches?.("input, textarea, select")) return;
    if (event.key === "Enter" && source.matches?.("a, button")) return;
    if (TASK_KEYS.includes(event.key)) this.#front?.press(event.key);
    else this.#hotkey(event.key);
  };

  #hotkey(key: string): void {
    if (this.#dialogOpen || this.seat.phase !== "working") return;
    if (key === "D") this.#dialog<DeclineDialog>("decline-dialog").open();
    if (key === "S") void this.seat.release();
    if (key === "U") this.#undoLast();
    if (key === "?") void this.#dialog<AnswersPanel>("answers-panel").open();
  }

  get #front(): TaskFrame | undefined {
    return [...this.#frames].find((frame) => frame.element.isConnected && !frame.element.inert);
  }

  #dialog<T extends Element>(name: string): T {
    return this.renderRoot.querySelector(name) as T;
  }

  get #dialogOpen(): boolean {
    const dialogs = [this.#dialog<DeclineDialog>("decline-dialog"), this.#dialog<AnswersPanel>("answers-panel")];
    return dialogs.some((dialog) => dialog.isOpen);
  }

  // -- undo
  /** Seconds that the answer can still be taken back. */
  #undoLeft(sent: Sent): number {
    return Math.ceil((this.open?.undoSeconds ?? 0) - (this.now - sent.at) / 1000);
  }

  get #last(): Sent | undefined {
    const [last] = this.seat.sent;
    return last && this.#undoLeft(last) > 0 ? last : undefined;
  }

  #undoLast(): void {
    if (this.#last) this.#undo(this.#last);
  }

  #undo(one: { lease: string; answer: Answer }): void {
    void this.seat.undo(one.lease, one.answer);
  }

  // -- looks
  protected override render(): unknown {
    return html`
      <header>
        <a class="button quiet" href="#/" aria-label="Leave this job">
          <span aria-hidden="true">←</span>
          Leave
        </a>
        <div class="job">
          <h1 dir="auto">${this.open?.title ?? this.job}</h1>
          ${this.#progressBar()}
        </div>
        ${this.#time()}
        <nav aria-label="Task">
          ${this.#undoButton()}
          <button @click=${() => void this.#dialog<AnswersPanel>("answers-panel").open()}>
            Answers
            <kbd>?</kbd>
          </button>
          <button ?disabled=${!this.#works} @click=${() => void this.seat.release()}>
            Skip
            <kbd>⇧S</kbd>
          </button>
          <button ?disabled=${!this.#works} @click=${() => this.#dialog<DeclineDialog>("decline-dialog").open()}>
            Decline
            <kbd>⇧D</kbd>
          </button>
        </nav>
      </header>
      <main class="stage" aria-label="Task">
        <div class="frames"></div>
        ${cover(this.seat)}
      </main>
      <p class="notice" role="alert" ?hidden=${!this.#words}>${this.#words}</p>
      <decline-dialog
        @declined=${(event: CustomEvent<string>) => void this.seat.decline(event.detail)}
      ></decline-dialog>
      <answers-panel
        .calls=${this.calls}
        .now=${this.now}
        @undo=${(event: CustomEvent<{ lease: string; answer: Answer }>) => this.#undo(event.detail)}
      ></answers-panel>
    `;
  }

  get #works(): boolean {
    return this.seat.phase === "working";
  }

  get #words(): string {
    return this.notice || this.seat.trouble;
  }

  #progressBar(): unknown {
    const mine = html`
      <b>${plural(this.seat.submitted, "answer")}</b>
      by you${this.seat.saving ? " · saving …" : ""}
    `;
    if (!this.open) return html`<p class="count muted">${mine}</p>`;
    const { total, closed, title } = this.open;
    return html`
      <p class="count muted">
        <progress aria-label="Progress of ${title}" max=${total || 1} .value=${closed}></progress>
        <span>${closed.toLocaleString()} of ${total.toLocaleString()} done · ${mine}</span>
      </p>
    `;
  }

  #time(): unknown {
    const { deadline } = this.seat;
    if (!this.#works || deadline === undefined) return nothing;
    const left = (deadline - this.now) / 1000;
    return html`
      <p class="time ${left < SHORT_SECONDS ? "short" : ""}" role="timer" aria-label="Time left for this task">
        ${clock(left)}
        <span class="unit">left</span>
      </p>
    `;
  }

  #undoButton(): unknown {
    const last = this.#last;
    if (!last) return nothing;
    return html`
      <button @click=${() => this.#undoLast()} title="Take back: ${answerText(last.answer)}">
        Undo
        <span class="left">${this.#undoLeft(last)} s</span>
        <kbd>⇧U</kbd>
      </button>
    `;
  }

  static override styles = [theme, seatStyle];
}
