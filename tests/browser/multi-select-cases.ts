/** The classifiers that take several categories. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Case, PIXEL } from "./element-page.ts";

const submit = (page: Page): Promise<void> => page.getByRole("button", { name: /submit/i }).click();

export const MULTI_SELECT_CASES: Case[] = [
  {
    name: "several categories by mouse and digits",
    html: `<crowd-form><crowd-classifier-multi-select name="kinds" categories="['cat', 'dog', 'fox']" header="Which?"
      exclusion-category="{ text: 'None of them' }"><classification-target>a thing</classification-target>
      </crowd-classifier-multi-select></crowd-form>`,
    act: async (page) => {
      await page.keyboard.press("3");
      await page.getByText("dog", { exact: true }).click();
      await page.keyboard.press("1");
      await page.keyboard.press("2");
      await submit(page);
    },
    answers: [{ kinds: { labels: ["cat", "fox"] } }],
  },
  {
    name: "the exclusion category takes the others away, and answers no label",
    html: `<crowd-form><crowd-image-classifier-multi-select name="kinds" src="${PIXEL}" categories="['cat', 'dog']"
      exclusion-category="{ text: 'None of them' }"></crowd-image-classifier-multi-select></crowd-form>`,
    act: async (page) => {
      await submit(page);
      await page.keyboard.press("1");
      await page.getByText("None of them").click();
      assert.equal(await page.getByLabel("cat").isChecked(), false);
      await submit(page);
    },
    answers: [{ kinds: { labels: [] } }],
    refused: /every category that fits/,
  },
  {
    name: "an exclusion category can be left again",
    html: `<crowd-form><crowd-classifier-multi-select name="kinds" categories="['cat', 'dog']"
      exclusion-category="{ text: 'None' }"></crowd-classifier-multi-select></crowd-form>`,
    act: async (page) => {
      await page.keyboard.press("3");
      await page.keyboard.press("2");
      assert.equal(await page.getByLabel("None").isChecked(), false);
      await page.keyboard.press("Enter");
    },
    answers: [{ kinds: { labels: ["dog"] } }],
  },
];
