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
import { dragOver, press, shiftOver, tabToText } from "./reading.ts";

type Act = (page: Page) => Promise<unknown>;

interface Given {
  /** Rendered pages by template. */
  pages: Record<string, string>;
  folder?: string;
}

interface Found {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}

const { pages, folder } = given<Given>();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const HEAD = `<meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>Task</title>`;
const FILES: Files = { "/clip.mp4": { type: "video/mp4", body: "" } };
const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true },
};

const submit: Act = (page) => page.getByRole("button", { name: /submit/i }).click();

async function clicked(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) await page.getByText(text, { exact: true }).click();
  await submit(page);
}

/** Touch: the text is selected by the finger, then a label is tapped. */
async function tapped(page: Page, start: number, end: number, label: string): Promise<void> {
  await page.evaluate(
    ([from, to]) => {
      const walker = document.createTreeWalker(document.querySelector(".trigpoint-text") as Element, 4);
      const place = (unit: number): [Node, number] => {
        let left = unit;
        walker.currentNode = walker.root;
        for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
          if (left <= node.length) return [node, left];
          left -= node.length;
        }
        throw new Error("no such place");
      };
      document.getSelection()?.setBaseAndExtent(...place(from), ...place(to));
    },
    [start, end] as const,
  );
  await page.getByText(label, { exact: true }).first().tap();
}

const ACTS: Record<string, Record<string, Act>> = {
  named_entity_recognition: {
    mouse: async (page) => {
      await dragOver(page, 0, 12);
      await page.getByText("Place", { exact: true }).click();
      await dragOver(page, 25, 31);
      await press(page, "3");
      await dragOver(page, 35, 39);
      await submit(page);
    },
    keyboard: async (page) => {
      await tabToText(page);
      for (const [key, from, length] of [
        ["1", 0, 12],
        ["2", 24, 6],
        ["3", 34, 4],
      ] as const) {
        await press(page, "Control+Home");
        await shiftOver(page, from, length);
        await press(page, key);
      }
      await press(page, "Enter");
    },
    touch: async (page) => {
      await tapped(page, 0, 12, "Person");
      await tapped(page, 25, 31, "Place");
      await tapped(page, 35, 39, "Date");
      await page.getByRole("button", { name: /submit/i }).tap();
    },
  },
  text_multi_class_multi_label: {
    mouse: (page) => clicked(page, "support", "delivery"),
    keyboard: async (page) => {
      for (const key of ["4", "3", "1", "Enter"]) await press(page, key);
    },
    touch: (page) => clicked(page, "delivery", "support"),
  },
  video_multi_class: {
    mouse: (page) => clicked(page, "parking"),
    keyboard: async (page) => {
      for (const key of ["1", "2", "Enter"]) await press(page, key);
    },
    touch: (page) => clicked(page, "parking"),
  },
};

await run(async (browser) => {
  const found: Record<string, Record<string, unknown>> = {};
  for (const [name, html] of Object.entries(pages)) {
    found[name] = {};
    for (const [by, act] of Object.entries(ACTS[name] ?? {})) found[name][by] = await answer(browser, html, act, by);
    for (const [look, options] of Object.entries(LOOKS)) {
      found[name][look] = await looked(browser, `${name}-${look}`, html, options);
    }
  }
  const inner = FORM_CASES.map(({ html }) => /<crowd-form>(.*)<\/crowd-form>/s.exec(html)?.[1] ?? "").join("<hr />");
  const controls = `${SCRIPT}<crowd-form>${inner}</crowd-form>`;
  found["controls"] = {
    light: await looked(browser, "controls-light", controls, { colorScheme: "light" }),
    dark: await looked(browser, "controls-dark", `<meta name="color-scheme" content="light dark" />${controls}`, {
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
  if (await page.locator(".trigpoint-text").count()) await marked(page);
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
