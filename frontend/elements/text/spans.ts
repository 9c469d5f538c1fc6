/** Marks over a text: their order, the pieces they cut it into, and the lines they are drawn on. Offsets in code points. */

import type { CodePoints } from "./code-points.ts";

export interface Entity {
  readonly label: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A part of the text that no mark begins or ends in. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Of the marks that cover it, by their places in the list. */
  readonly marks: readonly number[];
}

/** The range without white space at its ends; undefined when nothing is left. */
export function trimmed(text: CodePoints, start: number, end: number): { start: number; end: number } | undefined {
  const inside = text.slice(start, end);
  const before = inside.length - inside.trimStart().length;
  const after = inside.length - inside.trimEnd().length;
  if (before + after >= inside.length) return undefined;
  return { start: text.pointAt(text.unitAt(start) + before), end: text.pointAt(text.unitAt(end) - after) };
}

/** In text order; of those that begin together the longest first. */
export function inOrder(entities: readonly Entity[]): Entity[] {
  return [...entities].sort(
    (one, other) =>
      one.startOffset - other.startOffset || other.endOffset - one.endOffset || (one.label < other.label ? -1 : 1),
  );
}

export function same(one: Entity, other: Entity): boolean {
  return one.label === other.label && one.startOffset === other.startOffset && one.endOffset === other.endOffset;
}

/** What a template or an earlier answer gives: a list, or an object with `entities`. Only marks inside the text count. */
export function readEntities(value: unknown, text: CodePoints): Entity[] {
  const list = Array.isArray(value) ? value : ((value as { entities?: unknown } | null | undefined)?.entities ?? []);
  if (!Array.isArray(list)) return [];
  return inOrder(list.flatMap((entry: unknown) => readEntity(entry, text)));
}

function readEntity(entry: unknown, text: CodePoints): Entity[] {
  const { label, startOffset, endOffset } = (entry ?? {}) as Record<string, unknown>;
  const start = Math.max(0, Number(startOffset));
  const end = Math.min(text.length, Number(endOffset));
  if (typeof label !== "string" || !Number.isInteger(start) || !Number.isInteger(end) || start >= end) {
    console.warn("An entity does not fit the text:", entry);
    return [];
  }
  return [{ label, startOffset: start, endOffset: end }];
}

export function piecesOf(entities: readonly Entity[], length: number): Piece[] {
  const edges = new Set([0, length]);
  for (const { startOffset, endOffset } of entities) edges.add(startOffset).add(endOffset);
  const cuts = [...edges].sort((one, other) => one - other);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] as number;
    const marks = [...entities.keys()].filter((place) => {
      const { startOffset, endOffset } = entities[place] as Entity;
      return startOffset <= start && endOffset >= end;
    });
    return { start, end, marks };
  });
}

/** The line, from 0, that each mark is drawn on, so that no two that overlap share one. Marks in text order. */
export function levelsOf(entities: readonly Entity[]): number[] {
  const ends: number[] = [];
  return entities.map(({ startOffset, endOffset }) => {
    const free = ends.findIndex((end) => end <= startOffset);
    const level = free < 0 ? ends.length : free;
    ends[level] = endOffset;
    return level;
  });
}

/** The next of the marks at a place: the shortest, and after the one that is selected the next longer, round and round. */
export function nextAt(entities: readonly Entity[], point: number, selected: number): number {
  const length = (place: number): number => {
    const { startOffset, endOffset } = entities[place] as Entity;
    return endOffset - startOffset;
  };
  const there = [...entities.keys()]
    .filter((place) => {
      const { startOffset, endOffset } = entities[place] as Entity;
      return startOffset <= point && point < endOffset;
    })
    .sort((one, other) => length(one) - length(other) || one - other);
  return there.length ? (there[(there.indexOf(selected) + 1) % there.length] as number) : -1;
}
