/** What the seat needs of the world around it, and what it holds. */

import type { Answer } from "../elements/answer.ts";
import type { JobCalls, Task } from "./api.ts";

/** One task's page on the stage. */
export interface Page {
  show(): void;
  wait(): void;
  remove(): void;
}

export interface SeatPorts {
  calls: JobCalls;
  mount: (task: Task, submitted: (answer: Answer) => void, answer?: Answer) => Page;
  changed: () => void;
  notice: (text: string, urgent?: boolean) => void;
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
}

/** What this seat has submitted, and when in epoch milliseconds. */
export interface Sent {
  object: number;
  lease: string;
  answer: Answer;
  at: number;
}
