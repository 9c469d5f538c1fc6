/** The marks of a text, which of them is selected, and what can be done with them. Knows no page. */

import { CodePoints } from "./code-points.ts";
import type { EntityLabel } from "./entity-labels.ts";
import { Snapshots } from "./snapshots.ts";
import { type Entity, inOrder, nextAt, readEntities, same, trimmed } from "./spans.ts";

const EXCERPT = 60;
const UNKNOWN = "#8a8a8a";
const TWICE = "This is marked already.";

export class Marking {
  points = new CodePoints("");
  labels: readonly EntityLabel[] = [];
  /** Place of the selected mark, or -1. */
  selected = -1;
  /** What was done last, in words. */
  said = "";
  #states = new Snapshots<readonly Entity[]>([]);
  readonly #changed: () => void;

  /** `changed` is called after every change of the marks. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get entities(): readonly Entity[] {
    return this.#states.now;
  }

  get canUndo(): boolean {
    return this.#states.canUndo;
  }

  get canRedo(): boolean {
    return this.#states.canRedo;
  }

  /** Begin anew. */
  load(value: unknown): void {
    this.selected = -1;
    this.#states.restart(readEntities(value, this.points));
  }

  mark(start: number, end: number, label: string): void {
    const part = trimmed(this.points, start, end);
    if (!part || !label) return;
    const entity: Entity = { label, startOffset: part.start, endOffset: part.end };
    if (this.entities.some((one) => same(one, entity))) this.said = TWICE;
    else this.#set([...this.entities, entity], `${this.#quoted(entity)} is now ${this.full(label)}.`);
  }

  /** Give a mark another label or other ends. */
  replace(place: number, change: Partial<Entity>): void {
    const was = this.entities[place];
    if (!was) return;
    const entity = { ...was, ...change };
    const others = this.entities.filter((_, index) => index !== place);
    if (others.some((one) => same(one, entity))) this.said = TWICE;
    else this.#set([...others, entity], `${this.#quoted(entity)} is now ${this.full(entity.label)}.`, entity);
  }

  remove(place: number): void {
    const gone = this.entities[place];
    if (!gone) return;
    this.#set(
      this.entities.filter((one) => one !== gone),
      `${this.#quoted(gone)} is no longer marked.`,
    );
  }

  #set(entities: readonly Entity[], said: string, selected?: Entity): void {
    this.#states.set(inOrder(entities));
    this.selected = selected ? this.entities.indexOf(selected) : -1;
    this.said = said;
    this.#changed();
  }

  undo(): void {
    if (this.#states.undo()) this.#travelled("Undone.");
  }

  redo(): void {
    if (this.#states.redo()) this.#travelled("Done again.");
  }

  #travelled(said: string): void {
    this.selected = -1;
    this.said = said;
    this.#changed();
  }

  select(place: number): void {
    this.selected = place;
    const entity = this.entities[place];
    if (entity) this.said = `${this.#quoted(entity)}, ${this.full(entity.label)}`;
  }

  /** The mark at a place of the text, or the one that ends there. */
  selectAt(point: number): void {
    const place = nextAt(this.entities, point, this.selected);
    this.select(place < 0 && point > 0 ? nextAt(this.entities, point - 1, this.selected) : place);
  }

  /** The next mark in text order, or the one before; whether there is any. */
  cycle(step: number): boolean {
    const { length } = this.entities;
    if (length) this.select(this.selected < 0 && step < 0 ? length - 1 : (this.selected + step + length) % length);
    return length > 0;
  }

  /** Move the ends of the selected mark by so many code points. It keeps one at least. */
  stretch(start: number, end: number): void {
    const entity = this.entities[this.selected];
    if (!entity) return;
    const startOffset = Math.max(0, entity.startOffset + start);
    const endOffset = Math.min(this.points.length, entity.endOffset + end);
    if (startOffset < endOffset) this.replace(this.selected, { startOffset, endOffset });
  }

  known(label: string): EntityLabel | undefined {
    return this.labels.find((one) => one.label === label);
  }

  full(label: string): string {
    return this.known(label)?.full ?? label;
  }

  short(label: string): string {
    return this.known(label)?.short ?? label;
  }

  colour(label: string): string {
    return this.known(label)?.colour ?? UNKNOWN;
  }

  excerpt({ startOffset, endOffset }: Entity): string {
    const words = this.points.slice(startOffset, endOffset).replaceAll(/\s+/g, " ");
    return words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words;
  }

  #quoted(entity: Entity): string {
    return `“${this.excerpt(entity)}”`;
  }
}
