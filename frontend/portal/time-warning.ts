/** When to say that a task's time is nearly over. */

const SHARE = 0.2;
const LEAST_SECONDS = 10;
const MOST_SECONDS = 60;
const UNKNOWN_SECONDS = 150;

/** A fifth of the task's time, but no less than ten seconds and no more than a minute. */
export function fewSeconds(taskSeconds = UNKNOWN_SECONDS): number {
  return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.round(taskSeconds * SHARE)));
}

/** Says it once for each deadline. */
export class Warning {
  #said = 0;

  due(deadline: number, left: number, few: number): boolean {
    if (left > few || left <= 0 || deadline === this.#said) return false;
    this.#said = deadline;
    return true;
  }
}
