/**
 * The worker's seat without its looks: which task is on the screen, which waits behind it, what is being saved.
 *
 * One step after the other. On submit the waiting task is shown at once and the answer is saved meanwhile; the
 * answered page stays mounted until the server has taken it, and comes back if it does not.
 */

import type { Answer } from "../elements/answer.ts";
import { ApiError, type Task } from "./api.ts";
import { insist } from "./insist.ts";
import type { Held, SeatPorts, Sent } from "./seat-ports.ts";

export type Phase = "loading" | "working" | "expired" | "empty" | "failed";

const LOOK_AGAIN_MS = 4_000;
const KEPT = 20;

export class Seat {
  phase: Phase = "loading";
  /** Why nothing goes on, or that the server is being tried again. */
  trouble = "";
  saving = false;
  sent: Sent[] = [];
  submitted = 0;
  #ports: SeatPorts;
  #current: Held | undefined;
  #ahead: Held | undefined;
  #line: Promise<void> = Promise.resolve();
  #hidden = false;
  #left = false;

  constructor(ports: SeatPorts) {
    this.#ports = ports;
  }

  /** Epoch milliseconds at which the task on the screen runs out. */
  get deadline(): number | undefined {
    return this.#current?.deadline;
  }

  start(): Promise<void> {
    return this.#step(() => this.#load());
  }

  decline(reason: string): Promise<void> {
    return this.#give((lease) => this.#ports.calls.decline(lease, reason));
  }

  release(): Promise<void> {
    return this.#give((lease) => this.#ports.calls.release(lease));
  }

  /** After the time has run out. */
  goOn(): Promise<void> {
    return this.#step(async () => {
      this.#drop();
      await this.#show();
    });
  }

  /** Take the lease's answer back; its task comes on the screen, filled in, and the one that was there waits. */
  undo(lease: string, answer?: Answer): Promise<void> {
    return this.#step(async () => {
      await this.#freeAhead();
      void this.#step(() => this.#prefetch());
      const { task } = await this.#trying(() => this.#ports.calls.undo(lease));
      if (this.phase === "working") this.#ahead = this.#current;
      else this.#drop();
      this.#ahead?.page.wait();
      this.#current = undefined;
      this.sent = this.sent.filter((one) => one.lease !== lease);
      this.submitted = Math.max(0, this.submitted - 1);
      this.#put(task, answer);
    });
  }

  /** Called every second. */
  tick(): void {
    if (this.phase !== "working" || !this.#current || this.#ports.now() < this.#current.deadline) return;
    this.phase = "expired";
    this.#current.page.wait();
    this.#ports.notice("The time for this task has run out.", true);
    this.#ports.changed();
  }

  /** The page is not looked at: somebody else may have the task that waits. */
  hide(): void {
    this.#hidden = true;
    if (!this.#ahead) return;
    this.#ports.calls.releaseNow(this.#ahead.task.lease);
    this.#ahead.page.remove();
    this.#ahead = undefined;
  }

  seen(): Promise<void> {
    this.#hidden = false;
    return this.#step(() => this.#prefetch());
  }

  /** Give everything back; the seat cannot be used afterwards. */
  leave(): void {
    this.#left = true;
    this.hide();
    if (this.#current) this.#ports.calls.releaseNow(this.#current.task.lease);
    this.#drop();
  }

  // -- steps
  #step(action: () => Promise<void>): Promise<void> {
    this.#line = this.#line.then(() => (this.#left ? undefined : action())).catch((error) => this.#fail(error));
    return this.#line.then(() => this.#ports.changed());
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#ports.notice(message, true);
    if (this.#current) return;
    this.phase = "failed";
    this.trouble = message;
  }

  /** The waiting task, or one the server gives. */
  async #show(): Promise<void> {
    if (this.#promote()) await this.#prefetch();
    else await this.#load();
  }

  async #load(): Promise<void> {
    this.phase = "loading";
    this.trouble = "";
    this.#ports.changed();
    const { task } = await this.#trying(() => this.#ports.calls.next({ holding: [] }));
    this.#arrived(task);
  }

  #arrived(task: Task | null): void {
    if (task) this.#put(task);
    else this.#nothing();
    if (task) void this.#step(() => this.#prefetch());
  }

  #nothing(): void {
    this.phase = "empty";
    void this.#ports.pause(LOOK_AGAIN_MS).then(() => {
      if (this.phase === "empty") void this.#step(() => this.#lookAgain());
    });
  }

  async #lookAgain(): Promise<void> {
    if (this.phase !== "empty") return;
    const { task } = await this.#trying(() => this.#ports.calls.next({ holding: [] }));
    this.#arrived(task);
  }

  #put(task: Task, answer?: Answer): void {
    if (this.#left) return this.#ports.calls.releaseNow(task.lease);
    this.#current = this.#hold(task, answer);
    this.#current.page.show();
    this.phase = "working";
    this.#ports.changed();
  }

  async #prefetch(): Promise<void> {
    if (this.#hidden || this.#ahead || !this.#current || this.phase !== "working") return;
    const body = { prefetch: true, holding: [this.#current.task.lease] };
    const reply = await this.#ports.calls.next(body).catch(() => undefined);
    if (reply?.task) this.#keepAhead(reply.task);
  }

  #keepAhead(task: Task): void {
    if (this.#hidden || this.#left) return this.#ports.calls.releaseNow(task.lease);
    this.#ahead = this.#hold(task);
    this.#ahead.page.wait();
  }

  #hold(task: Task, answer?: Answer): Held {
    const skew = task.accepted * 1000 - this.#ports.now();
    const page = this.#ports.mount(task, (given) => void this.#submit(held, given), answer);
    const held: Held = { task, page, skew, deadline: task.deadline * 1000 - skew };
    return held;
  }

  /** Show the waiting task, if its lease still stands; its clock starts now. */
  #promote(): Held | undefined {
    const next = this.#ahead;
    this.#ahead = undefined;
    this.#current = undefined;
    if (!next) return undefined;
    if (next.deadline <= this.#ports.now()) return void next.page.remove();
    next.page.show();
    this.#current = next;
    this.phase = "working";
    void this.#startClock(next);
    this.#ports.changed();
    return next;
  }

  async #startClock(held: Held): Promise<void> {
    try {
      const { deadline } = await this.#trying(() => this.#ports.calls.heartbeat(held.task.lease));
      held.deadline = deadline * 1000 - held.skew;
      this.#ports.changed();
    } catch {
      // The lease is gone: the page must not be worked on.
      void this.#step(() => this.#replace(held));
    }
  }

  async #replace(held: Held): Promise<void> {
    if (held !== this.#current) return;
    this.#drop();
    await this.#show();
  }

  #drop(): void {
    this.#current?.page.remove();
    this.#current = undefined;
  }

  async #freeAhead(): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (!ahead) return;
    ahead.page.remove();
    await this.#ports.calls.release(ahead.task.lease);
  }

  // -- submit
  #submit(held: Held, answer: Answer): Promise<void> {
    return this.#step(async () => {
      if (held !== this.#current || this.phase !== "working") return;
      const promoted = this.#promote();
      try {
        await this.#save(held, answer, promoted);
      } catch (error) {
        await this.#refused(held, promoted, error);
      }
    });
  }

  async #save(held: Held, answer: Answer, promoted: Held | undefined): Promise<void> {
    const { lease, accepted, object } = held.task;
    const ahead = promoted ? { holding: [promoted.task.lease], prefetch: true } : { holding: [] };
    this.saving = true;
    this.#ports.changed();
    const reply = await this.#trying(() => this.#ports.calls.next({ lease, answer, accepted, ...ahead }));
    this.#accepted({ object, lease, answer, at: this.#ports.now() });
    held.page.remove();
    if (!promoted) this.#arrived(reply.task);
    else if (reply.task) this.#keepAhead(reply.task);
  }

  #accepted(sent: Sent): void {
    this.saving = false;
    this.submitted += 1;
    this.sent = [sent, ...this.sent].slice(0, KEPT);
  }

  async #refused(held: Held, promoted: Held | undefined, error: unknown): Promise<void> {
    this.saving = false;
    if (!(error instanceof ApiError)) throw error;
    this.#ports.notice(error.message, true);
    if (error.status === 400) {
      promoted?.page.wait();
      this.#ahead = promoted;
      this.#current = held;
      held.page.show();
      return;
    }
    held.page.remove();
    if (promoted) await this.#prefetch();
    else await this.#load();
  }

  // -- giving back
  #give(call: (lease: string) => Promise<unknown>): Promise<void> {
    return this.#step(async () => {
      const held = this.#current;
      if (!held) return;
      await call(held.task.lease).catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.status !== 409) throw error;
      });
      await this.#show();
      held.page.remove();
    });
  }

  #trying<T>(call: () => Promise<T>): Promise<T> {
    return insist(call, {
      pause: this.#ports.pause,
      stopped: () => this.#left,
      troubled: (trouble) => {
        this.trouble = trouble;
        this.#ports.changed();
      },
    });
  }
}
