/** What the scripts of the worker's portal share. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { PATIENCE_MS, type Person, signIn, watchedPage } from "./browser.ts";

export interface Given extends Person {
  titles: Record<string, string>;
  folder?: string;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Without network, and calls that leave with their page: what becomes of them is looked for in the page and the ledger. */
const EXPECTED =
  /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|Failed to load resource|(draft|release) net::ERR_ABORTED/;

interface Found {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** A device of its own, where this person has signed in. */
export async function device(browser: Browser, person: Person): Promise<{ page: Page; troubles: string[] }> {
  const opened = await watchedPage(browser);
  await entered(opened.page, person);
  return opened;
}

export async function entered(page: Page, person: Person): Promise<void> {
  await signIn(page, person);
  await page.getByRole("listitem").first().waitFor();
}

/** What went wrong besides. */
export function unexpected(troubles: string[]): string[] {
  return troubles.filter((one) => !EXPECTED.test(one));
}

/** WCAG A and AA, 2.2 with its target size; the frames are looked at on their own. */
export async function serious(where: Page | Frame): Promise<string[]> {
  await where.evaluate(AXE);
  const { violations } = await where.evaluate<Found>(
    `axe.run(document, ${JSON.stringify({ runOnly: TAGS, iframes: false })})`,
  );
  return violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)} ${one.nodes[0]?.failureSummary.slice(0, 300)}`);
}

export async function leave(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Leave this job" }).click();
  await page.getByRole("listitem").first().waitFor();
}

export async function another(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}
