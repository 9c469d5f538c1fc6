/** A server with a row of objects, and a stage that remembers which page is where. */

import type { Answer } from "../elements/answer.ts";
import { ApiError, type JobCalls, type NextBody, type Task } from "./api.ts";
import type { DeviceStore } from "./device-store.ts";
import { Drafts } from "./drafts.ts";
import { Outbox } from "./outbox.ts";
import type { Page, PageEvents } from "./seat-ports.ts";
import { Seat } from "./seat.ts";

export class MemoryStore implements DeviceStore {
  rows = new Map<string, unknown>();

  async get(key: string): Promise<unknown> {
    return this.rows.get(key);
  }

  async put(key: string, value: unknown): Promise<void> {
    this.rows.set(key, structuredClone(value));
  }

  async drop(key: string): Promise<void> {
    this.rows.delete(key);
  }

  async all(prefix: string): Promise<unknown[]> {
    return [...this.rows].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
  }
}

export class World {
  time = 1_000_000;
  asked: string[] = [];
  shown: number | undefined;
  behind = new Set<number>();
  notices: string[] = [];
  refusals: (ApiError | undefined)[] = [];
  free = [1, 2, 3, 4, 5, 6];
  pages = new Map<number, PageEvents>();
  drafts = new Map<string, Answer>();
  device = new MemoryStore();
  stored = new Map<string, Answer>();
  filled = new Map<number, Answer | undefined>();
  said: NextBody[] = [];
  pauses: (() => void)[] = [];
  seat = this.opened();

  /** The seat of one visit: everything but the server and the device is new. */
  opened(): Seat {
    const calls = this.#calls();
    const changed = (): void => undefined;
    const now = (): number => this.time;
    const outbox = new Outbox(this.device, "ann");
    return new Seat({
      calls,
      job: "job",
      drafts: new Drafts({ calls, store: this.device, worker: "ann", now, changed }),
      unsent: {
        put: (unsent) => outbox.put(unsent),
        drop: (lease) => outbox.drop(lease),
        flush: () => outbox.flush((_job, body) => calls.next(body)),
      },
      mount: (task, events, answer) => this.#mount(task, events, answer),
      changed,
      notice: (text) => void this.notices.push(text),
      words: (error) => (error instanceof Error ? error.message : "trying again"),
      now,
      pause: () => new Promise((done) => this.pauses.push(done)),
    });
  }

  /** Leave without a word, as a closed browser does, and come back. */
  async reload(): Promise<void> {
    this.pauses = [];
    this.pages.clear();
    this.shown = undefined;
    this.behind.clear();
    this.seat = this.opened();
    void this.seat.start();
    await this.settle();
  }

  async again(): Promise<void> {
    this.pauses.shift()?.();
    await this.settle();
  }

  /** Everything that can go on without a clock has gone on. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 150; turn++) await Promise.resolve();
  }

  async answer(object: number, label: string): Promise<void> {
    this.pages.get(object)?.submit({ c: { label } });
    await this.settle();
  }

  async work(object: number, note: string): Promise<void> {
    this.pages.get(object)?.draft({ note });
    await this.settle();
  }

  #mount(task: Task, events: PageEvents, answer?: Answer): Page {
    this.pages.set(task.object, events);
    this.filled.set(task.object, answer);
    const leave = (): void => {
      if (this.shown === task.object) this.shown = undefined;
      this.behind.delete(task.object);
    };
    return {
      show: () => (leave(), (this.shown = task.object)),
      wait: () => (leave(), this.behind.add(task.object)),
      remove: leave,
    };
  }

  #task(object: number): Task {
    const now = this.time / 1000 + 500;
    return {
      lease: `L${object}`,
      object,
      deadline: now + 60,
      accepted: now,
      html: "",
      draft: this.#draft(`L${object}`),
    };
  }

  #draft(lease: string): Task["draft"] {
    const answer = this.drafts.get(lease);
    return answer ? { answer, saved: this.time / 1000 + 500 } : null;
  }

  #calls(): JobCalls {
    const give = async (verb: string, lease: string): Promise<unknown> => {
      this.asked.push(`${verb} ${lease}`);
      this.#refuse();
      return {};
    };
    return {
      next: async (body) => this.#next(body),
      draft: async (lease, draft) => {
        await give("draft", lease);
        this.drafts.set(lease, draft);
      },
      draftNow: (lease, draft) => {
        this.asked.push(`draftNow ${lease}`);
        this.drafts.set(lease, draft);
      },
      release: (lease, drafted) => give("release", drafted ? `${lease} drafted` : lease),
      releaseNow: (lease) => void give("releaseNow", lease),
      decline: (lease, reason) => give(`decline(${reason})`, lease),
      heartbeat: async (lease) => {
        await give("heartbeat", lease);
        return { deadline: this.time / 1000 + 500 + 60 };
      },
      history: async () => ({ answers: [] }),
      undo: async (lease) => {
        await give("undo", lease);
        return { task: this.#task(Number(lease.slice(1))) };
      },
    };
  }

  #refuse(): void {
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
  }

  #next(body: NextBody): { accepted: boolean; task: Task | null } {
    this.said.push(body);
    this.asked.push(`next ${body.lease ?? "-"} [${body.holding}]${body.prefetch ? " ahead" : ""}`);
    this.#refuse();
    if (body.lease) this.stored.set(body.lease, body.answer!);
    if (body.drafted) this.drafts.delete(body.lease!);
    if (body.only) return { accepted: true, task: null };
    const object = this.free.shift();
    return { accepted: Boolean(body.lease), task: object ? this.#task(object) : null };
  }
}
