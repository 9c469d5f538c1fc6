import assert from "node:assert/strict";
import { test } from "node:test";
import { Allowance } from "./allowance.ts";

test("so many in so long, and then again", () => {
  let now = 0;
  const allowance = new Allowance(3, 1000, () => now);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => allowance.take()),
    [true, true, true, false],
  );
  now = 1000;
  assert.ok(allowance.take());
});
