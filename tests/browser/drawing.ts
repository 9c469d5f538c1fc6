/** A person at a drawing tool: points are in image pixels. */

import type { Page } from "playwright-core";

interface Tool extends HTMLElement {
  stage: { element: HTMLElement; view: { scale: number; x: number; y: number }; loading: string };
  cursor?: Spot;
}

interface Spot {
  x: number;
  y: number;
}

/** Arrow keys go a fiftieth of the longer side: of a picture 400 pixels wide. */
const STEP = 8;

/** Until the picture of the page's tool is there. */
export async function pictured(page: Page): Promise<void> {
  // Not waitForFunction: the frame's headers forbid the eval that it needs.
  await page.evaluate(async () => {
    const loaded = (): boolean => {
      const tool = [...document.querySelectorAll<Tool>("*")].find((one) => "stage" in one);
      return tool?.stage.loading === "loaded";
    };
    while (!loaded()) await new Promise(requestAnimationFrame);
  });
}

async function onPage(page: Page, x: number, y: number): Promise<[number, number]> {
  return page.evaluate(
    ([left, top]) => {
      const tool = [...document.querySelectorAll<Tool>("*")].find((one) => "stage" in one) as Tool;
      const { scale, x: dx, y: dy } = tool.stage.view;
      const box = tool.stage.element.getBoundingClientRect();
      return [box.left + left * scale + dx, box.top + top * scale + dy] as [number, number];
    },
    [x, y] as const,
  );
}

export async function click(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.click(...(await onPage(page, x, y)));
}

export async function drag(page: Page, ...points: readonly (readonly [number, number])[]): Promise<void> {
  const [first, ...others] = points as [[number, number], ...[number, number][]];
  await page.mouse.move(...(await onPage(page, ...first)));
  await page.mouse.down();
  for (const point of others) await page.mouse.move(...(await onPage(page, ...point)), { steps: 4 });
  await page.mouse.up();
}

export async function keys(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.keyboard.press(name);
}

/** Move the keyboard's cursor there; the stage has the focus. */
export async function arrowsTo(page: Page, x: number, y: number): Promise<void> {
  const from = await page.evaluate(() => {
    const tool = [...document.querySelectorAll<Tool>("*")].find((one) => "stage" in one) as Tool;
    return tool.cursor ?? { x: 200, y: 150 };
  });
  await arrows(page, x - from.x, y - from.y);
}

/** Arrow keys by so many image pixels, single ones with Shift. */
export async function arrows(page: Page, dx: number, dy: number): Promise<void> {
  for (const [by, forth, back] of [
    [dx, "ArrowRight", "ArrowLeft"],
    [dy, "ArrowDown", "ArrowUp"],
  ] as const) {
    const name = by > 0 ? forth : back;
    const far = Math.abs(by);
    for (let count = Math.floor(far / STEP); count > 0; count--) await page.keyboard.press(name);
    for (let count = far % STEP; count > 0; count--) await page.keyboard.press(`Shift+${name}`);
  }
}

/** Set points by keyboard alone. */
export async function points(page: Page, ...spots: readonly (readonly [number, number])[]): Promise<void> {
  for (const [x, y] of spots) {
    await arrowsTo(page, x, y);
    await page.keyboard.press("Space");
  }
}

/** Give the stage the focus, with Tab only. */
export async function tabToStage(page: Page): Promise<void> {
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className === "stage");
    if (inside) return;
  }
  throw new Error("Tab does not reach the stage");
}
