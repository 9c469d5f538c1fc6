/**
 * The built-in templates, rendered with their sample inputs: what a person's mouse and keyboard answer, what axe-core
 * calls serious in light and dark, and, with a folder, what each of them looks like.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { given, run } from "./browser.ts";
import { pictured } from "./drawing.ts";
import { type Files, heard, opened } from "./element-page.ts";
import { EARLIER } from "./mask-reader.ts";
import { ACTS, type Acts } from "./template-acts.ts";

interface Given {
  /** Rendered pages by template. */
  pages: Record<string, string>;
  picture: string;
  folder?: string;
}

interface Found {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const { pages, picture, folder } = given<Given>();
const FILES: Files = {
  "/picture.png": { type: "image/png", body: Buffer.from(picture, "base64") },
  "/mask.png": { type: "image/png", body: Buffer.from(EARLIER) },
};

await run(async (browser) => {
  const found: Record<string, unknown> = {};
  for (const [name, html] of Object.entries(pages)) {
    const acts = ACTS[name];
    if (!acts) throw new Error(`Nothing is known of how to answer ${name}.`);
    found[name] = {
      mouse: await answer(browser, html, acts, "mouse"),
      keyboard: await answer(browser, html, acts, "keyboard"),
      light: await looked(browser, name, html, "light"),
      dark: await looked(browser, name, html, "dark"),
    };
  }
  return found;
});

async function answer(browser: Browser, html: string, acts: Acts, by: keyof Acts): Promise<unknown> {
  const { page, problems } = await opened(browser, html, FILES);
  await acts[by](page);
  const { answers, refusals } = await heard(page);
  await page.context().close();
  return { answers, troubles: [...refusals, ...problems] };
}

async function looked(browser: Browser, name: string, html: string, colorScheme: "light" | "dark"): Promise<string[]> {
  const { page } = await opened(browser, `<title>Task</title>${html}`, FILES, { colorScheme });
  await page.evaluate("document.documentElement.lang = 'en'");
  if (!name.includes("multi")) await shown(page);
  if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<Found>(`axe.run(document, ${JSON.stringify({ runOnly: TAGS })})`);
  await page.context().close();
  return violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)}`);
}

/** With one thing drawn and selected, so that every control is there. */
async function shown(page: Page): Promise<void> {
  if (await page.locator("crowd-image-classifier").count()) return;
  await pictured(page);
  await page.keyboard.press("]");
}
