/**
 * What a person does on the way to an answer: draws something, moves, resizes, relabels and deletes it, takes the deletion back
 * and deletes it after all, and begins again with the first label. By mouse, and by keyboard alone.
 */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { arrows, click, drag, keys, points, tabToStage } from "./drawing.ts";

type Spot = readonly [number, number];

/** A shape by its points, its label last. */
interface Seen {
  readonly label: string;
  readonly at: readonly number[];
}

export interface Kind {
  readonly draw: (page: Page) => Promise<unknown>;
  readonly inside: Spot;
  /** A corner to be dragged; a point has none. */
  readonly corner?: Spot;
}

const START: readonly Spot[] = [
  [160, 200],
  [200, 240],
  [160, 240],
];
const SECOND = "Person";

export const BOX: Kind = {
  draw: (page) => drag(page, [160, 200], [200, 240]),
  inside: [180, 220],
  corner: [200, 240],
};
export const POLYGON: Kind = {
  draw: async (page) => {
    for (const [x, y] of START) await click(page, x, y);
    await keys(page, "Enter");
  },
  inside: [170, 230],
  corner: [200, 240],
};
export const POINT: Kind = { draw: (page) => click(page, 160, 200), inside: [160, 200] };

async function seen(page: Page): Promise<Seen[]> {
  return page.evaluate(() => {
    const tool = [...document.querySelectorAll("*")].find((one) => "stage" in one) as unknown as {
      editor: { list: { all: { label: string; points: { x: number; y: number }[] }[] } };
    };
    return tool.editor.list.all.map(({ label, points: at }) => ({ label, at: at.flatMap(({ x, y }) => [x, y]) }));
  });
}

async function only(page: Page): Promise<Seen> {
  const all = await seen(page);
  assert.equal(all.length, 1);
  return all[0] as Seen;
}

/** By mouse, with the keys that lie beside it. */
export async function triedByMouse(page: Page, { draw, inside: [x, y], corner }: Kind): Promise<void> {
  await draw(page);
  const before = await only(page);
  await keys(page, "s");
  await click(page, x, y);
  await drag(page, [x, y], [x + 30, y - 20]);
  const moved = await only(page);
  near(
    moved.at,
    before.at.map((one, index) => one + (index % 2 ? -20 : 30)),
  );
  if (corner) {
    const [across, down] = [corner[0] + 30, corner[1] - 20];
    await drag(page, [across, down], [across + 16, down + 10]);
    assert.notDeepEqual((await only(page)).at, moved.at);
  }
  await judged(page);
}

/** By keyboard alone; the stage has the focus. */
export async function triedByKeys(page: Page, kind: Kind): Promise<void> {
  await points(page, ...(kind === BOX ? START.slice(0, 2) : kind === POINT ? START.slice(0, 1) : START));
  if (kind === POLYGON) await keys(page, "Enter");
  const before = await only(page);
  await keys(page, "s", "]");
  if (!(await hasSelected(page))) await keys(page, "]");
  await arrows(page, 24, -9);
  const moved = await only(page);
  near(
    moved.at,
    before.at.map((one, index) => one + (index % 2 ? -9 : 24)),
  );
  if (kind.corner) {
    await keys(page, ".");
    await arrows(page, -8, 3);
    assert.notDeepEqual((await only(page)).at, moved.at);
    await keys(page, "Escape");
  }
  await judged(page);
}

async function hasSelected(page: Page): Promise<boolean> {
  return (await page.locator("li[data-selected]").count()) > 0;
}

function near(found: readonly number[], expected: readonly number[]): void {
  for (const [index, one] of expected.entries()) assert.ok(Math.abs((found[index] ?? NaN) - one) <= 1, `${found}`);
}

/** Relabelled, deleted, there again, deleted. */
async function judged(page: Page): Promise<void> {
  await keys(page, "2");
  assert.equal((await only(page)).label, SECOND);
  await keys(page, "Delete");
  assert.equal((await seen(page)).length, 0);
  await keys(page, "Control+z");
  assert.equal((await only(page)).label, SECOND);
  await keys(page, "]", "Delete", "d", "1");
  assert.equal((await seen(page)).length, 0);
}

const rows = (page: Page) => page.locator(".drawn li");

/** Paint: a stroke, which gets another label, is deleted, comes back, and is deleted. */
export async function paintedByMouse(page: Page): Promise<void> {
  await keys(page, "b");
  await drag(page, [100, 220], [180, 240]);
  await page.getByLabel("Label of what is selected").selectOption(SECOND);
  await rows(page)
    .getByRole("button", { name: new RegExp(`^${SECOND}`) })
    .waitFor();
  await page.getByRole("button", { name: `Delete ${SECOND}` }).click();
  assert.equal(await rows(page).count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await rows(page).count(), 1);
  await page.getByRole("button", { name: "Redo" }).click();
  await keys(page, "1");
}

export async function paintedByKeys(page: Page): Promise<void> {
  await keys(page, "b", "Space");
  await arrows(page, 40, 16);
  await keys(page, "Space");
  await tabTo(page, "SELECT");
  await keys(page, "ArrowDown");
  await rows(page)
    .getByRole("button", { name: new RegExp(`^${SECOND}`) })
    .waitFor();
  await keys(page, "Tab", "Enter");
  assert.equal(await rows(page).count(), 0);
  await keys(page, "Control+z");
  assert.equal(await rows(page).count(), 1);
  await keys(page, "Control+y", "1");
  await tabToStage(page);
}

/** With Tab only. */
async function tabTo(page: Page, tag: string): Promise<void> {
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName);
    if (found === tag) return;
  }
  throw new Error(`Tab does not reach ${tag}`);
}
