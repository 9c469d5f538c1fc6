/**
 * The draft of the task on the screen: kept by the server every few seconds while it changes, and when the page is hidden.
 *
 * What the server cannot have now, because it is too large or nobody answers, is kept on this device.
 */

import type { Answer } from "../elements/answer.ts";
import { ApiError, type JobCalls, type Task } from "./api.ts";
import type { DeviceStore } from "./device-store.ts";
import type { Held } from "./seat-ports.ts";

const EVERY_MS = 5_000;
/** Bytes of JSON: the server takes 256 KiB. */
const LARGEST = 250_000;
/** What may leave with a page that goes away: 64 KiB in all. */
const LARGEST_LAST = 50_000;

export type DraftState = "none" | "unsaved" | "saved" | "device";

interface Kept {
  answer: Answer;
  /** Epoch seconds of the server. */
  saved: number;
}

export interface DraftPorts {
  calls: Pick<JobCalls, "draft" | "draftNow">;
  store: DeviceStore;
  worker: string;
  now: () => number;
  changed: () => void;
}

export class Drafts {
  state: DraftState = "none";
  #ports: DraftPorts;
  #pending: { held: Held; answer: Answer } | undefined;
  #savedAt = -Infinity;
  #saving = false;
  #hidden = false;

  constructor(ports: DraftPorts) {
    this.#ports = ports;
  }

  /** What the worker had of a task: the later one of the server's draft and this device's. */
  async earlier(task: Task): Promise<Answer | undefined> {
    const here = (await this.#ports.store.get(this.#key(task.lease)).catch(() => undefined)) as Kept | undefined;
    return here && here.saved > (task.draft?.saved ?? 0) ? here.answer : task.draft?.answer;
  }

  changed(held: Held, answer: Answer): void {
    held.drafted = true;
    this.#pending = { held, answer };
    this.#say("unsaved");
    if (this.#hidden) this.last();
  }

  /** Called every half second. */
  tick(): void {
    if (this.#ports.now() - this.#savedAt >= EVERY_MS) void this.save();
  }

  async save(): Promise<void> {
    const pending = this.#pending;
    if (!pending || this.#saving) return;
    this.#begin();
    this.#saving = true;
    const { state, again } = await this.#kept(pending.held, pending.answer);
    this.#saving = false;
    if (again) this.#pending ??= pending;
    this.#say(this.#pending && state === "saved" ? "unsaved" : state);
  }

  hide(): void {
    this.#hidden = true;
    this.last();
  }

  seen(): void {
    this.#hidden = false;
  }

  /** The page may go away at any moment. */
  last(): void {
    const pending = this.#pending;
    if (!pending) return;
    if (bytes(pending.answer) > LARGEST_LAST) {
      void this.#here(pending.held, pending.answer);
      return void this.save();
    }
    this.#begin();
    this.#ports.calls.draftNow(pending.held.task.lease, pending.answer);
    this.#say("saved");
  }

  /** It has become an answer, or its task is given back. */
  stop(held: Held): void {
    if (this.#pending?.held === held) this.#pending = undefined;
    void this.#ports.store.drop(this.#key(held.task.lease)).catch(() => undefined);
    this.#say("none");
  }

  #begin(): void {
    this.#pending = undefined;
    this.#savedAt = this.#ports.now();
  }

  /** Where it is now, and whether to try the server again. */
  async #kept(held: Held, answer: Answer): Promise<{ state: DraftState; again: boolean }> {
    if (bytes(answer) > LARGEST) return { state: await this.#here(held, answer), again: false };
    try {
      await this.#ports.calls.draft(held.task.lease, answer);
      return { state: "saved", again: false };
    } catch (error) {
      const again = !(error instanceof ApiError) || error.retryable;
      const tooSoon = error instanceof ApiError && error.code === "Conflict";
      return { state: tooSoon ? "unsaved" : await this.#here(held, answer), again };
    }
  }

  async #here(held: Held, answer: Answer): Promise<DraftState> {
    const saved = (this.#ports.now() + held.skew) / 1000;
    const put = this.#ports.store.put(this.#key(held.task.lease), { answer, saved } satisfies Kept);
    return await put.then(() => "device" as const).catch(() => "unsaved" as const);
  }

  #say(state: DraftState): void {
    this.state = state;
    this.#ports.changed();
  }

  #key(lease: string): string {
    return `draft/${this.#ports.worker}/${lease}`;
  }
}

function bytes(answer: Answer): number {
  return new TextEncoder().encode(JSON.stringify(answer)).length;
}
