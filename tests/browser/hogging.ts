/** How long the page around a task's frame cannot act while the task's page does its worst. */

import { given, run, watchedPage } from "./browser.ts";

const { address, seconds } = given<{ address: string; seconds: number }>();

await run(async (browser) => {
  const { page } = await watchedPage(browser);
  await page.goto(address, { waitUntil: "commit" });
  await page.locator("iframe.front").waitFor();
  const gap = await page.evaluate(
    (during) =>
      new Promise<number>((done) => {
        const begun = performance.now();
        let [last, longest] = [begun, 0];
        const beat = (): void => {
          const now = performance.now();
          longest = Math.max(longest, now - last);
          last = now;
          if (now - begun < during) setTimeout(beat, 10);
          else done(longest);
        };
        beat();
      }),
    seconds * 1000,
  );
  const notice = await page.locator("#notice").innerText();
  return { gap, notice, frames: page.frames().length };
});
