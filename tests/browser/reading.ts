/** A person at the text tool: places are UTF-16 offsets of the text. */

import type { Page } from "playwright-core";

/** Where a character begins or ends on the page. */
async function edge(page: Page, offset: number, after: boolean): Promise<[number, number]> {
  return page.evaluate(
    ([at, behind]) => {
      const walker = document.createTreeWalker(document.querySelector(".trigpoint-text") as Element, 4);
      let left = at;
      for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
        if (left < node.length) {
          const range = document.createRange();
          range.setStart(node, left);
          range.setEnd(node, left + 1);
          const box = range.getBoundingClientRect();
          return [behind ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2] as [number, number];
        }
        left -= node.length;
      }
      throw new Error(`no character ${at}`);
    },
    [offset, after] as const,
  );
}

/** From one character through another one: left to right. */
export async function dragOver(page: Page, start: number, end: number): Promise<void> {
  await page.mouse.move(...(await edge(page, start, false)));
  await page.mouse.down();
  await page.mouse.move(...(await edge(page, end - 1, true)), { steps: 5 });
  await page.mouse.up();
}

export async function clickOn(page: Page, offset: number, count = 1): Promise<void> {
  await page.mouse.click(...(await edge(page, offset, true)), { clickCount: count });
}

/** Give the text the focus, with Tab only. */
export async function tabToText(page: Page): Promise<void> {
  for (let count = 0; count < 20; count++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.className === "trigpoint-text")) return;
  }
  throw new Error("Tab does not reach the text");
}

export async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let count = 0; count < times; count++) await page.keyboard.press(key);
}

/** Select by keyboard alone, from the caret's place: skip so many characters, take so many. */
export async function shiftOver(page: Page, skip: number, take: number, forward = "ArrowRight"): Promise<void> {
  await press(page, forward, skip);
  await press(page, `Shift+${forward}`, take);
}
