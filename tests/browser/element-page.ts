/** A template in a page of its own, with our elements and their chunks at AWS's address. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { PATIENCE_MS } from "./browser.ts";

export interface Case {
  name: string;
  html: string;
  act?: (page: Page) => Promise<unknown>;
  answers?: unknown[];
  refused?: RegExp;
}

interface Heard {
  answers: unknown[];
  refusals: string[];
}

/** What lies beside the page, by path: its type and content. */
export type Files = Record<string, { type: string; body: Buffer | string }>;

export const SCRIPT = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>';
export const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==";
const FRAME = new URL("../../dist/frame/frame/", import.meta.url);
const LISTENER = `<script>var answers = [], refusals = [], isReady = false;
  document.addEventListener("trigpoint-answer", (event) => answers.push(event.detail));
  document.addEventListener("trigpoint-invalid", (event) => refusals.push(event.detail));
  document.addEventListener("all-crowd-elements-ready", () => { isReady = true; });</script>`;

/** A page that is ready, and what went wrong in it. */
export async function opened(
  browser: Browser,
  html: string,
  files: Files = {},
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await serve(page, LISTENER + html, files);
  await page.goto("http://task.test/");
  await page.waitForFunction("isReady");
  return { page, problems };
}

async function serve(page: Page, html: string, files: Files): Promise<void> {
  await page.route("http://task.test/**", (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = path === "/" ? { type: "text/html", body: html } : files[path];
    const headers = { "access-control-allow-origin": "*" };
    return file ? route.fulfill({ contentType: file.type, body: file.body, headers }) : route.fulfill({ status: 404 });
  });
  await page.route("https://assets.crowd.aws/**", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    return route.fulfill({ contentType: "text/javascript", body: readFileSync(new URL(name, FRAME), "utf8") });
  });
}

/** What the page answered so far. */
export async function heard(page: Page): Promise<Heard> {
  await page.waitForTimeout(100);
  return page.evaluate<Heard>("({ answers, refusals })");
}

/** Play a case. `told` sees the answers before they are compared, and may replace what cannot be. */
export async function tried(
  browser: Browser,
  one: Case,
  files: Files = {},
  told: (answers: unknown[]) => unknown[] = (answers) => answers,
): Promise<void> {
  const { page, problems } = await opened(browser, one.html, files);
  try {
    await one.act?.(page);
    const { answers, refusals } = await heard(page);
    assert.deepEqual(told(answers), one.answers ?? []);
    assert.match(refusals.join(" "), one.refused ?? /^$/);
    assert.deepEqual(problems, []);
  } finally {
    await page.context().close();
  }
}

/** Play all cases; what failed, in words. */
export async function failuresOf(cases: readonly Case[], play: (one: Case) => Promise<void>): Promise<string[]> {
  const failures: string[] = [];
  for (const one of cases) await play(one).catch((error: Error) => failures.push(`${one.name}: ${error.message}`));
  return failures;
}
