import assert from "node:assert/strict";
import { test } from "node:test";
import { fewSeconds, Warning } from "./time-warning.ts";

test("a fifth of the time, within bounds", () => {
  assert.deepEqual([30, 100, 300, 3600, undefined].map(fewSeconds), [10, 20, 60, 60, 30]);
});

test("a warning is said once for each task", () => {
  const warning = new Warning();
  assert.deepEqual(
    [31, 30, 29, -1].map((left) => warning.due(1000, left, 30)),
    [false, true, false, false],
  );
  assert.ok(warning.due(2000, 12, 30));
});
