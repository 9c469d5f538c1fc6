/** How soon after the pointer goes up the change is painted, on a picture of 12 megapixels. */

import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { given, run } from "./browser.ts";
import { click, drag, keys, pictured } from "./drawing.ts";
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
const GAPS = `var gaps = [], last = performance.now();
  (function frame(now) { gaps.push(now - last); last = now; requestAnimationFrame(frame); })(last);`;
const COLD_TIMES = 7;

await run(async (browser) => ({
  "ready, 200 there": await coldStart(browser),
  "drag frame, 200": await dragging(browser, 200),
  "drag frame, 1000": await dragging(browser, 1000),
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

/** From the navigation's start to the frame after the one with picture and shapes; a new browser context each time. */
async function coldStart(browser: Browser): Promise<number[]> {
  const waits: number[] = [];
  for (let count = 0; count < COLD_TIMES; count++) {
    const page = await ready(browser, "crowd-bounding-box", boxes(200));
    waits.push(
      await page.evaluate(async () => {
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return Math.round(performance.now());
      }),
    );
    await page.context().close();
  }
  return waits;
}

/** Gaps between frames while a box is dragged about. */
async function dragging(browser: Browser, count: number): Promise<number[]> {
  const page = await ready(browser, "crowd-bounding-box", boxes(count));
  await keys(page, "s");
  await click(page, 40, 45);
  await page.evaluate(GAPS);
  await drag(page, [40, 45], ...Array.from({ length: 40 }, (_, at) => [300 + 60 * at, 300 + (at % 8) * 150] as const));
  const gaps = await page.evaluate<number[]>("gaps.slice(2).map((gap) => Math.round(gap * 10) / 10)");
  await page.context().close();
  return gaps;
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
