/** So many in so long: what a page that is not trusted may ask for. */
export class Allowance {
  #most: number;
  #window: number;
  #now: () => number;
  #taken: number[] = [];

  constructor(most: number, windowMs: number, now: () => number) {
    this.#most = most;
    this.#window = windowMs;
    this.#now = now;
  }

  /** Whether one more is within it. */
  take(): boolean {
    const now = this.#now();
    this.#taken = this.#taken.filter((time) => time > now - this.#window);
    if (this.#taken.length >= this.#most) return false;
    this.#taken.push(now);
    return true;
  }
}
