/**
 * JSON as worker templates write it in attributes: single quotes, bare keys, trailing commas, comments.
 * A parser and no eval: the text may come from a data set.
 */

import { warn } from "./trouble.ts";

export class RelaxedJsonError extends Error {}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /[+-]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const WORD = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;
/** True, False and None: what Liquid prints of a list of objects is Python's. */
const WORDS: Record<string, unknown> = {
  true: true,
  false: false,
  null: null,
  undefined: null,
  True: true,
  False: false,
  None: null,
};
const MOST_SHOWN = 200;
const ESCAPES: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", "\n": "" };

/** The value of the text. Throws RelaxedJsonError naming the character. */
export function parseRelaxed(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

/** An attribute's or a property's value. A bad one warns and gives undefined: a template must not break for it. */
export function relaxed(value: unknown, name: string): unknown {
  if (typeof value !== "string") return value ?? undefined;
  if (!value.trim()) return undefined;
  try {
    return parseRelaxed(value);
  } catch (error) {
    warn(`The page's ${name} cannot be read: ${(error as Error).message.slice(0, MOST_SHOWN)}`);
    return undefined;
  }
}

class Reader {
  #at = 0;
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  value(): unknown {
    const next = this.#peek();
    if (next === "{") return this.#object();
    if (next === "[") return this.#list("]", () => this.value());
    if (next === '"' || next === "'") return this.#string();
    const number = this.#match(NUMBER);
    if (number !== undefined) return numberOf(number);
    const word = this.#match(WORD);
    if (word !== undefined && word in WORDS) return WORDS[word];
    throw this.#error("a value");
  }

  end(): void {
    if (this.#peek()) throw this.#error("the end");
  }

  #object(): Record<string, unknown> {
    // fromEntries makes a key named __proto__ an ordinary one.
    return Object.fromEntries(this.#list("}", () => this.#entry()));
  }

  #entry(): [string, unknown] {
    const quoted = ['"', "'"].includes(this.#peek());
    const key = quoted ? this.#string() : (this.#match(NUMBER) ?? this.#match(WORD));
    if (key === undefined) throw this.#error("a key");
    this.#expect(":");
    return [key, this.value()];
  }

  #list<T>(close: string, item: () => T): T[] {
    this.#at++;
    const items: T[] = [];
    while (this.#peek() !== close) {
      items.push(item());
      if (this.#peek() !== close) this.#expect(",");
    }
    this.#at++;
    return items;
  }

  #string(): string {
    const quote = this.#text[this.#at++];
    let out = "";
    for (let next = this.#take(); next !== quote; next = this.#take()) {
      out += next === "\\" ? this.#escape() : next;
    }
    return out;
  }

  #escape(): string {
    const next = this.#take();
    const digits = { u: 4, x: 2 }[next];
    if (!digits) return ESCAPES[next] ?? next;
    const code = this.#text.slice(this.#at, this.#at + digits);
    if (!/^[\da-f]+$/i.test(code) || code.length < digits) throw this.#error(`${digits} hex digits`);
    this.#at += digits;
    return String.fromCharCode(parseInt(code, 16));
  }

  #take(): string {
    const next = this.#text[this.#at++];
    if (next === undefined) throw this.#error("the end of a string");
    return next;
  }

  #peek(): string {
    this.#match(SPACE, false);
    return this.#text[this.#at] ?? "";
  }

  #expect(mark: string): void {
    if (this.#peek() !== mark) throw this.#error(`'${mark}'`);
    this.#at++;
  }

  #match(pattern: RegExp, skipSpace = true): string | undefined {
    if (skipSpace) this.#peek();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #error(wanted: string): RelaxedJsonError {
    return new RelaxedJsonError(`${wanted} expected at character ${this.#at + 1} of ${JSON.stringify(this.#text)}`);
  }
}

function numberOf(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  return sign * Number(text.replace(/^[+-]/, ""));
}
