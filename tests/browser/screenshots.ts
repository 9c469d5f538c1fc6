/** The pages that the README and the docs show, into the given folder. */

import type { Page } from "playwright-core";
import { given, onScreen, openJob, type Person, run, watchedPage } from "./browser.ts";

interface Given extends Person {
  folder: string;
  photos: string;
  messages: string;
}

const { folder, photos, messages, ...person } = given<Given>();

await run(async (browser) => {
  const { page } = await watchedPage(browser, { deviceScaleFactor: 1.5 });
  await page.goto(person.portal);
  await page.getByLabel("E-mail").fill(person.email);
  await shoot(page, "sign-in");
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("listitem").first().waitFor();
  await shoot(page, "jobs");
  await seat(page, photos, "seat-image");
  await seat(page, messages, "seat-text");
  await page.getByRole("link", { name: "Jobs", exact: true }).click();
  await page.getByRole("button", { name: "failed objects" }).first().click();
  await page.locator("tr.details li").first().waitFor();
  await shoot(page, "operator");
  return folder;
});

/** After one answer, with the next one chosen. */
async function seat(page: Page, title: string, name: string): Promise<void> {
  await openJob(page, title);
  await page.keyboard.press("1");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Undo" }).waitFor();
  const { task } = await onScreen(page);
  await page.keyboard.press("1");
  await task.locator("input:checked").waitFor();
  await page.waitForTimeout(500);
  await shoot(page, name);
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByRole("listitem").first().waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}.png` });
}
