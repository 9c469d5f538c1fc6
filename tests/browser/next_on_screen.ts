/**
 * From the key that submits to the next task on the screen, by compositor frames.
 *
 * Every image has a colour of its own and arrives late; the first recorded frame that shows the next colour ends
 * the time. The key's time is taken before it is sent to the browser, so the figures are upper bounds.
 */

import type { Browser, CDPSession, Page } from "playwright-core";
import { given, onScreen, openJob, type Person, run, signIn, watchedPage } from "./browser.ts";

interface Given extends Person {
  title: string;
  rounds: number;
  colours: [number, number, number][];
}

interface Recorded {
  at: number;
  data: string;
}

const { title, rounds, colours, ...person } = given<Given>();
const MEDIA_DELAY_MS = 120;
/** A person takes longer than this; it lets the next task be fetched. */
const THINKING_MS = 700;
/** Where the image is, in shares of the recorded frame. */
const SPOT = [0.36, 0.5] as const;
const NEAR = 24;

await run(async (browser) => {
  const { page } = await watchedPage(browser);
  await page.route(/\/data\//, async (route) => {
    await new Promise((done) => setTimeout(done, MEDIA_DELAY_MS));
    await route.continue();
  });
  await signIn(page, person);
  await openJob(page, title);
  const frames: Recorded[] = [];
  const recorder = await record(page, frames);
  const pressed: { at: number; next: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    await onScreen(page);
    await page.waitForTimeout(THINKING_MS);
    await page.keyboard.press("1");
    await page.waitForTimeout(50);
    const next = await waiting(page);
    pressed.push({ at: Date.now(), next });
    await page.keyboard.press("Enter");
    await page.locator(`iframe.task.front[title^="Task ${next} "]`).waitFor();
    await page.waitForTimeout(300);
  }
  await recorder.send("Page.stopScreencast");
  const seen = await coloursOf(browser, frames);
  return { times: pressed.map(({ at, next }) => shown(seen, at, colours[next]!)), frames: frames.length };
});

async function waiting(page: Page): Promise<number> {
  const name = await page.locator("iframe.task:not(.front):not(.loading)").first().getAttribute("title");
  return Number(/^Task (\d+) /.exec(name ?? "")?.[1]);
}

async function record(page: Page, frames: Recorded[]): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  session.on("Page.screencastFrame", (frame) => {
    frames.push({ at: (frame.metadata.timestamp ?? 0) * 1000, data: frame.data });
    void session.send("Page.screencastFrameAck", { sessionId: frame.sessionId });
  });
  await session.send("Page.startScreencast", { format: "jpeg", quality: 70, maxWidth: 640, everyNthFrame: 1 });
  return session;
}

interface Seen {
  at: number;
  colour: number[];
}

/** The colour at the spot of every frame, decoded after the measurement. */
async function coloursOf(browser: Browser, frames: Recorded[]): Promise<Seen[]> {
  const page = await browser.newPage();
  const seen: Seen[] = [];
  for (const { at, data } of frames) {
    const colour = await page.evaluate(
      async ([image, x, y]) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${image}`)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
        canvas.drawImage(bitmap, 0, 0);
        return [...canvas.getImageData(bitmap.width * x, bitmap.height * y, 1, 1).data].slice(0, 3);
      },
      [data, ...SPOT] as const,
    );
    seen.push({ at, colour });
  }
  return seen;
}

/** Milliseconds until the colour was first on the screen; -1 when it never was. */
function shown(seen: Seen[], at: number, colour: number[]): number {
  const isThis = (one: Seen): boolean => one.colour.every((part, index) => Math.abs(part - colour[index]!) < NEAR);
  const first = seen.find((one) => one.at >= at && isThis(one));
  return first ? first.at - at : -1;
}
