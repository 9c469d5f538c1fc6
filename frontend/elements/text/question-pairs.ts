/** Questions and answers about a text: what they must hold. Pure. */

import type { CodePoints } from "./code-points.ts";

/** Code points of the text, the end exclusive. */
export interface Reference {
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface Pair {
  readonly question: string;
  readonly answer: string;
  readonly questionTag: string;
  readonly textReferences: readonly Reference[];
}

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const EMPTY: Pair = { question: "", answer: "", questionTag: "", textReferences: [] };

export function wordsIn(text: string): number {
  return text.trim() ? text.trim().split(/\s+/).length : 0;
}

/** What is wrong with the number of words, or nothing. */
export function wordTrouble(text: string, { least, most }: Bounds): string {
  const words = wordsIn(text);
  if (words < least) return `at least ${least} ${least === 1 ? "word" : "words"}`;
  return words > most ? `at most ${most} words` : "";
}

/** As it is sent: with the words that a reference means. */
export function written(pair: Pair, text: CodePoints): object {
  const { question, answer, questionTag, textReferences } = pair;
  return {
    question: question.trim(),
    answer: answer.trim(),
    ...(questionTag ? { questionTag } : {}),
    textReferences: textReferences.map(({ startOffset, endOffset }) => ({
      startOffset,
      endOffset,
      text: text.slice(startOffset, endOffset),
    })),
  };
}

/** Pairs of an earlier answer. */
export function pairsOf(value: unknown): Pair[] {
  const list = (value as { questionAnswerPairs?: unknown } | null | undefined)?.questionAnswerPairs;
  if (!Array.isArray(list)) return [];
  return list.map((one: unknown) => {
    const given = (one ?? {}) as Partial<Pair>;
    return {
      question: String(given.question ?? ""),
      answer: String(given.answer ?? ""),
      questionTag: String(given.questionTag ?? ""),
      textReferences: (given.textReferences ?? []).map(({ startOffset, endOffset }) => ({ startOffset, endOffset })),
    };
  });
}
