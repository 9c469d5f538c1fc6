/** Unlimited undo and redo of changes that know how to be taken back. */

export class History<Change> {
  #done: Change[] = [];
  #undone: Change[] = [];

  push(change: Change): void {
    this.#done.push(change);
    this.#undone = [];
  }

  /** The change to take back, or undefined. */
  undo(): Change | undefined {
    const change = this.#done.pop();
    if (change !== undefined) this.#undone.push(change);
    return change;
  }

  /** The change to make again, or undefined. */
  redo(): Change | undefined {
    const change = this.#undone.pop();
    if (change !== undefined) this.#done.push(change);
    return change;
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }
}
