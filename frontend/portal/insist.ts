/** Call again while nobody answers. */

import { ApiError } from "./api.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

export interface Patience {
  pause: (ms: number) => Promise<void>;
  /** Nobody waits for the answer any more. */
  stopped: () => boolean;
  /** Said while it does not work, and with false when it does again. */
  troubled: (failing: boolean) => void;
}

/** The reply, however long it takes; what the server refuses for good is thrown. */
export async function insist<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      const reply = await call();
      if (pause > FIRST_PAUSE_MS) patience.troubled(false);
      return reply;
    } catch (error) {
      if (!(error instanceof ApiError) || !error.retryable || patience.stopped()) {
        if (pause > FIRST_PAUSE_MS) patience.troubled(false);
        throw error;
      }
      patience.troubled(true);
    }
    await patience.pause(pause);
  }
}
