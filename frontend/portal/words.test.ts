import assert from "node:assert/strict";
import { test } from "node:test";
import { answerText, clock, duration, plural, taskTypeName } from "./words.ts";

test("clock", () => {
  assert.deepEqual([0, -3, 9.2, 95, 3725].map(clock), ["0:00", "0:00", "0:10", "1:35", "1:02:05"]);
});

test("words", () => {
  assert.equal(duration(90), "90 seconds");
  assert.equal(duration(300), "5 minutes");
  assert.equal(plural(1, "answer"), "1 answer");
  assert.equal(taskTypeName("bounding_box"), "bounding box");
});

test("an answer in one line", () => {
  assert.equal(answerText({ any: { label: "cat" } }), "cat");
  assert.equal(answerText({ a: "1", b: "2" }), '{"a":"1","b":"2"}');
});
