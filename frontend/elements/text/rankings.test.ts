import assert from "node:assert/strict";
import { test } from "node:test";
import { dimensionsOf, inOrder, placed, placesOf } from "./rankings.ts";

test("dimensions are objects or names", () => {
  assert.deepEqual(dimensionsOf([{ name: "Clarity", allowTie: true }, "Tone", { name: "Wit" }]), [
    { name: "Clarity", allowTie: true },
    { name: "Tone", allowTie: false },
    { name: "Wit", allowTie: false },
  ]);
  assert.deepEqual(dimensionsOf("no"), []);
});

test("without ties two responses change places", () => {
  assert.deepEqual(placed([1, 2, 0], 2, 1, false), [0, 2, 1]);
  assert.deepEqual(placed([1, 2, 3], 0, 3, false), [3, 2, 1]);
  assert.deepEqual(placed([1, 2, 0], 2, 1, true), [1, 2, 1]);
});

test("an earlier answer is taken where it fits", () => {
  const value = { ordinalRankingDimensions: [{ name: "Tone", responseRankings: [2, 1] }] };
  assert.deepEqual(placesOf(value, "Tone", 2), [2, 1]);
  assert.deepEqual(placesOf(value, "Tone", 3), [0, 0, 0]);
  assert.deepEqual(placesOf(value, "Wit", 2), [0, 0]);
  assert.deepEqual(placesOf(undefined, "Tone", 1), [0]);
});

test("the order has ties in it", () => {
  assert.deepEqual(inOrder([3, 1, 1, 0]), [[1, 2], [0]]);
});
