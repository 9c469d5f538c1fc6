import assert from "node:assert/strict";
import { test } from "node:test";
import { CodePoints } from "./code-points.ts";
import { EMPTY, pairsOf, wordsIn, wordTrouble, written } from "./question-pairs.ts";

test("words are what lies between white space", () => {
  assert.deepEqual(["", " ", "one", " one\n two "].map(wordsIn), [0, 0, 1, 2]);
});

test("too few and too many words are said", () => {
  const bounds = { least: 1, most: 2 };
  assert.equal(wordTrouble("", bounds), "at least 1 word");
  assert.equal(wordTrouble("a b", bounds), "");
  assert.equal(wordTrouble("a b c", bounds), "at most 2 words");
});

test("what is sent can be read again", () => {
  const pair = { ...EMPTY, question: " Why? ", answer: "So.", textReferences: [{ startOffset: 2, endOffset: 3 }] };
  const sent = written(pair, new CodePoints("a 🏠 b"));
  const textReferences = [{ startOffset: 2, endOffset: 3, text: "🏠" }];
  assert.deepEqual(sent, { question: "Why?", answer: "So.", textReferences });
  assert.deepEqual(pairsOf({ questionAnswerPairs: [sent] }), [{ ...pair, question: "Why?" }]);
  assert.deepEqual(pairsOf(undefined), []);
});
