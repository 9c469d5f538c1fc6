/**
 * Answers given without network: they wait on the device, outlast the browser's window, and are stored once; one that
 * is too late is said to be lost. Prints the objects.
 */

import type { Browser, BrowserContext, Page } from "playwright-core";
import { given, onScreen, openJob, run } from "./browser.ts";
import { another, device, entered, type Given, serious, unexpected } from "./portal.ts";

const { titles, folder, ...person } = given<Given>();
const title = titles["queue"]!;

await run(async (browser) => ({ waited: await waiting(browser), late: await late(browser) }));

async function choose(page: Page): Promise<number> {
  const { object, task } = await onScreen(page);
  await page.keyboard.press("1");
  await task.locator("input:checked").waitFor();
  await page.keyboard.press("Enter");
  return object;
}

async function waiting(browser: Browser): Promise<Record<string, unknown>> {
  const { page, troubles } = await device(browser, person);
  await openJob(page, title);
  await page.locator("iframe.task:not(.front):not(.loading)").waitFor({ state: "attached" });
  const context = page.context();
  await context.setOffline(true);
  const first = await choose(page);
  await goneFromScreen(page, first);
  const second = await choose(page);
  await page.getByRole("heading", { name: "No connection" }).waitFor();
  await page.getByText("2 answers wait on this device").waitFor();
  if (folder) await page.screenshot({ path: `${folder}/offline.png` });
  const axe = await serious(page);
  await page.close();
  await context.setOffline(false);
  const later = await another(context);
  await entered(later, person);
  await later.getByRole("link", { name: `2 answers of mine in ${title}` }).click();
  await later.getByRole("listitem").nth(1).waitFor();
  const kept = await keptOn(context, later);
  await context.close();
  return { first, second, axe, kept, troubles: unexpected(troubles) };
}

/** The page stays mounted behind until its answer is stored. */
async function goneFromScreen(page: Page, object: number): Promise<void> {
  await page.locator(`iframe.task.front:not([title^="Task ${object} "])`).waitFor();
}

async function late(browser: Browser): Promise<Record<string, unknown>> {
  const { page } = await device(browser, person);
  await openJob(page, title);
  const context = page.context();
  await context.setOffline(true);
  const object = await choose(page);
  await page.getByText("The server does not answer").waitFor();
  const [unsent] = (await rowsOf(page)) as { lease: string }[];
  // Before the window is closed: a network that is cut for a page alone may come back while the page goes.
  await releaseElsewhere(browser, unsent!.lease);
  await page.close();
  await context.setOffline(false);
  const later = await another(context);
  await entered(later, person);
  await later.getByText(`Your answer for object ${object} was not stored`).waitFor();
  const kept = await keptOn(context, later);
  await context.close();
  return { object, kept };
}

/** The same worker gives the task back on another device. */
async function releaseElsewhere(browser: Browser, lease: string): Promise<void> {
  const { page } = await device(browser, person);
  const released = await page.evaluate(
    async ([job, id]) => {
      const { access } = JSON.parse(sessionStorage.getItem("trigpoint-session")!) as { access: string };
      const headers = { authorization: `Bearer ${access}`, "content-type": "application/json" };
      const body = JSON.stringify({ lease: id });
      return (await fetch(`/portal/jobs/${job}/release`, { method: "POST", headers, body })).json() as unknown;
    },
    [title.toLowerCase(), lease],
  );
  if (JSON.stringify(released) !== '{"released":true}') throw new Error(JSON.stringify(released));
  await page.context().close();
}

/** What the device still keeps, and whether a token is among it. */
async function keptOn(context: BrowserContext, page: Page): Promise<{ rows: number; tokens: number }> {
  const rows = await rowsOf(page);
  const state = JSON.stringify([rows, (await context.storageState()).origins]);
  return { rows: rows.length, tokens: (state.match(/eyJ[\w-]+\./g) ?? []).length };
}

function rowsOf(page: Page): Promise<unknown[]> {
  return page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const opening = indexedDB.open("trigpoint", 1);
        opening.onsuccess = () => {
          const all = opening.result.transaction("kept").objectStore("kept").getAll();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );
}
