/**
 * The worker's seat without its looks: which task is on the screen, which waits behind it, what is being saved.
 *
 * One step after the other. On submit the waiting task is shown at once and the answer is saved meanwhile; the
 * answered page stays mounted until the server has taken it, and comes back if it does not. Until then the answer
 * is on this device too.
 */

import type { Answer } from "../elements/answer.ts";
import { ApiError, type Task } from "./api.ts";
import type { Held, Sent, Undoing } from "./seat-ports.ts";
import { Steps } from "./seat-steps.ts";

const LOOK_AGAIN_MS = 4_000;
const KEPT = 20;

export class Seat extends Steps {
  saving = false;
  sent: Sent[] = [];
  submitted = 0;
  /** Answers given that the server does not have yet. */
  unsent = 0;
  #hidden = false;

  /** Begin with what waits on this device, then with an answer to be taken back, if there is one. */
  start(undoing?: Undoing): Promise<void> {
    void this.step(async () => {
      const lost = await this.trying(() => this.ports.unsent.flush());
      for (const { object, error } of lost) this.ports.notice(this.ports.words(error, object));
    });
    if (undoing) void this.undo(undoing.lease, undoing.answer);
    return this.step(async () => {
      if (!this.current) await this.#load();
    });
  }

  decline(reason: string): Promise<void> {
    return this.#give((lease, drafted) => this.ports.calls.decline(lease, reason, drafted));
  }

  release(): Promise<void> {
    return this.#give((lease, drafted) => this.ports.calls.release(lease, drafted));
  }

  /** After the time has run out. */
  goOn(): Promise<void> {
    return this.step(async () => {
      this.drop();
      await this.#show();
    });
  }

  /** Take the lease's answer back; its task comes on the screen, filled in, and the one that was there waits. */
  undo(lease: string, answer?: Answer): Promise<void> {
    return this.step(async () => {
      await this.#freeAhead();
      void this.step(() => this.#prefetch());
      const { task } = await this.trying(() => this.ports.calls.undo(lease));
      if (this.phase === "working") this.ahead = this.current;
      else this.drop();
      this.ahead?.page.wait();
      this.current = undefined;
      this.sent = this.sent.filter((one) => one.lease !== lease);
      this.submitted = Math.max(0, this.submitted - 1);
      this.#put(task, task.draft?.answer ?? answer);
    });
  }

  /** Called every half second. */
  tick(): void {
    this.ports.drafts.tick();
    const current = this.current;
    if (this.phase !== "working" || !current || current.sent || this.ports.now() < current.deadline) return;
    this.phase = "expired";
    current.page.wait();
    this.ports.drafts.stop(current);
    this.ports.changed();
  }

  /** The page is not looked at: somebody else may have the task that waits, unless this worker has begun it. */
  hide(): void {
    this.#hidden = true;
    this.ports.drafts.hide();
    if (!this.ahead || this.ahead.drafted) return;
    this.ports.calls.releaseNow(this.ahead.task.lease);
    this.ahead.page.remove();
    this.ahead = undefined;
  }

  seen(): Promise<void> {
    this.#hidden = false;
    this.ports.drafts.seen();
    return this.step(() => this.#prefetch());
  }

  /** Give back what is not begun; the seat cannot be used afterwards. */
  leave(): void {
    this.left = true;
    this.hide();
    const current = this.current;
    if (current && !current.sent && !current.drafted) this.ports.calls.releaseNow(current.task.lease);
    this.ahead?.page.remove();
    this.drop();
  }

  // -- arriving
  /** The waiting task, or one the server gives. */
  async #show(): Promise<void> {
    if (this.#promote()) await this.#prefetch();
    else await this.#load();
  }

  async #load(): Promise<void> {
    this.phase = "loading";
    this.trouble = "";
    this.ports.changed();
    await this.#ask();
  }

  async #ask(): Promise<void> {
    const { task } = await this.trying(() => this.ports.calls.next({ holding: [] }));
    await this.#arrived(task);
  }

  async #arrived(task: Task | null): Promise<void> {
    if (!task) return this.#nothing();
    this.#put(task, await this.ports.drafts.earlier(task));
    void this.step(() => this.#prefetch());
  }

  #nothing(): void {
    this.phase = "empty";
    void this.ports.pause(LOOK_AGAIN_MS).then(() => {
      void this.step(async () => {
        if (this.phase === "empty") await this.#ask();
      });
    });
  }

  #put(task: Task, answer?: Answer): void {
    if (this.left) return this.ports.calls.releaseNow(task.lease);
    this.current = this.#hold(task, answer);
    this.current.page.show();
    this.phase = "working";
    this.ports.changed();
  }

  async #prefetch(): Promise<void> {
    if (this.#hidden || this.ahead || !this.current || this.phase !== "working") return;
    const body = { prefetch: true, holding: [this.current.task.lease] };
    const reply = await this.ports.calls.next(body).catch(() => undefined);
    if (reply?.task) this.#keepAhead(reply.task);
  }

  #keepAhead(task: Task): void {
    if (this.#hidden || this.left) return this.ports.calls.releaseNow(task.lease);
    this.ahead = this.#hold(task, task.draft?.answer);
    this.ahead.page.wait();
  }

  #hold(task: Task, answer?: Answer): Held {
    const skew = task.accepted * 1000 - this.ports.now();
    const events = {
      submit: (given: Answer) => void this.#submit(held, given),
      draft: (given: Answer) => held.sent || this.ports.drafts.changed(held, given),
    };
    const page = this.ports.mount(task, events, answer);
    const deadline = task.deadline * 1000 - skew;
    const held: Held = { task, page, skew, deadline, drafted: answer !== undefined, sent: false };
    return held;
  }

  /** Show the waiting task, if its lease still stands; its clock starts now. */
  #promote(): Held | undefined {
    const next = this.ahead;
    this.ahead = undefined;
    this.current = undefined;
    if (!next) return undefined;
    if (next.deadline <= this.ports.now()) return void next.page.remove();
    next.page.show();
    this.current = next;
    this.phase = "working";
    void this.#startClock(next);
    this.ports.changed();
    return next;
  }

  async #startClock(held: Held): Promise<void> {
    try {
      const { deadline } = await this.trying(() => this.ports.calls.heartbeat(held.task.lease));
      held.deadline = deadline * 1000 - held.skew;
      this.ports.changed();
    } catch {
      // The lease is gone: the page must not be worked on.
      void this.step(() => this.#replace(held));
    }
  }

  async #replace(held: Held): Promise<void> {
    if (held !== this.current) return;
    this.drop();
    await this.#show();
  }

  async #freeAhead(): Promise<void> {
    const ahead = this.ahead;
    this.ahead = undefined;
    if (!ahead) return;
    ahead.page.remove();
    await this.ports.calls.release(ahead.task.lease, ahead.drafted);
  }

  // -- submit
  #submit(held: Held, answer: Answer): Promise<void> {
    if (held !== this.current || held.sent || this.phase !== "working") return Promise.resolve();
    const { lease, object, accepted } = held.task;
    held.sent = true;
    this.unsent += 1;
    this.ports.drafts.stop(held);
    const at = this.ports.now();
    void this.ports.unsent.put({ job: this.ports.job, object, lease, answer, accepted, drafted: held.drafted, at });
    this.ports.changed();
    return this.step(async () => {
      if (held !== this.current) return this.#settled(held);
      const promoted = this.#promote();
      if (promoted) held.page.wait();
      await this.#save(held, answer, promoted).catch((error: unknown) => this.#refused(held, promoted, error));
    });
  }

  async #save(held: Held, answer: Answer, promoted: Held | undefined): Promise<void> {
    const { lease, accepted, object } = held.task;
    const ahead = promoted ? { holding: [promoted.task.lease], prefetch: true } : { holding: [] };
    const drafted = held.drafted ? { drafted: true } : {};
    this.saving = true;
    this.ports.changed();
    const reply = await this.trying(() => this.ports.calls.next({ lease, answer, accepted, ...drafted, ...ahead }));
    this.#settled(held);
    this.submitted += 1;
    this.sent = [{ object, lease, answer, at: this.ports.now() }, ...this.sent].slice(0, KEPT);
    held.page.remove();
    if (!promoted) await this.#arrived(reply.task);
    else if (reply.task) this.#keepAhead(reply.task);
  }

  /** The answer is stored, or never will be. */
  #settled(held: Held): void {
    this.saving = false;
    this.unsent -= 1;
    void this.ports.unsent.drop(held.task.lease);
  }

  async #refused(held: Held, promoted: Held | undefined, error: unknown): Promise<void> {
    this.saving = false;
    if (!(error instanceof ApiError) || error.retryable) throw error;
    this.#settled(held);
    this.ports.notice(this.ports.words(error, held.task.object));
    if (error.status === 400) {
      held.sent = false;
      promoted?.page.wait();
      this.ahead = promoted;
      this.current = held;
      held.page.show();
      return;
    }
    held.page.remove();
    if (promoted) await this.#prefetch();
    else await this.#load();
  }

  // -- giving back
  #give(call: (lease: string, drafted: boolean) => Promise<unknown>): Promise<void> {
    return this.step(async () => {
      const held = this.current;
      if (!held || held.sent) return;
      await call(held.task.lease, held.drafted).catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.status !== 409) throw error;
      });
      this.ports.drafts.stop(held);
      await this.#show();
      held.page.remove();
    });
  }
}
