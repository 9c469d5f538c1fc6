import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "./history.ts";

test("undo and redo go through everything and stop at the ends", () => {
  const history = new History<number>();
  for (let number = 0; number < 500; number++) history.push(number);
  for (let number = 499; number >= 0; number--) assert.equal(history.undo(), number);
  assert.equal(history.undo(), undefined);
  assert.equal(history.canUndo, false);
  for (let number = 0; number < 500; number++) assert.equal(history.redo(), number);
  assert.equal(history.redo(), undefined);
});

test("a new change drops what was undone", () => {
  const history = new History<string>();
  history.push("a");
  history.push("b");
  history.undo();
  history.push("c");
  assert.equal(history.canRedo, false);
  assert.equal(history.undo(), "c");
  assert.equal(history.undo(), "a");
});
