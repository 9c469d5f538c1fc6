import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened } from "./flat.ts";

test("objects become dotted keys, lists become JSON, everything else stays", () => {
  const boxes = { boundingBoxes: [{ left: 1 }], inputImageProperties: { height: 2, width: 3 } };
  assert.deepEqual(flattened({ kind: { label: "a" }, boxes, note: "x", mood: 4, seen: { cat: true } }), {
    "kind.label": "a",
    "boxes.boundingBoxes": '[{"left":1}]',
    "boxes.inputImageProperties.height": 2,
    "boxes.inputImageProperties.width": 3,
    note: "x",
    mood: 4,
    "seen.cat": true,
  });
  assert.deepEqual(flattened({}), {});
});
