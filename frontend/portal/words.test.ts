import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answerText } from "./answer-words.ts";
import { ApiError } from "./api.ts";
import { teach } from "./i18n.ts";
import { clock, duration, money, refusal, taskTypeName } from "./words.ts";

teach("en", readFileSync(new URL("languages/en.ftl", import.meta.url), "utf8"));

test("clock", () => {
  assert.deepEqual([0, -3, 9.2, 95, 3725].map(clock), ["0:00", "0:00", "0:10", "1:35", "1:02:05"]);
});

test("words", () => {
  assert.equal(duration(90), "90 seconds");
  assert.equal(duration(300), "5 minutes");
  assert.equal(taskTypeName("bounding_box"), "Bounding boxes");
  assert.equal(taskTypeName("made_to_measure"), "made to measure");
});

test("pay", () => {
  assert.equal(money("0.036 USD"), "$0.036");
  assert.equal(money("12 EUR"), "€12.00");
  assert.equal(money("a lot"), "a lot");
});

test("a refusal says what becomes of the answer", () => {
  const late = new ApiError(409, "LeaseExpired", "server's words");
  assert.match(refusal(late, 5), /^Your answer for object 5 was not stored/);
  assert.match(refusal(late), /too late/);
  assert.equal(
    refusal(new ApiError(400, "AnswerError", "no such category"), 5),
    "The answer was not taken: no such category",
  );
  assert.equal(refusal(new ApiError(500, "Odd", "as it is")), "as it is");
  assert.match(refusal(), /Trying again/);
});

const ANSWERS: [Record<string, unknown>, string][] = [
  [{ any: { label: "cat" } }, "cat"],
  [{ any: { label: "cat", workerComment: "far away" } }, "cat (far away)"],
  [{ any: { labels: ["cat", "dog"] } }, "cat, dog"],
  [{ any: { labels: [] } }, "none of these"],
  [{ a: "1", b: "2" }, "a: 1 · b: 2"],
  [{ box: { boundingBoxes: [{ label: "car" }, { label: "dog" }, { label: "car" }] } }, "car ×2, dog ×1"],
  [{ box: { boundingBoxes: [] } }, "nothing marked"],
  [{ m: { labeledImage: { pngImageData: "x" }, labelMappings: { sky: {}, sea: {} } } }, "sky, sea"],
  [{ yes: { on: true, off: false } }, "on"],
  [{ odd: { x: [1] } }, '{"x":[1]}'],
  [{}, "nothing marked"],
];

for (const [answer, text] of ANSWERS) test(`an answer in words: ${text}`, () => assert.equal(answerText(answer), text));
