import assert from "node:assert/strict";
import { test } from "node:test";
import { CodePoints } from "./code-points.ts";
import { Marking } from "./marking.ts";
import { Snapshots } from "./snapshots.ts";
import { inOrder, levelsOf, nextAt, piecesOf, readEntities, same, trimmed } from "./spans.ts";

const HOUSE = new CodePoints("a 🏠 é\r\nü");
const entity = (label: string, startOffset: number, endOffset: number) => ({ label, startOffset, endOffset });

test("offsets count code points, not UTF-16 units", () => {
  assert.equal(HOUSE.length, [...HOUSE.text].length);
  assert.deepEqual([HOUSE.pointAt(2), HOUSE.pointAt(3), HOUSE.pointAt(4)], [2, 2, 3]);
  assert.deepEqual([HOUSE.unitAt(2), HOUSE.unitAt(3)], [2, 4]);
  assert.equal(HOUSE.slice(2, 3), "🏠");
  for (let point = 0; point <= HOUSE.length; point++) assert.equal(HOUSE.pointAt(HOUSE.unitAt(point)), point);
  assert.deepEqual([HOUSE.pointAt(99), HOUSE.pointAt(-1), HOUSE.unitAt(99)], [HOUSE.length, 0, HOUSE.text.length]);
});

test("combining marks and lone surrogates are code points of their own", () => {
  assert.equal(new CodePoints("e\u0301").length, 2);
  assert.equal(new CodePoints("\ud83c!").length, 2);
  assert.equal(new CodePoints("").length, 0);
});

test("white space at the ends is not marked", () => {
  assert.deepEqual(trimmed(HOUSE, 1, 4), { start: 2, end: 3 });
  assert.deepEqual(trimmed(HOUSE, 0, HOUSE.length), { start: 0, end: HOUSE.length });
  assert.equal(trimmed(HOUSE, 1, 2), undefined);
  assert.equal(trimmed(HOUSE, 3, 3), undefined);
});

test("marks that do not fit the text are left out, and the others come in text order", (context) => {
  context.mock.method(console, "warn", () => {});
  const given = [
    entity("B", 2, 3),
    entity("A", 0, 99),
    { label: 1, startOffset: 0, endOffset: 1 },
    entity("C", 3, 3),
    entity("D", 0.5, 2),
    null,
  ];
  assert.deepEqual(readEntities(given, HOUSE), [entity("A", 0, HOUSE.length), entity("B", 2, 3)]);
  assert.deepEqual(readEntities({ entities: given.slice(0, 1) }, HOUSE), [entity("B", 2, 3)]);
  assert.deepEqual(readEntities(undefined, HOUSE), []);
  assert.deepEqual(readEntities("no", HOUSE), []);
});

test("pieces cover the text once, each with its marks", () => {
  const marks = [entity("A", 0, 6), entity("B", 4, 8)];
  assert.deepEqual(piecesOf(marks, 10), [
    { start: 0, end: 4, marks: [0] },
    { start: 4, end: 6, marks: [0, 1] },
    { start: 6, end: 8, marks: [1] },
    { start: 8, end: 10, marks: [] },
  ]);
  assert.deepEqual(piecesOf([], 3), [{ start: 0, end: 3, marks: [] }]);
  assert.deepEqual(piecesOf([], 0), []);
});

test("marks that overlap are drawn on lines of their own, others share", () => {
  const marks = inOrder([entity("A", 0, 6), entity("B", 4, 8), entity("C", 6, 9), entity("D", 0, 9)]);
  assert.deepEqual(marks.map(({ label }) => label).join(""), "DABC");
  assert.deepEqual(levelsOf(marks), [0, 1, 2, 1]);
});

test("clicks on one place go round the marks there, the shortest first", () => {
  const marks = [entity("A", 0, 9), entity("B", 2, 4), entity("C", 2, 4)];
  assert.deepEqual(
    [-1, 1, 2, 0].map((selected) => nextAt(marks, 3, selected)),
    [1, 2, 0, 1],
  );
  assert.equal(nextAt(marks, 9, 0), -1);
  assert.equal(same(marks[1] as never, marks[2] as never), false);
});

test("undo and redo go as far as there is something", () => {
  const states = new Snapshots(0);
  assert.equal(states.undo(), false);
  states.set(1);
  states.set(2);
  assert.equal(states.undo() && states.now, 1);
  assert.equal(states.canRedo && states.redo() && states.now, 2);
  states.undo();
  states.set(3);
  assert.deepEqual([states.now, states.canRedo, states.redo()], [3, false, false]);
  states.restart(9);
  assert.deepEqual([states.now, states.canUndo], [9, false]);
});

test("marks are made, stretched, relabelled and removed; the same one twice is one", () => {
  let changes = 0;
  const marking = new Marking(() => changes++);
  marking.points = HOUSE;
  marking.mark(0, 2, "A");
  marking.mark(0, 1, "A");
  marking.mark(0, 3, "");
  assert.deepEqual([marking.entities, changes], [[entity("A", 0, 1)], 1]);
  marking.selectAt(1);
  marking.stretch(-1, 2);
  marking.stretch(0, -9);
  marking.replace(marking.selected, { label: "B" });
  assert.deepEqual(marking.entities, [entity("B", 0, 3)]);
  assert.match(marking.said, /“a 🏠” is now B/);
  marking.remove(marking.selected);
  marking.undo();
  assert.deepEqual([marking.entities, marking.selected, changes], [[entity("B", 0, 3)], -1, 5]);
  assert.deepEqual([marking.cycle(-1), marking.selected], [true, 0]);
});
