/** The seat: one task after the other of one job. */

import { html } from "lit";
import type { Answer } from "../elements/answer.ts";
import { frameAddress } from "../frame/address.ts";
import { TASK_KEYS } from "../frame/contract.ts";
import type { AnswersPanel } from "./answers-panel.ts";
import type { JobCalls, OpenJob, PortalApi, Task } from "./api.ts";
import type { DeclineDialog } from "./decline-dialog.ts";
import type { DeviceStore } from "./device-store.ts";
import { Drafts } from "./drafts.ts";
import { t } from "./i18n.ts";
import { pauseOrOnline } from "./online.ts";
import type { Outbox } from "./outbox.ts";
import { type Action, preferences } from "./preferences.ts";
import { bar } from "./seat-bar.ts";
import { cover } from "./seat-cover.ts";
import type { PageEvents, Sent, Undoing } from "./seat-ports.ts";
import { seatStyle } from "./seat-style.ts";
import { Seat } from "./seat.ts";
import type { SettingsDialog } from "./settings-dialog.ts";
import { TaskFrame } from "./task-frame.ts";
import { theme } from "./theme.ts";
import { fewSeconds, Warning } from "./time-warning.ts";
import { View } from "./view.ts";
import { refusal } from "./words.ts";

const TICK_MS = 500;
const PROGRESS_MS = 10_000;
const NOTICE_MS = 8_000;

interface Dialog extends Element {
  open(): unknown;
  isOpen: boolean;
}

export class SeatView extends View {
  static override properties = {
    api: { attribute: false },
    job: {},
    frameOrigin: { attribute: false },
    open: { state: true },
    notice: { state: true },
    now: { state: true },
  };

  api!: PortalApi;
  store!: DeviceStore;
  outbox!: Outbox;
  worker = "";
  job = "";
  frameOrigin = "";
  /** An answer to be taken back first. */
  undoing: Undoing | undefined = undefined;
  open: OpenJob | undefined = undefined;
  notice = "";
  now = Date.now();
  calls!: JobCalls;
  seat!: Seat;
  #frames = new Set<TaskFrame>();
  #timers: ReturnType<typeof setInterval>[] = [];
  #noticeUntil = 0;
  #warning = new Warning();

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.#onKey);
    document.addEventListener("visibilitychange", this.#onVisibility);
    window.addEventListener("pagehide", this.#onLeave);
    preferences.addEventListener("change", this.#onLiking);
    this.#timers = [setInterval(() => this.#tick(), TICK_MS), setInterval(() => void this.#progress(), PROGRESS_MS)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.#onKey);
    document.removeEventListener("visibilitychange", this.#onVisibility);
    window.removeEventListener("pagehide", this.#onLeave);
    preferences.removeEventListener("change", this.#onLiking);
    for (const timer of this.#timers) clearInterval(timer);
    this.seat.leave();
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.calls = this.api.forJob(this.job);
    const changed = (): void => this.requestUpdate();
    const now = (): number => Date.now();
    this.seat = new Seat({
      calls: this.calls,
      job: this.job,
      drafts: new Drafts({ calls: this.calls, store: this.store, worker: this.worker, now, changed }),
      unsent: {
        put: (unsent) => this.outbox.put(unsent),
        drop: (lease) => this.outbox.drop(lease),
        flush: () => this.outbox.flush((job, body) => this.api.forJob(job).next(body)),
      },
      mount: (task, events, answer) => this.#mount(task, events, answer),
      changed,
      notice: (text) => this.#say(text),
      words: refusal,
      now,
      pause: pauseOrOnline,
    });
  }

  protected override firstUpdated(): void {
    void this.seat.start(this.undoing);
    void this.#progress();
  }

  // -- the world around
  #mount(task: Task, events: PageEvents, answer?: Answer): TaskFrame {
    const title = t("task-of", { object: String(task.object), job: this.open?.title ?? this.job });
    const init = { html: task.html, likes: preferences.likes, ...(answer ? { answer } : {}) };
    const frame = new TaskFrame(frameAddress(this.frameOrigin, task.hosts), title, init, {
      ...events,
      invalid: (reason) => this.#say(reason),
      flooded: () => this.#say(t("task-flooded")),
      hotkey: (key) => this.#hotkey(key),
    });
    for (const old of this.#frames) if (!old.element.isConnected) this.#frames.delete(old);
    this.#frames.add(frame);
    this.renderRoot.querySelector(".frames")?.append(frame.element);
    return frame;
  }

  #tick(): void {
    this.now = Date.now();
    this.seat.tick();
    if (this.now > this.#noticeUntil) this.notice = "";
    const { time } = this;
    const { deadline = 0 } = this.seat;
    if (time && this.#warning.due(deadline, time.left, time.few)) {
      this.#say(t("time-warning", { seconds: Math.ceil(time.left) }));
    }
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

  readonly #onLiking = (): void => {
    for (const frame of this.#frames) frame.like(preferences.likes);
    this.requestUpdate();
  };

  // -- keys
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || this.#dialogOpen) return;
    const source = event.composedPath()[0] as Element;
    if (source.matches?.("input, textarea, select")) return;
    if (event.key === "Enter" && source.matches?.("a, button")) return;
    const key = preferences.taskKey(event.key);
    if (TASK_KEYS.includes(key)) this.#front?.press(key);
    else this.#hotkey(event.key);
  };

  #hotkey(key: string): void {
    const action = preferences.actionOf(key);
    if (action && !this.#dialogOpen && this.#works) this.#act(action);
  }

  #act(action: Action | "settings"): void {
    if (action === "undo") this.#undoLast();
    else if (action === "skip") void this.seat.release();
    else if (action === "decline") this.#dialog<DeclineDialog>("decline-dialog").open();
    else if (action === "answers") void this.#dialog<AnswersPanel>("answers-panel").open();
    else this.#dialog<SettingsDialog>("settings-dialog").open();
  }

  get #front(): TaskFrame | undefined {
    return [...this.#frames].find((frame) => frame.element.isConnected && !frame.element.inert);
  }

  #dialog<T extends Element>(name: string): T {
    return this.renderRoot.querySelector(name) as T;
  }

  get #dialogOpen(): boolean {
    const dialogs = this.renderRoot.querySelectorAll<Dialog>("decline-dialog, answers-panel, settings-dialog");
    return [...dialogs].some((dialog) => dialog.isOpen);
  }

  get #works(): boolean {
    return this.seat.phase === "working";
  }

  // -- undo
  get #last(): { sent: Sent; left: number } | undefined {
    const [sent] = this.seat.sent;
    const left = sent ? Math.ceil((this.open?.undoSeconds ?? 0) - (this.now - sent.at) / 1000) : 0;
    return sent && left > 0 ? { sent, left } : undefined;
  }

  #undoLast(): void {
    if (this.#last) this.#undo(this.#last.sent);
  }

  #undo(one: Undoing): void {
    void this.seat.undo(one.lease, one.answer);
  }

  // -- looks
  /** Of the task on the screen, in seconds. */
  get time(): { left: number; few: number } | undefined {
    const { deadline } = this.seat;
    if (!this.#works || this.seat.parked || deadline === undefined) return undefined;
    return { left: (deadline - this.now) / 1000, few: fewSeconds(this.open?.taskSeconds) };
  }

  protected override render(): unknown {
    const { seat, job, open, time } = this;
    const words = this.notice || seat.trouble;
    return html`
      ${bar({ seat, job, open, time, last: this.#last, act: (action) => this.#act(action) })}
      <main class="stage" aria-label=${t("task")}>
        <div class="frames"></div>
        ${cover(seat)}
      </main>
      <p class="notice" role="alert" ?hidden=${!words}>${words}</p>
      <decline-dialog @declined=${(event: CustomEvent<string>) => void seat.decline(event.detail)}></decline-dialog>
      <answers-panel
        .calls=${this.calls}
        @undo=${(event: CustomEvent<Undoing>) => this.#undo(event.detail)}
      ></answers-panel>
      <settings-dialog></settings-dialog>
    `;
  }

  static override styles = [theme, seatStyle];
}
