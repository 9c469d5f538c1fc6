/** What is on the canvas: shapes that are settled lie on a layer of their own, which must follow every change. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { click, drag, keys } from "./drawing.ts";
import type { Case } from "./element-page.ts";
import { inputImageProperties, then, toolPage } from "./tool-page.ts";

type Spot = readonly [number, number];

const PAINT_MS = 5_000;

interface Tool extends HTMLElement {
  stage: { element: HTMLElement; view: { scale: number; x: number; y: number } };
}

/** Whether something is painted at places of the picture; nothing while the canvas has yet to follow its stage's size. */
async function painted(page: Page, spots: readonly Spot[]): Promise<boolean[]> {
  return page.evaluate(async (places) => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const tool = document.querySelector<Tool>("crowd-bounding-box") as Tool;
    const canvas = tool.shadowRoot?.querySelector<HTMLCanvasElement>("canvas.upper-canvas");
    if (canvas?.width !== Math.round(tool.stage.element.clientWidth * devicePixelRatio)) return [];
    const { scale, x, y } = tool.stage.view;
    return places.map(([left, top]) => {
      const at = [Math.round(left * scale + x) - 1, Math.round(top * scale + y) - 1] as const;
      return (canvas.getContext("2d")?.getImageData(...at, 3, 3).data ?? []).some((value) => value > 0);
    });
  }, spots);
}

/** Frames come late on a busy machine: it must be so within a while, and is then so to the end. */
async function seen(page: Page, wanted: readonly boolean[], ...spots: Spot[]): Promise<void> {
  const end = Date.now() + PAINT_MS;
  let found = await painted(page, spots);
  while (`${found}` !== `${wanted}` && Date.now() < end) found = await painted(page, spots);
  assert.deepEqual(found, wanted);
}

const EDGES: readonly Spot[] = [
  [80, 150],
  [180, 150],
  [280, 150],
];

async function three(page: Page): Promise<void> {
  for (const [x, y] of EDGES) await drag(page, [x, y - 40], [x + 40, y + 40]);
  // The cross at the pointer is paint too.
  await page.mouse.move(5, 5);
}

const box = (left: number) => ({ height: 80, label: "Car", left, top: 110, width: 40 });

export const PAINT_CASES: Case[] = [
  {
    name: "the paint of each box is there, and gone when it is deleted",
    html: toolPage("crowd-bounding-box"),
    act: then(async (page) => {
      await three(page);
      await seen(page, [true, true, true, false], ...EDGES, [380, 150]);
      await keys(page, "s");
      await click(page, 100, 150);
      await keys(page, "Delete");
      await page.mouse.move(5, 5);
      await seen(page, [false, true, true], ...EDGES);
      await keys(page, "Control+z");
      await seen(page, [true, true, true], ...EDGES);
      await keys(page, "Control+y");
    }),
    answers: [{ drawn: { boundingBoxes: [box(180), box(280)], inputImageProperties } }],
  },
  {
    name: "the paint follows zoom, a move, and a change of the view's size",
    html: toolPage("crowd-bounding-box"),
    act: then(async (page) => {
      await three(page);
      await keys(page, "+", "+", "s");
      await page.mouse.move(5, 5);
      await seen(page, [true, false], [180, 150], [230, 150]);
      await page.setViewportSize({ width: 1000, height: 700 });
      await keys(page, "0");
      await seen(page, [true, false], [180, 150], [230, 150]);
      await drag(page, [200, 150], [200, 60]);
      await page.mouse.move(5, 5);
      await seen(page, [false, true, true], [180, 145], [180, 60], [80, 150]);
    }),
    answers: [{ drawn: { boundingBoxes: [box(80), { ...box(180), top: 20 }, box(280)], inputImageProperties } }],
  },
];
