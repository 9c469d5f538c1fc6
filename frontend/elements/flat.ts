/**
 * `answer-format="flatten-objects"` of a crowd-form, as Mechanical Turk's pages have it: objects become dotted keys, lists the
 * JSON of what they hold.
 */

import type { Answer } from "./answer.ts";

export function flattened(answer: Answer): Answer {
  return Object.fromEntries(Object.entries(answer).flatMap(([name, value]) => leaves(name, value)));
}

function leaves(name: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return [[name, JSON.stringify(value)]];
  if (typeof value !== "object" || value === null) return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${name}.${key}`, inner));
}
