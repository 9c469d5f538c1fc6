/** What a person does in each built-in template without a drawing tool: by mouse, by keyboard alone, and by touch. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { clickOn, dragOver, press, shiftOver, tabToText } from "./reading.ts";

type Act = (page: Page) => Promise<unknown>;

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

/** The chosen mark gets another label, is deleted, and comes back. */
async function thoughtBetter(page: Page): Promise<void> {
  const marks = page.locator(".trigpoint-text .tag");
  await press(page, "2");
  assert.equal(await marks.first().getAttribute("data-short"), "Place");
  await press(page, "Delete");
  assert.equal(await marks.count(), 0);
  await press(page, "Control+z");
  assert.equal(await marks.count(), 1);
}

const PLACES: Record<string, readonly number[]> = { Clear: [2, 1, 2], 'Right & "kind"': [2, 1, 3] };

function placed(page: Page, name: string, response: number, place: number): Promise<void> {
  return page.getByLabel(`${name}: place ${place} for response ${response + 1}`, { exact: true }).click();
}

export const READING_ACTS: Record<string, Record<string, Act>> = {
  named_entity_recognition: {
    mouse: async (page) => {
      await dragOver(page, 13, 18);
      await clickOn(page, 15);
      await thoughtBetter(page);
      await clickOn(page, 15);
      await press(page, "Delete");
      await dragOver(page, 0, 12);
      await page.getByText("Place", { exact: true }).click();
      await dragOver(page, 25, 31);
      await press(page, "3");
      await dragOver(page, 35, 39);
      await submit(page);
    },
    keyboard: async (page) => {
      await tabToText(page);
      await shiftOver(page, 13, 5);
      for (const key of ["1", "]", ">", "<", "."]) await press(page, key);
      await thoughtBetter(page);
      for (const key of ["]", "Delete"]) await press(page, key);
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
  ranking: {
    mouse: async (page) => {
      for (const [name, places] of Object.entries(PLACES)) {
        for (const [response, place] of places.entries()) await placed(page, name, response, place);
      }
      await submit(page);
    },
    keyboard: async (page) => {
      for (const place of Object.values(PLACES).flat()) await press(page, String(place));
      await press(page, "Enter");
    },
    touch: async (page) => {
      for (const [name, places] of Object.entries(PLACES)) {
        for (const [response, place] of places.entries()) await placed(page, name, response, place);
      }
      await page.getByRole("button", { name: /submit/i }).tap();
    },
  },
  text_multi_class: {
    mouse: (page) => clicked(page, "ham", "spam"),
    keyboard: async (page) => {
      for (const key of ["Tab", "Space", "ArrowDown", "Enter"]) await press(page, key);
    },
    touch: (page) => clicked(page, "spam"),
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
