/**
 * Answers that the server has not stored yet, kept on this device until it has.
 *
 * Each lies under its worker and its lease. The server takes an answer once for a lease, however often it is
 * sent: whatever is in doubt is sent again.
 */

import type { Answer } from "../elements/answer.ts";
import { ApiError, type NextBody } from "./api.ts";
import type { DeviceStore } from "./device-store.ts";

export interface Unsent {
  job: string;
  object: number;
  lease: string;
  answer: Answer;
  accepted: number;
  drafted: boolean;
  /** Epoch milliseconds of its submit. */
  at: number;
}

/** An answer that was not stored, for good. */
export interface Lost {
  object: number;
  error: ApiError;
}

type Send = (job: string, body: NextBody) => Promise<unknown>;

export class Outbox {
  #store: DeviceStore;
  #worker: string;

  constructor(store: DeviceStore, worker: string) {
    this.#store = store;
    this.#worker = worker;
  }

  async put(unsent: Unsent): Promise<void> {
    await this.#store.put(this.#key(unsent.lease), unsent).catch(() => undefined);
  }

  async drop(lease: string): Promise<void> {
    await this.#store.drop(this.#key(lease)).catch(() => undefined);
  }

  /** Oldest first. */
  async all(): Promise<Unsent[]> {
    const found = (await this.#store.all(this.#key("")).catch(() => [])) as Unsent[];
    return found.sort((one, other) => one.at - other.at);
  }

  /** Send all of them; those that are refused for good. Throws, and keeps the rest, while nobody answers. */
  async flush(send: Send): Promise<Lost[]> {
    const lost: Lost[] = [];
    for (const { job, object, lease, answer, accepted, drafted } of await this.all()) {
      try {
        await send(job, { lease, answer, accepted, drafted, only: true });
      } catch (error) {
        if (!(error instanceof ApiError) || error.retryable) throw error;
        lost.push({ object, error });
      }
      await this.drop(lease);
    }
    return lost;
  }

  #key(lease: string): string {
    return `answer/${this.#worker}/${lease}`;
  }
}
