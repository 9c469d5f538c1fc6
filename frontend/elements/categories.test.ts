import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { categoriesOf } from "./categories.ts";

test("lists, relaxed JSON, and objects with a label", () => {
  assert.deepEqual(categoriesOf(["a", 1]), ["a", "1"]);
  assert.deepEqual(categoriesOf("['Cat', \"Dog & 'Wolf'\",]"), ["Cat", "Dog & 'Wolf'"]);
  assert.deepEqual(categoriesOf('[{"label": "Cat"}]'), ["Cat"]);
});

test("bad values warn and give none", () => {
  const warn = mock.method(console, "warn", () => undefined);
  assert.deepEqual(categoriesOf("[oops"), []);
  assert.deepEqual(categoriesOf("{a: 1}"), []);
  assert.equal(warn.mock.callCount(), 2);
  assert.deepEqual(categoriesOf(null), []);
  assert.equal(warn.mock.callCount(), 2);
});
