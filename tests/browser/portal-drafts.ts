/** Drafts: drawn on one device, finished on another; gone with their answer. Prints which objects they were of. */

import type { Browser, FrameLocator, Page } from "playwright-core";
import { frontFrame, given, goneFrom, onScreen, openJob, run } from "./browser.ts";
import { device, type Given, leave, unexpected } from "./portal.ts";

const { titles, ...person } = given<Given>();

await run(async (browser) => ({
  boxes: await onTwoDevices(browser, titles["boxes"]!, drawBox, (task) => row(task, /^red/)),
  areas: await onTwoDevices(browser, titles["areas"]!, fillArea, (task) => row(task, /^green 100/)),
  reloaded: await reloadedAtOnce(browser),
  undone: await undoneFromTheList(browser),
}));

async function row(task: FrameLocator, name: RegExp): Promise<void> {
  await task.getByRole("button", { name }).waitFor();
}

/** The picture is there, and the stage has the focus. */
async function loaded(page: Page, task: FrameLocator): Promise<void> {
  const tool = "crowd-bounding-box, crowd-semantic-segmentation";
  const frame = await frontFrame(page);
  await frame.waitForFunction(
    (tags) => (document.querySelector(tags) as { value?: unknown } | null)?.value !== undefined,
    tool,
  );
  await task.locator(".stage").focus();
}

async function drawBox(page: Page, task: FrameLocator): Promise<void> {
  await loaded(page, task);
  for (const key of ["Space", "ArrowRight", "ArrowDown", "Space"]) await page.keyboard.press(key);
  await row(task, /^red/);
}

async function fillArea(page: Page, task: FrameLocator): Promise<void> {
  await loaded(page, task);
  for (const key of ["g", "2", "Space"]) await page.keyboard.press(key);
  await row(task, /^green 100/);
}

async function onTwoDevices(
  browser: Browser,
  title: string,
  draw: (page: Page, task: FrameLocator) => Promise<void>,
  drawn: (task: FrameLocator) => Promise<void>,
): Promise<{ same: boolean; troubles: string[] }> {
  const first = await device(browser, person);
  await openJob(first.page, title);
  const begun = await onScreen(first.page);
  await draw(first.page, begun.task);
  await first.page.getByText("draft saved").waitFor();
  await leave(first.page);
  const second = await device(browser, person);
  await openJob(second.page, title);
  const resumed = await onScreen(second.page);
  await drawn(resumed.task);
  await second.page.keyboard.press("Enter");
  await goneFrom(second.page, resumed.object);
  await second.page.getByText("1 answer by you").waitFor();
  await first.page.context().close();
  await second.page.context().close();
  return { same: begun.object === resumed.object, troubles: unexpected([...first.troubles, ...second.troubles]) };
}

/** Nothing is waited for but the page's own word that it has a draft. */
async function reloadedAtOnce(browser: Browser): Promise<{ same: boolean; troubles: string[] }> {
  const { page, troubles } = await device(browser, person);
  await openJob(page, titles["words"]!);
  const { object, task } = await onScreen(page);
  await page.keyboard.press("2");
  await task.locator("input:checked").waitFor();
  await page.locator(".draft").waitFor();
  await page.reload();
  const again = await onScreen(page);
  await again.task.locator("input:checked").waitFor();
  await page.context().close();
  return { same: object === again.object, troubles: unexpected(troubles) };
}

/** An answer is taken back on the page of my answers: the seat opens with it. */
async function undoneFromTheList(browser: Browser): Promise<{ same: boolean; troubles: string[] }> {
  const { page, troubles } = await device(browser, person);
  await openJob(page, titles["words"]!);
  const { object } = await onScreen(page);
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  await goneFrom(page, object);
  await page.getByText("1 answer by you").waitFor();
  await leave(page);
  await page.getByRole("link", { name: `1 answer of mine in ${titles["words"]}` }).click();
  await page.getByRole("listitem").filter({ hasText: "ham" }).waitFor();
  await page.getByRole("button", { name: `#${object}` }).click();
  const again = await onScreen(page);
  await again.task.locator("input:checked").waitFor();
  await page.reload();
  const reloaded = await onScreen(page);
  await reloaded.task.locator("input:checked").waitFor();
  await page.keyboard.press("Enter");
  await goneFrom(page, object);
  await page.getByText("1 answer by you").waitFor();
  await page.context().close();
  return { same: object === again.object && object === reloaded.object, troubles: unexpected(troubles) };
}
