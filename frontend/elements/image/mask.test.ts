import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, MaskEditor } from "./mask-editor.ts";
import { Mask } from "./mask.ts";

const SIZE = { width: 12, height: 8 };
const TABLE: Entry[] = [
  { code: 1, label: "a" },
  { code: 2, label: "b" },
];

/** Rows as text, background as dots. */
function shown(mask: Mask): string[] {
  const text = Array.from(mask.codes, (code) => (code ? String(code) : ".")).join("");
  return Array.from({ length: mask.height }, (_, row) => text.slice(row * mask.width, (row + 1) * mask.width));
}

function editor(): MaskEditor {
  const made = new MaskEditor(() => undefined);
  made.load(SIZE, undefined, TABLE);
  return made;
}

const BLOCK = [
  { x: 2, y: 1 },
  { x: 6, y: 1 },
  { x: 6, y: 5 },
  { x: 2, y: 5 },
];

test("a polygon on whole pixels fills exactly them", () => {
  const mask = new Mask(SIZE);
  mask.fillPolygon(BLOCK, 1);
  const row = "..1111......";
  assert.deepEqual(shown(mask), ["............", row, row, row, row, "............", "............", "............"]);
});

test("polygons that share an edge neither overlap nor leave a gap", () => {
  const mask = new Mask(SIZE);
  mask.fillPolygon(
    [
      { x: 0, y: 0 },
      { x: 12, y: 0 },
      { x: 0, y: 8 },
    ],
    1,
  );
  const before = mask.codes.slice();
  mask.fillPolygon(
    [
      { x: 12, y: 0 },
      { x: 12, y: 8 },
      { x: 0, y: 8 },
    ],
    2,
  );
  assert.ok(!mask.codes.includes(0));
  assert.ok(before.every((code, at) => !code || mask.codes[at] === 1));
});

test("a brush is round, a stroke is the same width everywhere", () => {
  const mask = new Mask(SIZE);
  mask.stroke({ x: 3.5, y: 3.5 }, { x: 8.5, y: 3.5 }, 1.6, 1);
  assert.deepEqual(shown(mask).slice(2, 5), ["..11111111..", "..11111111..", "..11111111.."]);
  assert.equal(mask.counts()[1], 24);
});

test("the smallest brush paints the pixel under it, and outside paints nothing", () => {
  const mask = new Mask(SIZE);
  mask.stroke({ x: 4.2, y: 2.9 }, { x: 4.2, y: 2.9 }, 0.5, 1);
  assert.equal(mask.at({ x: 4, y: 2 }), 1);
  const count = mask.counts()[1];
  mask.stroke({ x: -20, y: -20 }, { x: -10, y: -30 }, 3, 1);
  assert.equal(mask.counts()[1], count);
});

test("a fill stays inside a closed line and touches what it says", () => {
  const mask = new Mask(SIZE);
  mask.fillPolygon(BLOCK, 1);
  mask.fillPolygon(
    [
      { x: 3, y: 2 },
      { x: 5, y: 2 },
      { x: 5, y: 4 },
      { x: 3, y: 4 },
    ],
    0,
  );
  const rect = mask.flood({ x: 4, y: 3 }, 2);
  assert.deepEqual(rect, { left: 3, top: 2, right: 5, bottom: 4 });
  assert.deepEqual(shown(mask).slice(1, 5), ["..1111......", "..1221......", "..1221......", "..1111......"]);
  mask.flood({ x: 0, y: 0 }, 2);
  assert.equal(mask.counts()[0], 0);
});

test("every change can be taken back and made again, pixel by pixel", () => {
  const made = editor();
  const states: Uint8Array[] = [made.mask.codes.slice()];
  const keep = (): void => void states.push(made.mask.codes.slice());
  made.polygon(BLOCK, 1);
  keep();
  made.begin({ x: 0, y: 0 }, 2, 1.5);
  made.extend({ x: 11, y: 7 });
  made.end();
  keep();
  made.fill({ x: 11, y: 0 }, 1);
  keep();
  made.recode(2, 1);
  keep();
  for (let at = states.length - 2; at >= 0; at--) {
    assert.ok(made.undo());
    assert.deepEqual(made.mask.codes, states[at]);
  }
  assert.equal(made.undo(), false);
  for (let at = 1; at < states.length; at++) {
    assert.ok(made.redo());
    assert.deepEqual(made.mask.codes, states[at]);
    assert.deepEqual(made.counts.slice(0, 3), [...made.mask.counts().slice(0, 3)]);
  }
});

test("a stroke that is left changes nothing, one that paints nothing is no change", () => {
  const made = editor();
  made.begin({ x: 3, y: 3 }, 1, 2, [...TABLE, { code: 3, label: "new" }]);
  made.discard();
  assert.ok(!made.mask.codes.some(Boolean));
  assert.equal(made.table, TABLE);
  made.begin({ x: 3, y: 3 }, 0, 2);
  assert.equal(made.end(), false);
  assert.equal(made.canUndo, false);
});

test("a new name is undone with its table", () => {
  const made = editor();
  made.rename([{ code: 1, label: "z" }]);
  assert.equal(made.table[0]?.label, "z");
  made.undo();
  assert.equal(made.table[0]?.label, "a");
});
