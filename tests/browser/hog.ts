/** A task that never stops computing: the worker declines it with a reason, and goes on in the portal. */

import { given, type Person, run, signIn, watchedPage } from "./browser.ts";

const { title, ...person } = given<Person & { title: string }>();

await run(async (browser) => {
  const { page } = await watchedPage(browser);
  await signIn(page, person);
  await page.getByRole("link", { name: `Start labeling ${title}` }).click();
  await page.locator("iframe.task.front").waitFor();
  const begun = Date.now();
  await page.getByRole("button", { name: /^Decline/ }).click();
  await page.getByLabel("It does not load or cannot be read").check();
  await page.getByRole("button", { name: "Decline task" }).click();
  await page.locator("iframe.task").waitFor({ state: "detached" });
  return { milliseconds: Date.now() - begun };
});
