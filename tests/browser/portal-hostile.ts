/** A template that says drafts without end. Prints what left the browser, and whether the seat still works. */

import { frontFrame, given, goneFrom, onScreen, openJob, run } from "./browser.ts";
import { device, type Given } from "./portal.ts";

const { titles, ...person } = given<Given>();

await run(async (browser) => {
  const { page, troubles } = await device(browser, person);
  const sent: number[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/draft")) sent.push(request.postData()?.length ?? 0);
  });
  await openJob(page, titles["hostile"]!);
  const started = Date.now();
  const frame = await frontFrame(page);
  await frame.waitForFunction(() => Number(document.title.split(" ")[1]) >= 8000, undefined, { timeout: 60_000 });
  const seconds = (Date.now() - started) / 1000;
  const { object } = await onScreen(page);
  await page.getByRole("button", { name: "Skip" }).click();
  await goneFrom(page, object);
  return { saves: sent.length, largest: Math.max(0, ...sent), seconds, troubles };
});
