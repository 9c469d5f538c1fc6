/** Unlimited undo and redo of states that never change themselves. */

export class Snapshots<State> {
  #before: State[] = [];
  #after: State[] = [];
  #now: State;

  constructor(first: State) {
    this.#now = first;
  }

  get now(): State {
    return this.#now;
  }

  set(next: State): void {
    this.#before.push(this.#now);
    this.#now = next;
    this.#after = [];
  }

  /** Begin anew: nothing to take back. */
  restart(first: State): void {
    this.#before = [];
    this.#after = [];
    this.#now = first;
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  get canRedo(): boolean {
    return this.#after.length > 0;
  }

  undo(): boolean {
    return this.#move(this.#before, this.#after);
  }

  redo(): boolean {
    return this.#move(this.#after, this.#before);
  }

  #move(from: State[], to: State[]): boolean {
    const next = from.pop();
    if (next === undefined) return false;
    to.push(this.#now);
    this.#now = next;
    return true;
  }
}
