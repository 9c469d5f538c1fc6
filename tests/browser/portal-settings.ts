/** Keys, colours and languages, chosen with real keys and kept; the warning before the time is over; the phone. */

import type { Browser, FrameLocator, Page } from "playwright-core";
import { frontFrame, given, goneFrom, onScreen, openJob, run, signIn, watchedPage } from "./browser.ts";
import { device, type Given, serious, unexpected } from "./portal.ts";

const { titles, folder, ...person } = given<Given>();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const LANGUAGES = ["es", "de", "ja", "ar", "en"];

await run(async (browser) => ({
  keys: await keys(browser),
  colours: await colours(browser),
  warning: await warned(browser),
  phone: await onThePhone(browser),
}));

async function keys(browser: Browser): Promise<Record<string, unknown>> {
  const { page, troubles } = await device(browser, person);
  await page.getByRole("listitem").filter({ hasText: titles["words"]! }).getByText("$0.036 a task").waitFor();
  await page.getByRole("button", { name: "Settings" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Skip").focus();
  await page.keyboard.press("D");
  const taken = await dialog.getByRole("alert").textContent();
  await page.keyboard.press("x");
  await dialog.getByLabel("Choice 2").focus();
  await page.keyboard.press("q");
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("link", { name: `Start labeling ${titles["many"]}` }).click();
  const { object, task } = await ticked(page);
  // With the focus in the frame, and on a checkbox.
  await task.getByRole("checkbox").first().focus();
  await page.keyboard.press("q");
  await task.getByRole("checkbox", { name: "two" }).and(task.locator(":checked")).waitFor();
  // With the focus in the portal.
  await page.getByRole("button", { name: "Settings" }).focus();
  await page.keyboard.press("q");
  await task.getByRole("checkbox", { name: "two" }).and(task.locator(":not(:checked)")).waitFor();
  await task.getByRole("checkbox").first().focus();
  await page.keyboard.press("x");
  await goneFrom(page, Number(object));
  await (await ticked(page)).task.getByRole("checkbox").first().focus();
  await page.keyboard.press("Shift+D");
  await page.getByRole("heading", { name: "Why do you decline this task?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.context().close();
  return { taken, troubles: unexpected(troubles) };
}

/** The task on the screen, whose choices are checkboxes. */
async function ticked(page: Page): Promise<{ object: string; task: FrameLocator }> {
  const task = page.frameLocator("iframe.task.front:not(.loading)");
  await task.getByRole("checkbox").first().waitFor();
  const title = await page.locator("iframe.task.front").getAttribute("title");
  return { object: /^Task (\d+) /.exec(title ?? "")?.[1] ?? "", task };
}

async function colours(browser: Browser): Promise<Record<string, unknown>> {
  const { page, troubles } = await watchedPage(browser, { colorScheme: "light" });
  await signIn(page, person);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Colours").selectOption("dark");
  const axe = await serious(page);
  await page.keyboard.press("Escape");
  await page.reload();
  const portal = await ground(page);
  await openJob(page, titles["words"]!);
  const frame = await (await frontFrame(page)).evaluate("getComputedStyle(document.documentElement).colorScheme");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Colours").selectOption("light");
  const again = await (await frontFrame(page)).evaluate("getComputedStyle(document.documentElement).colorScheme");
  const light = await ground(page);
  await page.context().close();
  return { portal, light, frame, again, axe, troubles: unexpected(troubles) };
}

function ground(page: Page): Promise<string> {
  return page.evaluate("getComputedStyle(document.body).backgroundColor");
}

async function warned(browser: Browser): Promise<string | null> {
  const { page } = await watchedPage(browser);
  await page.clock.install();
  await signIn(page, person);
  await openJob(page, titles["words"]!);
  await page.clock.fastForward(9 * 60_000 + 10_000);
  const alert = page.getByRole("alert").filter({ hasText: "left for this task" });
  await alert.waitFor();
  const text = await alert.textContent();
  await page.locator(".time.short").waitFor();
  if (folder) await page.screenshot({ path: `${folder}/warning.png` });
  await page.clock.fastForward(2 * 60_000);
  await page.getByRole("heading", { name: "The time for this task ran out" }).waitFor();
  await page.context().close();
  return text;
}

/** Every view in every language: whatever is too wide, too small or serious. */
async function onThePhone(browser: Browser): Promise<Record<string, string[]>> {
  const { page } = await watchedPage(browser, PHONE);
  await signIn(page, person);
  const found: Record<string, string[]> = {};
  for (const language of LANGUAGES) {
    const look = async (view: string): Promise<void> => {
      if (folder) await page.screenshot({ path: `${folder}/phone-${view}-${language}.png` });
      found[`${view} ${language}`] = [...(await misfits(page)), ...(await serious(page))];
    };
    await page.getByRole("listitem").first().waitFor();
    await page.locator("header button").first().click();
    await page.locator("dialog[open] select").first().selectOption(language);
    await page
      .locator(`html[lang=${language}][dir=${language === "ar" ? "rtl" : "ltr"}]`)
      .waitFor({ state: "attached" });
    await look("settings");
    await page.keyboard.press("Escape");
    await look("jobs");
    await page.locator(`a[href="#/job/${titles["words"]!.toLowerCase()}"]`).click();
    await onScreen(page);
    await look("seat");
    await page.locator("header a").first().click();
    await page.getByRole("listitem").first().waitFor();
    await page.locator(`a[href="#/answers/${titles["words"]!.toLowerCase()}"]`).click();
    await page.locator("answers-list").locator("li, p:not([hidden])").first().waitFor();
    await look("answers");
    await page.goto(`${person.portal}/#/`);
  }
  found["direction"] = [String(await page.evaluate("document.documentElement.dir"))].filter((one) => one !== "ltr");
  await page.context().close();
  return found;
}

/** In the page and its shadow roots: what stands out of the window, and what is too small for a finger. */
async function misfits(page: Page): Promise<string[]> {
  const width = await page.evaluate("document.documentElement.scrollWidth");
  const small: string[] = [];
  for (const target of await page.locator("button:visible, a:visible, input:visible, select:visible").all()) {
    const box = await target.boundingBox();
    if (!box) continue;
    const name = `${(await target.textContent())?.trim()} ${Math.round(box.width)}x${Math.round(box.height)}`;
    if (box.height < 24 || box.width < 24) small.push(`small: ${name}`);
    if (box.x < -1 || box.x + box.width > 391) small.push(`out: ${name}`);
  }
  return Number(width) > 390 ? [...small, `page ${width} px wide`] : small;
}
