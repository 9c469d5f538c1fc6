import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { BOX, type Kind, KEYPOINT, LINE, POLYGON, POLYLINE, readShapes, settled } from "./kinds.ts";
import { shapeAt } from "./picking.ts";
import { type Desk, ShapeEditor } from "./shape-editor.ts";
import { within } from "./geometry.ts";

class Table implements Desk {
  size = { width: 400, height: 300 };
  pixel = 1;
  label = "a";
  editing = false;
  said: string[] = [];
  changes = 0;

  inside = (point: { x: number; y: number }): { x: number; y: number } => within(point, this.size);
  changed(said: string): void {
    this.changes++;
    this.said.push(said);
  }
  say(text: string): void {
    this.said.push(text);
  }
}

function at(
  x: number,
  y: number,
  more: object = {},
): { at: { x: number; y: number }; shift: boolean; alt: boolean; again: boolean } {
  return { at: { x, y }, shift: false, alt: false, again: false, ...more };
}

function begin(kind: Kind): { desk: Table; editor: ShapeEditor } {
  const desk = new Table();
  return { desk, editor: new ShapeEditor(kind, desk) };
}

function press(editor: ShapeEditor, x: number, y: number, more: object = {}): void {
  editor.down(at(x, y, more));
  editor.up(at(x, y));
}

function drag(editor: ShapeEditor, from: [number, number], to: [number, number]): void {
  editor.down(at(...from));
  editor.move(at(...to));
  editor.up(at(...to));
}

function written(editor: ShapeEditor): object[] {
  return editor.list.all.map((shape) => editor.kind.write(shape));
}

test("a box by a drag from any corner, in whole pixels", () => {
  const { editor } = begin(BOX);
  drag(editor, [100.4, 90.6], [20.2, 30.1]);
  assert.deepEqual(written(editor), [{ height: 61, label: "a", left: 20, top: 30, width: 80 }]);
});

test("a box by two presses, and none by two at one place", () => {
  const { editor, desk } = begin(BOX);
  press(editor, 10, 10);
  assert.equal(editor.draft.length, 1);
  press(editor, 60, 50);
  press(editor, 200, 200);
  press(editor, 200, 200);
  assert.equal(written(editor).length, 1);
  assert.equal(desk.said.at(-1), "Too small.");
});

test("a handle taken over the opposite side turns the box round", () => {
  const { editor } = begin(BOX);
  drag(editor, [100, 100], [200, 200]);
  drag(editor, [100, 100], [250, 260]);
  assert.deepEqual(written(editor), [{ height: 60, label: "a", left: 200, top: 200, width: 50 }]);
});

test("a click on a shape while editing selects, and does not nudge it", () => {
  const { editor, desk } = begin(BOX);
  drag(editor, [100, 100], [200, 200]);
  desk.editing = true;
  editor.escape();
  const before = desk.changes;
  editor.down(at(150, 150));
  editor.move(at(152, 151));
  editor.up(at(152, 151));
  assert.equal(desk.changes, before);
  assert.ok(editor.list.selected);
});

test("a move ends at the picture's edge", () => {
  const { editor, desk } = begin(BOX);
  drag(editor, [100, 100], [200, 200]);
  desk.editing = true;
  drag(editor, [150, 150], [390, 160]);
  assert.deepEqual(written(editor), [{ height: 100, label: "a", left: 300, top: 110, width: 100 }]);
});

test("polygons end on the first point or with a second press, never before three points", () => {
  const { editor } = begin(POLYGON);
  press(editor, 10, 10);
  press(editor, 90, 10);
  press(editor, 91, 11, { again: true });
  assert.equal(editor.draft.length, 3);
  press(editor, 12, 11);
  assert.equal(editor.list.all.length, 1);
  assert.equal(editor.draft.length, 0);
});

test("a vertex is added on an edge and taken away, but not the last that are needed", () => {
  const { editor, desk } = begin(POLYGON);
  for (const [x, y] of [
    [10, 10],
    [90, 10],
    [50, 90],
  ] as const)
    press(editor, x, y);
  editor.finish();
  desk.editing = true;
  press(editor, 50, 11, { again: true });
  assert.equal(editor.list.all[0]?.points.length, 4);
  press(editor, 50, 11, { alt: true });
  assert.equal(editor.list.all[0]?.points.length, 3);
  press(editor, 10, 10, { alt: true });
  assert.equal(editor.list.all[0]?.points.length, 3);
});

test("undo takes back points of what is begun, then whole shapes; redo brings them again", () => {
  const { editor } = begin(POLYLINE);
  press(editor, 10, 10);
  press(editor, 50, 50);
  editor.finish();
  press(editor, 70, 70);
  editor.undo();
  assert.equal(editor.draft.length, 0);
  editor.undo();
  assert.equal(editor.list.all.length, 0);
  editor.redo();
  assert.equal(editor.list.all.length, 1);
});

test("keys move a shape, or the chosen corner", () => {
  const { editor, desk } = begin(LINE);
  drag(editor, [10, 10], [50, 50]);
  desk.editing = true;
  assert.ok(editor.nudge(5, -20));
  editor.nextHandle(-1);
  editor.nudge(0, 7);
  assert.deepEqual(written(editor), [
    {
      label: "a",
      vertices: [
        { x: 15, y: 0 },
        { x: 55, y: 47 },
      ],
    },
  ]);
  desk.editing = false;
  assert.equal(editor.nudge(1, 1), false);
});

test("a pasted shape keeps its label and goes beside", () => {
  const { editor, desk } = begin(KEYPOINT);
  press(editor, 10, 20);
  editor.copy();
  desk.label = "b";
  editor.paste();
  assert.deepEqual(written(editor), [
    { label: "a", x: 10, y: 20 },
    { label: "a", x: 22, y: 32 },
  ]);
  assert.equal(begin(BOX).editor.paste(), false);
});

test("of several shapes the smallest under the pointer is picked", () => {
  const { editor } = begin(BOX);
  drag(editor, [10, 10], [300, 290]);
  editor.escape();
  drag(editor, [100, 100], [150, 150]);
  const picked = shapeAt({ x: 120, y: 120 }, editor.list.all, BOX, 8);
  assert.equal(picked?.id, editor.list.all[1]?.id);
});

test("initial values: lists, objects with a list; what cannot be read warns and is left out", () => {
  const warn = mock.method(console, "warn", () => undefined);
  const box = { label: "a", left: 1, top: 2, width: 3, height: 4 };
  assert.equal(readShapes([box, { label: "b", left: "x" }, null], BOX).length, 1);
  assert.equal(readShapes({ boundingBoxes: [box] }, BOX).length, 1);
  assert.equal(readShapes("nonsense", BOX).length, 0);
  assert.equal(warn.mock.callCount(), 3);
  assert.deepEqual(readShapes(undefined, BOX), []);
});

test("nothing without extent, nothing outside", () => {
  const size = { width: 100, height: 100 };
  assert.equal(
    settled(
      [
        { x: 5, y: 5 },
        { x: 5, y: 50 },
      ],
      BOX,
      size,
    ),
    undefined,
  );
  assert.equal(
    settled(
      [
        { x: 5, y: 5 },
        { x: 5.2, y: 5.3 },
      ],
      LINE,
      size,
    ),
    undefined,
  );
  assert.deepEqual(
    settled(
      [
        { x: 5, y: 5 },
        { x: 5, y: 500 },
      ],
      LINE,
      size,
    ),
    [
      { x: 5, y: 5 },
      { x: 5, y: 100 },
    ],
  );
});
