/**
 * The built-in templates without a drawing tool, rendered with their sample inputs: what a person's mouse and keyboard
 * answer, what axe-core calls serious in light, dark and on a phone, and, with a folder, what each of them looks like.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { given, run } from "./browser.ts";
import { type Files, heard, opened, SCRIPT } from "./element-page.ts";
import { FORM_CASES } from "./form-cases.ts";
import { press } from "./reading.ts";
import { READING_ACTS } from "./text-templates-acts.ts";

type Act = (page: Page) => Promise<unknown>;

interface Given {
  /** Rendered pages by template. */
  pages: Record<string, string>;
  /** Pages that are only looked at. */
  others: Record<string, string>;
  folder?: string;
}

interface Found {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}

const { pages, others, folder } = given<Given>();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const HEAD = `<meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>Task</title>`;
const DARK = `<meta name="color-scheme" content="light dark" />`;
const FILES: Files = { "/clip.mp4": { type: "video/mp4", body: "" } };
const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true },
};

await run(async (browser) => {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [name, html] of Object.entries(pages)) {
    found[name] = {};
    for (const [by, act] of Object.entries(READING_ACTS[name] ?? {}))
      found[name][by] = await answer(browser, html, act, by);
    for (const [look, options] of Object.entries(LOOKS)) {
      found[name][look] = await looked(browser, `${name}-${look}`, html, options);
    }
  }
  for (const [name, html] of Object.entries(others)) {
    const light = await looked(browser, `${name}-light`, html, { colorScheme: "light" });
    const dark = await looked(browser, `${name}-dark`, DARK + html, { colorScheme: "dark" });
    found[name] = { light, dark };
  }
  const inner = FORM_CASES.map(({ html }) => /<crowd-form>(.*)<\/crowd-form>/s.exec(html)?.[1] ?? "").join("<hr />");
  const controls = `${SCRIPT}<crowd-form>${inner}</crowd-form>`;
  found["controls"] = {
    light: await looked(browser, "controls-light", controls, { colorScheme: "light" }),
    dark: await looked(browser, "controls-dark", DARK + controls, {
      colorScheme: "dark",
    }),
  };
  return found;
});

async function answer(browser: Browser, html: string, act: Act, by: string): Promise<unknown> {
  const { page, problems } = await opened(browser, HEAD + html, FILES, by === "touch" ? LOOKS["phone"] : {});
  await act(page);
  const { answers, refusals } = await heard(page);
  await page.context().close();
  return { answers, troubles: [...refusals, ...problems] };
}

async function looked(browser: Browser, name: string, html: string, options: BrowserContextOptions): Promise<string[]> {
  const { page } = await opened(browser, `${HEAD}${html}`, FILES, options);
  await page.evaluate("document.documentElement.lang = 'en'");
  if (await page.locator("crowd-entity-annotation").count()) await marked(page);
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: name.startsWith("controls") });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<Found>(`axe.run(document, ${JSON.stringify({ runOnly: TAGS })})`);
  await page.context().close();
  return violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 200)}`);
}

/** With marks, two of which overlap, and one selected, so that every control is there. */
async function marked(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const tool = document.querySelector("crowd-entity-annotation");
    const mark = (label, startOffset, endOffset) => ({ label, startOffset, endOffset });
    tool.value = { entities: [mark("Person", 0, 12), mark("Place", 4, 20), mark("Date", 34, 38)] };
    return tool.updateComplete;
  })()`);
  await press(page, "]", 2);
}
