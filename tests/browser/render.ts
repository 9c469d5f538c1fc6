/** A person at a page of `trigpoint render`: draws a box by real pointer, or chooses a category; then submits. */

import type { Frame, Page } from "playwright-core";
import { given, run, watchedPage } from "./browser.ts";

interface Given {
  address: string;
  /** Image pixels of two corners. */
  box?: [number, number, number, number];
  choose?: string;
  screenshot?: string;
}

interface Tool extends HTMLElement {
  stage: { element: HTMLElement; view: { scale: number; x: number; y: number }; loading: string };
}

const { address, box, choose, screenshot } = given<Given>();

await run(async (browser) => {
  const { page, troubles } = await watchedPage(browser);
  await page.goto(address);
  const frame = await (await page.waitForSelector("iframe.front:not(.loading)")).contentFrame();
  if (!frame) throw new Error("no frame");
  const parent = await frame.evaluate(
    "(() => { try { return parent.document.title; } catch (e) { return e.name; } })()",
  );
  if (box) await draw(page, frame, box);
  if (choose) await frame.getByText(choose, { exact: true }).click();
  if (screenshot) await page.screenshot({ path: screenshot });
  await frame.getByRole("button", { name: /submit/i }).click();
  await page.getByText("The command has it").waitFor();
  return { troubles, parent };
});

async function draw(
  page: Page,
  frame: Frame,
  [left, top, right, bottom]: [number, number, number, number],
): Promise<void> {
  await frame.evaluate(async () => {
    const loaded = (): boolean =>
      [...document.querySelectorAll<Tool>("*")].find((one) => "stage" in one)?.stage.loading === "loaded";
    while (!loaded()) await new Promise(requestAnimationFrame);
  });
  await page.mouse.move(...(await onScreen(page, frame, left, top)));
  await page.mouse.down();
  await page.mouse.move(...(await onScreen(page, frame, right, bottom)), { steps: 5 });
  await page.mouse.up();
}

async function onScreen(page: Page, frame: Frame, x: number, y: number): Promise<[number, number]> {
  const outer = await page.locator("iframe.front").boundingBox();
  const inner = await frame.evaluate(
    ([left, top]) => {
      const tool = [...document.querySelectorAll<Tool>("*")].find((one) => "stage" in one) as Tool;
      const { scale, x: dx, y: dy } = tool.stage.view;
      const at = tool.stage.element.getBoundingClientRect();
      return [at.left + left * scale + dx, at.top + top * scale + dy] as const;
    },
    [x, y] as const,
  );
  return [inner[0] + (outer?.x ?? 0), inner[1] + (outer?.y ?? 0)];
}
