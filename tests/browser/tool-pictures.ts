/** The built-in templates as they look at work, and the other pages that are given, into a folder; and what each of them says. */

import type { Browser, Page } from "playwright-core";
import { given, run } from "./browser.ts";
import { type Act, perform } from "./custom-acts.ts";
import { type Files, opened } from "./element-page.ts";
import { EARLIER } from "./mask-reader.ts";
import { ACTS } from "./template-acts.ts";
import { READING_ACTS } from "./text-templates-acts.ts";

interface Given {
  pages: Record<string, string>;
  /** What is done in pages that are no built-in template. */
  acts: Record<string, Act[]>;
  folder: string;
  scene: string;
}

const { pages, acts, folder, scene } = given<Given>();
const FILES: Files = {
  "/scene.svg": { type: "image/svg+xml", body: Buffer.from(scene, "base64") },
  "/mask.png": { type: "image/png", body: Buffer.from(EARLIER) },
  "/clip.mp4": { type: "video/mp4", body: "" },
};
const HEAD = `<!doctype html><html lang="en"><meta charset="utf-8" /><title>Task</title>`;
const VIEW = { viewport: { width: 1120, height: 700 }, colorScheme: "light" } as const;

await run(async (browser) => {
  const found: Record<string, unknown> = {};
  for (const [name, html] of Object.entries(pages)) found[name] = await pictureOf(browser, name, html);
  return found;
});

async function pictureOf(browser: Browser, name: string, html: string): Promise<unknown> {
  const { page } = await opened(browser, HEAD + html, FILES, VIEW);
  await perform(page, acts[name] ?? []);
  await (ACTS[name] ?? READING_ACTS[name])?.["mouse"]?.(page);
  await page.mouse.move(3, 3);
  await page.waitForTimeout(150);
  await page.screenshot({ path: `${folder}/${name}.png` });
  const said = { words: await wordsOf(page), text: await textOf(page) };
  await page.context().close();
  return said;
}

/** What the template's author wrote: the header of its widget, else its first heading. */
async function wordsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const widget = [...document.querySelectorAll("crowd-form [header]")].find(
      ({ localName }) => localName !== "full-instructions",
    );
    const words = widget?.getAttribute("header") ?? document.querySelector("h1, h2, h3")?.textContent;
    return words ?? document.querySelector("[instructions]")?.getAttribute("instructions")?.split("\n")[0] ?? "";
  });
}

/** Of the document and of every shadow tree in it. */
async function textOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const trees = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => [...(shadowRoot?.children ?? [])]);
    return [document.body, ...trees].map((one) => (one as HTMLElement).innerText ?? "").join("\n");
  });
}
