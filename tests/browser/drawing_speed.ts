/** How soon after the pointer goes up the change is painted, on a picture of 12 megapixels. */

import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { given, run } from "./browser.ts";
import { drag, keys, pictured } from "./drawing.ts";
import { type Files, opened, SCRIPT } from "./element-page.ts";

const { picture, times } = given<{ picture: string; times: number }>();
const FILES: Files = { "/picture.jpg": { type: "image/jpeg", body: readFileSync(picture) } };
const LABELS = `labels="['Car', 'Person', 'Tree', 'Sign']"`;
/** From the event to the frame after the next: what it changed is on the screen by then. */
const WATCH = `var waits = []; addEventListener("pointerup", (event) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => waits.push(performance.now() - event.timeStamp);
  channel.port2.postMessage(0);
}), true);`;

await run(async (browser) => ({
  "box, 200 there": await speed(browser, "crowd-bounding-box", boxes(200)),
  "box, 1000 there": await speed(browser, "crowd-bounding-box", boxes(1000)),
  "brush stroke": await speed(browser, "crowd-semantic-segmentation", ""),
  "mask to PNG": await encoding(browser),
}));

function boxes(count: number): string {
  const list = Array.from({ length: count }, (_, at) => {
    const [left, top] = [(at % 40) * 95 + 5, Math.floor(at / 40) * 110 + 5];
    return `{label:'Car',left:${left},top:${top},width:70,height:80}`;
  });
  return `initial-value="[${list.join(",")}]"`;
}

async function ready(browser: Browser, tag: string, more: string): Promise<Page> {
  const html = `${SCRIPT}<crowd-form><${tag} name="x" src="/picture.jpg" ${LABELS} ${more}></${tag}></crowd-form>`;
  const { page } = await opened(browser, html, FILES);
  await pictured(page);
  await page.evaluate(WATCH);
  return page;
}

async function speed(browser: Browser, tag: string, more: string): Promise<number[]> {
  const page = await ready(browser, tag, more);
  for (let count = 0; count < times; count++) {
    const [x, y] = [200 + 90 * (count % 30), 2300 + 7 * count];
    await drag(page, [x, y], [x + 300, y + 200]);
    await page.waitForTimeout(120);
  }
  const waits = await page.evaluate<number[]>("waits");
  await page.context().close();
  return waits.map((wait) => Math.round(wait * 10) / 10);
}

async function encoding(browser: Browser): Promise<number[]> {
  const page = await ready(browser, "crowd-semantic-segmentation", "");
  for (let count = 0; count < 12; count++) await drag(page, [300 * count + 100, 200], [300 * count + 300, 2800]);
  const spent: number[] = [];
  for (let count = 0; count < 5; count++) {
    await keys(page, count % 2 ? "Control+y" : "Control+z");
    spent.push(
      await page.evaluate(() => {
        const start = performance.now();
        void (document.querySelector("crowd-semantic-segmentation") as unknown as { value: unknown }).value;
        return Math.round(performance.now() - start);
      }),
    );
  }
  await page.context().close();
  return spent;
}
