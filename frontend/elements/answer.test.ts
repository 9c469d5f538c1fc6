import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "./answer.ts";

test("widgets keep their value, empty texts are left out", () => {
  const answer = answerOf([
    { name: "kind", value: { label: "cat" } },
    { name: "note", text: "" },
    { name: "seen", text: "yes" },
  ]);
  assert.deepEqual(answer, { kind: { label: "cat" }, seen: "yes" });
});

test("options of one name merge, unchecked ones are false", () => {
  const answer = answerOf([
    { name: "colour", option: "red", on: true },
    { name: "colour", option: "on", on: false },
  ]);
  assert.deepEqual(answer, { colour: { red: true, on: false } });
});

test("a widget without a value is left out", () => {
  assert.deepEqual(answerOf([{ name: "kind", value: undefined }]), {});
});

test("texts of one name become a list, none is lost", () => {
  const texts = ["a", "", "b", "c"].map((text) => ({ name: "line", text }));
  assert.deepEqual(answerOf(texts), { line: ["a", "b", "c"] });
});

test("a control named __proto__ or toString is an ordinary one", () => {
  const answer = answerOf([
    { name: "toString", text: "x" },
    { name: "__proto__", text: "y" },
  ]);
  assert.deepEqual(Object.entries(answer), [
    ["toString", "x"],
    ["__proto__", "y"],
  ]);
});
