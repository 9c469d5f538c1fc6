import assert from "node:assert/strict";
import { test } from "node:test";
import { frameMessage, isDraft, isInit, isPress, LONGEST_ANSWER } from "./contract.ts";

test("messages of the contract come through as plain data", () => {
  assert.deepEqual(frameMessage({ type: "ready", extra: 1 }), { type: "ready" });
  assert.deepEqual(frameMessage({ type: "submit", answer: { a: 1 } }), { type: "submit", answer: { a: 1 } });
  assert.deepEqual(frameMessage({ type: "hotkey", key: "D" }), { type: "hotkey", key: "D" });
  assert.deepEqual(frameMessage({ type: "resize", height: 10 }), { type: "resize", height: 10 });
});

test("a draft is checked as an answer is", () => {
  assert.deepEqual(frameMessage({ type: "draft", answer: { a: 1 } }), { type: "draft", answer: { a: 1 } });
  assert.ok(isDraft({ type: "draft", answer: "x".repeat(LONGEST_ANSWER) }), "told without looking into it");
  assert.ok(!isDraft({ type: "submit" }) && !isDraft(null));
});

test("a reason is cut", () => {
  const message = frameMessage({ type: "invalid", reason: "x".repeat(9999) });
  assert.equal(message?.type === "invalid" && message.reason.length, 500);
});

const circular: Record<string, unknown> = {};
circular["self"] = circular;
const REFUSED = [
  null,
  "ready",
  [],
  { type: "token" },
  { type: "submit" },
  { type: "submit", answer: [] },
  { type: "submit", answer: "x" },
  { type: "submit", answer: { big: "x".repeat(LONGEST_ANSWER) } },
  { type: "submit", answer: circular },
  { type: "submit", answer: { n: 1n } },
  { type: "resize", height: "tall" },
  { type: "resize", height: Infinity },
  { type: "hotkey", key: "" },
  { type: "hotkey", key: "x".repeat(21) },
  { type: "hotkey", key: { length: 1 } },
  { type: "draft" },
  { type: "draft", answer: [1] },
  { type: "draft", answer: { big: "x".repeat(LONGEST_ANSWER) } },
  { type: "draft", answer: circular },
];

for (const [index, message] of REFUSED.entries()) {
  test(`refused message ${index}`, () => assert.equal(frameMessage(message), undefined));
}

test("init and press are checked too", () => {
  assert.ok(isInit({ type: "init", version: 1, html: "<p>" }));
  assert.ok(!isInit({ type: "init", version: 2, html: "<p>" }));
  assert.ok(isPress({ type: "press", key: "3" }));
  assert.ok(!isPress({ type: "press", key: "F5" }));
});
