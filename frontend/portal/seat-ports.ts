/** What the seat needs of the world around it, and what it holds. */

import type { Answer } from "../elements/answer.ts";
import type { JobCalls, Task } from "./api.ts";
import type { Drafts } from "./drafts.ts";
import type { Lost, Unsent } from "./outbox.ts";

/** One task's page on the stage. */
export interface Page {
  show(): void;
  wait(): void;
  remove(): void;
}

/** What a page says. */
export interface PageEvents {
  submit: (answer: Answer) => void;
  draft: (answer: Answer) => void;
}

export interface SeatPorts {
  calls: JobCalls;
  drafts: Drafts;
  unsent: {
    put: (unsent: Unsent) => Promise<void>;
    drop: (lease: string) => Promise<void>;
    /** Answers of an earlier visit; those that were refused for good. Throws while nobody answers. */
    flush: () => Promise<Lost[]>;
  };
  job: string;
  mount: (task: Task, events: PageEvents, answer?: Answer) => Page;
  changed: () => void;
  notice: (text: string) => void;
  /** What to say of a refusal. */
  words: (error: unknown, object?: number) => string;
  /** Epoch milliseconds. */
  now: () => number;
  pause: (ms: number) => Promise<void>;
}

export interface Held {
  task: Task;
  page: Page;
  /** Server's clock minus this machine's, in milliseconds. */
  skew: number;
  /** Epoch milliseconds on this machine's clock. */
  deadline: number;
  /** There is a draft of it, here or at the server. */
  drafted: boolean;
  /** It is answered; the server may not have the answer yet. */
  sent: boolean;
}

/** What this seat has submitted, and when in epoch milliseconds. */
export interface Sent {
  object: number;
  lease: string;
  answer: Answer;
  at: number;
}

/** An answer to be taken back, as the history lists it. */
export interface Undoing {
  lease: string;
  answer: Answer;
}
