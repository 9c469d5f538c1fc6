/** Which outside addresses a page of `trigpoint render` may ask for. Their hosts do not exist: who may ask, fails later. */

import { given, run, watchedPage } from "./browser.ts";

const { address } = given<{ address: string }>();
const QUIET_MS = 1_500;

await run(async (browser) => {
  const { page } = await watchedPage(browser);
  const asked = new Set<string>();
  page.on("requestfailed", (request) => {
    const error = request.failure()?.errorText ?? "";
    if (request.url().startsWith("https:") && !/csp|BLOCKED/i.test(error)) asked.add(request.url());
  });
  await page.goto(address);
  await page.waitForSelector("iframe.front:not(.loading)");
  await page.waitForTimeout(QUIET_MS);
  return { asked: [...asked].sort() };
});
