/** What the seat holds, and one step of it after the other, each insisting on its answer. */

import { insist } from "./insist.ts";
import type { Drafts } from "./drafts.ts";
import type { Held, SeatPorts } from "./seat-ports.ts";

export type Phase = "loading" | "working" | "expired" | "empty" | "failed";

export class Steps {
  phase: Phase = "loading";
  /** Why nothing goes on, or that the server is being tried again. */
  trouble = "";
  protected readonly ports: SeatPorts;
  protected left = false;
  protected current: Held | undefined;
  protected ahead: Held | undefined;
  #line: Promise<void> = Promise.resolve();

  constructor(ports: SeatPorts) {
    this.ports = ports;
  }

  get drafts(): Drafts {
    return this.ports.drafts;
  }

  /** Epoch milliseconds at which the task on the screen runs out. */
  get deadline(): number | undefined {
    return this.current?.deadline;
  }

  /** The task on the screen is answered, and nothing goes on until somebody answers. */
  get parked(): boolean {
    return this.current?.sent === true && this.trouble !== "";
  }

  protected drop(): void {
    this.current?.page.remove();
    this.current = undefined;
  }

  protected step(action: () => Promise<void>): Promise<void> {
    this.#line = this.#line.then(() => (this.left ? undefined : action())).catch((error) => this.#fail(error));
    return this.#line.then(() => this.ports.changed());
  }

  protected trying<T>(call: () => Promise<T>): Promise<T> {
    return insist(call, {
      pause: this.ports.pause,
      stopped: () => this.left,
      troubled: (failing) => {
        this.trouble = failing ? this.ports.words(undefined) : "";
        this.ports.changed();
      },
    });
  }

  #fail(error: unknown): void {
    const message = this.ports.words(error);
    this.ports.notice(message);
    if (this.current) return;
    this.phase = "failed";
    this.trouble = message;
  }
}
