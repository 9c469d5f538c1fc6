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
  await settings(page);
  await arabic(page);
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

async function settings(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Keys" }).waitFor();
  await shoot(page, "settings");
}

/** The jobs from right to left, on a phone; then English again. */
async function arabic(page: Page): Promise<void> {
  const window = page.viewportSize()!;
  await page.locator("dialog[open] select").first().selectOption("ar");
  await page.locator("html[dir=rtl]").waitFor();
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot(page, "jobs-phone-arabic");
  await page.locator("header button").first().click();
  await page.locator("dialog[open] select").first().selectOption("en");
  await page.locator("html[lang=en]").waitFor();
  await page.keyboard.press("Escape");
  await page.setViewportSize(window);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}.png` });
}
