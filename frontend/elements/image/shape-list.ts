/** The shapes on a picture, which of them is selected, and how they came to be. Pure. */

import { History } from "./history.ts";
import type { Point } from "./geometry.ts";
import type { Drawn } from "./kinds.ts";

export interface Shape extends Drawn {
  readonly id: number;
}

interface State {
  readonly shapes: readonly Shape[];
  readonly selected: number | undefined;
}

interface Change {
  readonly before: State;
  readonly after: State;
}

export class ShapeList {
  #state: State = { shapes: [], selected: undefined };
  #history = new History<Change>();
  #next = 1;

  get all(): readonly Shape[] {
    return this.#state.shapes;
  }

  get selected(): Shape | undefined {
    return this.find(this.#state.selected);
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  find(id: number | undefined): Shape | undefined {
    return id === undefined ? undefined : this.all.find((shape) => shape.id === id);
  }

  /** Not a change: undo does not stop here. */
  select(id: number | undefined): void {
    this.#state = { ...this.#state, selected: id };
  }

  /** Everything anew, without a past. */
  load(drawn: readonly Drawn[]): void {
    this.#history.clear();
    this.#state = { shapes: drawn.map((one) => this.#numbered(one)), selected: undefined };
  }

  /** Everything anew, as one change. */
  replaceAll(drawn: readonly Drawn[]): void {
    this.#change({ shapes: drawn.map((one) => this.#numbered(one)), selected: undefined });
  }

  add(drawn: Drawn): Shape {
    const shape = this.#numbered(drawn);
    this.#change({ shapes: [...this.all, shape], selected: shape.id });
    return shape;
  }

  remove(id: number): void {
    const index = this.all.findIndex((shape) => shape.id === id);
    if (index < 0) return;
    this.#change({ shapes: this.all.toSpliced(index, 1), selected: undefined });
  }

  reshape(id: number, points: readonly Point[]): void {
    this.#replace(id, (shape) => ({ ...shape, points }));
  }

  relabel(id: number, label: string): void {
    if (this.find(id)?.label !== label) this.#replace(id, (shape) => ({ ...shape, label }));
  }

  /** The next shape in drawing order, from the selected one; around at the end. */
  cycle(step: number): void {
    const count = this.all.length;
    if (!count) return;
    const at = this.all.findIndex((shape) => shape.id === this.#state.selected);
    const next = at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count;
    this.select(this.all[next]?.id);
  }

  undo(): boolean {
    return this.#go(this.#history.undo()?.before);
  }

  redo(): boolean {
    return this.#go(this.#history.redo()?.after);
  }

  #replace(id: number, by: (shape: Shape) => Shape): void {
    this.#change({ shapes: this.all.map((shape) => (shape.id === id ? by(shape) : shape)), selected: id });
  }

  #change(after: State): void {
    this.#history.push({ before: this.#state, after });
    this.#state = after;
  }

  #go(state: State | undefined): boolean {
    if (state) this.#state = state;
    return state !== undefined;
  }

  #numbered({ label, points }: Drawn): Shape {
    return { id: this.#next++, label, points };
  }
}
