/**
 * What worker templates rely on besides tags (facts: worker-ui 1b and 2): each case is a template, what a person
 * or its own code does in it, and the answers that come out. Prints the failures.
 */

import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { run } from "./browser.ts";
import { type Case, CASES, SCRIPT } from "./element-cases.ts";

interface Heard {
  answers: unknown[];
  refusals: string[];
}

const FRAME = new URL("../../dist/frame", import.meta.url);

await run(async (browser) => {
  const failures: string[] = [];
  for (const one of CASES) {
    await tried(browser, one).catch((error: Error) => failures.push(`${one.name}: ${error.message}`));
  }
  return { cases: CASES.length, failures };
});

async function tried(browser: Browser, one: Case): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  try {
    await serve(page, SCRIPT + one.html);
    await page.goto("http://task.test/");
    await page.waitForFunction("isReady");
    await one.act?.(page);
    await page.waitForTimeout(100);
    const { answers, refusals } = await page.evaluate<Heard>("({ answers, refusals })");
    assert.deepEqual(answers, one.answers ?? []);
    assert.match(refusals.join(" "), one.refused ?? /^$/);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

/** The template as the frame would write it, with our elements at AWS's address. */
async function serve(page: Page, html: string): Promise<void> {
  const listener = `<script>var answers = [], refusals = [], isReady = false;
    document.addEventListener("trigpoint-answer", (event) => answers.push(event.detail));
    document.addEventListener("trigpoint-invalid", (event) => refusals.push(event.detail));
    document.addEventListener("all-crowd-elements-ready", () => { isReady = true; });</script>`;
  const elements = readFileSync(`${FRAME.pathname}/frame/crowd-html-elements.js`, "utf8");
  await page.route("http://task.test/", (route) => route.fulfill({ contentType: "text/html", body: listener + html }));
  await page.route("https://assets.crowd.aws/**", (route) => {
    return route.fulfill({ contentType: "text/javascript", body: elements });
  });
}
