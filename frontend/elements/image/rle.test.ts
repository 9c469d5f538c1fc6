import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeRuns, encodeRuns } from "./rle.ts";

/** Repeatable numbers below 1. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

test("runs", () => {
  assert.deepEqual([...encodeRuns(Uint8Array.of(7, 7, 7, 0, 255))], [3, 7, 1, 0, 1, 255]);
  assert.deepEqual([...encodeRuns(new Uint8Array(0))], []);
});

test("what is decoded is what was encoded", () => {
  const random = numbers(5);
  for (let round = 0; round < 50; round++) {
    const bytes = Uint8Array.from({ length: Math.floor(300 * (random.next().value as number)) }, () =>
      Math.floor(3 * (random.next().value as number)),
    );
    assert.deepEqual(decodeRuns(encodeRuns(bytes)), bytes);
  }
});

test("a plain picture of 12 megapixels is one run", () => {
  assert.equal(encodeRuns(new Uint8Array(12_000_000)).length, 2);
});
