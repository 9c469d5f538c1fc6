import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedMove, distanceToSegment, insidePolygon, nearestEdge, within } from "./geometry.ts";

const SIZE = { width: 100, height: 50 };
const SQUARE = [
  { x: 10, y: 10 },
  { x: 30, y: 10 },
  { x: 30, y: 30 },
  { x: 10, y: 30 },
];

test("a point beside the picture comes to its edge", () => {
  assert.deepEqual(within({ x: -3, y: 70 }, SIZE), { x: 0, y: 50 });
});

test("a move stops where the shape would leave the picture", () => {
  assert.deepEqual(allowedMove(SQUARE, -50, 50, SIZE), { x: -10, y: 20 });
  assert.deepEqual(allowedMove(SQUARE, 5, -5, SIZE), { x: 5, y: -5 });
});

test("a shape that is partly outside may only come in", () => {
  const outside = [
    { x: -5, y: 0 },
    { x: 5, y: 10 },
  ];
  assert.deepEqual(allowedMove(outside, -1, 0, SIZE), { x: 0, y: 0 });
  assert.deepEqual(allowedMove(outside, 20, 0, SIZE), { x: 20, y: 0 });
});

test("inside by the even-odd rule, also in a hollow", () => {
  const hook = [...SQUARE.slice(0, 3), { x: 20, y: 15 }];
  assert.ok(insidePolygon({ x: 20, y: 12 }, hook));
  assert.ok(!insidePolygon({ x: 12, y: 28 }, hook));
});

test("distance to a segment, to its ends, and to one without length", () => {
  assert.equal(distanceToSegment({ x: 5, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 }), 3);
  assert.equal(distanceToSegment({ x: 13, y: 4 }, { x: 0, y: 0 }, { x: 10, y: 0 }), 5);
  assert.equal(distanceToSegment({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 }), 5);
});

test("the closing edge belongs to closed shapes alone", () => {
  assert.deepEqual(nearestEdge({ x: 9, y: 20 }, SQUARE, true), { index: 3, distance: 1 });
  assert.notEqual(nearestEdge({ x: 9, y: 20 }, SQUARE, false).index, 3);
});
