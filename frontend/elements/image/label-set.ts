/** The labels of a tool with their colours. A template may give names, or objects with a label and a colour. */

import { categoriesOf } from "../shared.ts";
import { freeColour, parseColour } from "./colours.ts";

const UNKNOWN = "#8a8a8a";

export class LabelSet {
  readonly names: readonly string[];
  readonly #colours: readonly string[];

  constructor(names: readonly string[] = [], colours: ReadonlyMap<string, string> = new Map()) {
    this.names = names;
    const taken = new Set(colours.values());
    this.#colours = names.map((name, index) => {
      const colour = colours.get(name) ?? freeColour(taken, index);
      taken.add(colour);
      return colour;
    });
  }

  has(label: string): boolean {
    return this.names.includes(label);
  }

  /** -1 for a label the task does not have. */
  index(label: string): number {
    return this.names.indexOf(label);
  }

  colour(label: string): string {
    return this.#colours[this.index(label)] ?? UNKNOWN;
  }

  /** The class of a swatch that has the label's pattern. */
  swatch(label: string): string {
    return `pattern-${Math.max(0, this.index(label)) % 6}`;
  }

  /** The digit that chooses a label, if it has one. */
  key(index: number): string | undefined {
    return index < 9 ? String(index + 1) : undefined;
  }

  /** The same labels, some of them in given colours. */
  coloured(colours: ReadonlyMap<string, string>): LabelSet {
    return new LabelSet(this.names, colours);
  }
}

/** `labels` and `label-colors`: colours in the order of the labels, or by label. */
export function labelSet(labels: unknown, colours?: unknown): LabelSet {
  const names = [...new Set(categoriesOf(labels))];
  return new LabelSet(names, givenColours(names, colours));
}

function givenColours(names: readonly string[], colours: unknown): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const given = Array.isArray(colours) ? colours[index] : (colours as Record<string, unknown> | null)?.[name];
    if (parseColour(given)) found.set(name, String(given).trim().toLowerCase());
  }
  return found;
}
