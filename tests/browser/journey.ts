/**
 * A worker's first day: sign in, change the password, label images by mouse and texts by keyboard, decline one,
 * take one back, sign out. Prints what was chosen for which object, and everything that went wrong on the way.
 */

import type { Page } from "playwright-core";
import { given, goneFrom, onScreen, openJob, type Person, run, signIn, watchedPage } from "./browser.ts";

interface Journey extends Person {
  newPassword: string;
  images: { title: string; categories: string[]; objects: number };
  texts: { title: string; categories: string[] };
}

const journey = given<Journey>();

await run(async (browser) => {
  const { page, troubles } = await watchedPage(browser);
  await signIn(page, journey);
  await changePassword(page);
  const images = await labelByMouse(page);
  const texts = await labelByKeyboard(page);
  await signOut(page);
  return { images, texts, troubles };
});

async function changePassword(page: Page): Promise<void> {
  await page.getByLabel("New password").fill(journey.newPassword);
  await page.getByLabel("The same again").fill(journey.newPassword);
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("heading", { name: "Open jobs" }).waitFor();
}

async function labelByMouse(page: Page): Promise<{ chosen: Record<number, string>; declined: number; undone: number }> {
  const { title, categories, objects } = journey.images;
  await openJob(page, title);
  const chosen: Record<number, string> = {};
  const declined = await decline(page);
  const { object: undone } = await choose(page, categories.at(-1)!);
  await undo(page, undone);
  for (let count = 0; count < objects - 1; count++) {
    const { object } = await choose(page, categories[count % categories.length]!);
    chosen[object] = categories[count % categories.length]!;
  }
  await page.getByRole("heading", { name: "All done for now" }).waitFor();
  await page.getByRole("link", { name: "Leave" }).click();
  return { chosen, declined, undone };
}

async function choose(page: Page, category: string): Promise<{ object: number }> {
  const { object, task } = await onScreen(page);
  await task.getByText(category, { exact: true }).click();
  await task.getByRole("button", { name: "Submit" }).click();
  await goneFrom(page, object);
  return { object };
}

async function decline(page: Page): Promise<number> {
  const { object } = await onScreen(page);
  await page.getByRole("button", { name: "Decline" }).click();
  await page.getByLabel("No category fits").click();
  await page.getByLabel("Note (optional)").fill("two of them");
  await page.getByRole("button", { name: "Decline task" }).click();
  await goneFrom(page, object);
  return object;
}

async function undo(page: Page, object: number): Promise<void> {
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(`iframe.task.front[title^="Task ${object} "]`).waitFor();
  const { task } = await onScreen(page);
  // The earlier answer is filled in.
  await task.locator("input:checked").waitFor();
}

async function labelByKeyboard(page: Page): Promise<{ chosen: Record<number, string> }> {
  const { title, categories } = journey.texts;
  await page.getByRole("heading", { name: "Open jobs" }).waitFor();
  await tabTo(page, `Start labeling ${title}`);
  await page.keyboard.press("Enter");
  const chosen: Record<number, string> = {};
  const done = page.getByRole("heading", { name: "All done for now" });
  for (let count = 0; !(await done.isVisible()); count++) {
    const { object, task } = await onScreen(page);
    const key = (count % categories.length) + 1;
    await page.keyboard.press(String(key));
    await task.locator("input:checked").waitFor();
    await page.keyboard.press("Enter");
    chosen[object] = categories[key - 1]!;
    await goneFrom(page, object);
    await page.locator("iframe.task.front:not(.loading), .cover h2").first().waitFor();
  }
  return { chosen };
}

async function tabTo(page: Page, name: string): Promise<void> {
  const link = page.getByRole("link", { name });
  await link.waitFor();
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press("Tab");
    if (await link.evaluate((element) => element.matches(":focus"))) return;
  }
  throw new Error(`20 tabs did not reach ${name}`);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to label" }).waitFor();
  const kept = await page.evaluate(() => sessionStorage.length + localStorage.length + document.cookie.length);
  if (kept) throw new Error("something of the session is kept after signing out");
}
