/** Rankings, questions, form fields and moderation: an earlier answer, a reset, and what is refused. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Case, PIXEL, SCRIPT } from "./element-page.ts";

const submit = (page: Page): Promise<void> => page.getByRole("button", { name: /submit/i }).click();

function restored(answer: object): (page: Page) => Promise<void> {
  const detail = JSON.stringify(answer);
  return async (page) => {
    await page.evaluate(`document.dispatchEvent(new CustomEvent("trigpoint-restore", { detail: ${detail} }))`);
    await submit(page);
  };
}

const form = (inside: string): string => `<meta charset="utf-8" />${SCRIPT}<crowd-form>${inside}</crowd-form>`;
const RANKING = form(`<crowd-text-ranking name="r" text="Why?" responses="['So', 'Thus']"
  ordinal-ranking-dimensions="['Clear', {name: 'Kind', allowTie: true}]"></crowd-text-ranking>
  <crowd-button form-action="reset">Begin anew</crowd-button>`);
const places = (clear: number[], kind: number[]) => ({
  r: {
    ordinalRankingDimensions: [
      { name: "Clear", responseRankings: clear },
      { name: "Kind", responseRankings: kind },
    ],
  },
});
const QUESTIONS = form(`<crowd-question-answer-generation name="q" text="An oak." max-questions="2" answer-max-words="2"
  question-tags="['Who', 'What']" allow-custom-question-tags="false"></crowd-question-answer-generation>`);
const PAIR = {
  question: "What is it?",
  answer: "An oak",
  questionTag: "What",
  textReferences: [{ startOffset: 0, endOffset: 6, text: "An oak" }],
};
const FIELDS = form(`<crowd-textract-analyze-document src="${PIXEL}" initial-value="[
  {id: 'k', entityTypes: ['KEY'], text: 'Name', relationships: [{type: 'VALUE', ids: ['v']}]},
  {id: 'v', entityTypes: ['VALUE'], text: 'Ada'}]"></crowd-textract-analyze-document>`);
const AT_TEXTRACT = "AWS/Textract/AnalyzeDocument/Forms/V1";
const KEY = { id: "k", entityTypes: ["KEY"], text: "Name", relationships: [{ type: "VALUE", ids: ["v"] }] };
const blocks = (text: string) => ({
  [AT_TEXTRACT]: { blocks: [KEY, { id: "v", entityTypes: ["VALUE"], text }] },
});
const MODERATION = form(`<crowd-rekognition-detect-moderation-labels src="${PIXEL}" header="Which?"
  categories="['Gore', {name: 'Smoke', parentName: 'Tobacco'}]"></crowd-rekognition-detect-moderation-labels>`);
const moderated = (...moderationLabels: unknown[]) => ({
  "AWS/Rekognition/DetectModerationLabels/Image/V3": { moderationLabels },
});

export const REVIEW_CASES: Case[] = [
  {
    name: "an earlier ranking",
    html: RANKING,
    act: restored(places([2, 1], [1, 1])),
    answers: [places([2, 1], [1, 1])],
  },
  {
    name: "a ranking that is begun anew, by digits alone",
    html: RANKING,
    act: async (page) => {
      for (const key of ["1", "2", "9"]) await page.keyboard.press(key);
      await page.getByRole("button", { name: "Begin anew" }).click();
      for (const key of ["2", "1", "1", "1"]) await page.keyboard.press(key);
      await page.locator("crowd-text-ranking").evaluate((one) => one.focus());
      await page.keyboard.press("Enter");
    },
    answers: [places([2, 1], [1, 1])],
  },
  {
    name: "earlier questions",
    html: QUESTIONS,
    act: async (page) => {
      await restored({ q: { questionAnswerPairs: [PAIR] } })(page);
      assert.equal(await page.getByLabel("Tag of question 1").inputValue(), "What");
    },
    answers: [{ q: { questionAnswerPairs: [PAIR] } }],
  },
  {
    name: "an answer that is too long, and no more questions than may be",
    html: QUESTIONS,
    act: async (page) => {
      await page.getByLabel("Question 1").first().fill("What is it?");
      await page.getByLabel("Answer 1").fill("An old oak");
      await submit(page);
      await page.getByLabel("Answer 1").fill("An oak");
      await page.getByRole("button", { name: "Another question" }).click();
      assert.equal(await page.getByRole("button", { name: "Another question" }).isDisabled(), true);
      await page.getByRole("button", { name: "Delete question 2" }).click();
      await submit(page);
    },
    answers: [{ q: { questionAnswerPairs: [{ question: "What is it?", answer: "An oak", textReferences: [] }] } }],
    refused: /answer 1 needs at most 2 words/,
  },
  { name: "earlier form fields", html: FIELDS, act: restored(blocks("Ada L.")), answers: [blocks("Ada L.")] },
  {
    name: "a form field that is blank, and its key, which may be changed here",
    html: FIELDS,
    act: async (page) => {
      await page.getByLabel("The value of Name is blank").check();
      await page.getByLabel("Key 1").fill("Name");
      await submit(page);
    },
    answers: [blocks("")],
  },
  {
    name: "earlier moderation labels, texts and objects",
    html: MODERATION,
    act: restored(moderated("Gore", { name: "Smoke", parentName: "Tobacco" })),
    answers: [moderated("Gore", { name: "Smoke", parentName: "Tobacco" })],
  },
  {
    name: "none of the moderation labels",
    html: MODERATION,
    act: async (page) => {
      await page.keyboard.press("3");
      await page.keyboard.press("Enter");
    },
    answers: [moderated()],
  },
];
