/** Pages that are not whole: what the worker sees of it, and what still works. */

import type { Page } from "playwright-core";
import { type Case, SCRIPT } from "./element-page.ts";

const bar = (page: Page) => page.getByRole("alert").filter({ hasText: "not as its author meant it" });
const says = (page: Page, words: RegExp): Promise<void> => bar(page).getByText(words).waitFor();
const submit = (page: Page): Promise<void> => page.getByRole("button", { name: /submit/i }).click();

export const WARNING_CASES: Case[] = [
  {
    name: "an unknown element is seen on the page, beside everything else",
    html: `<crowd-form><crowd-hologram name="x">inside</crowd-hologram><crowd-input name="note" label="Note"></crowd-input></crowd-form>`,
    act: async (page) => {
      await says(page, /needs crowd-hologram/);
      await page.getByText("inside").waitFor();
      await page.getByLabel("Note").fill("still here");
      await submit(page);
    },
    answers: [{ note: "still here" }],
    refused: /crowd-hologram/,
  },
  {
    name: "a broken attribute is seen on the page, with its place",
    html: `<crowd-form><crowd-classifier name="kind" categories="['a', 'b" header="Which?">
      <classification-target>a thing</classification-target></crowd-classifier></crowd-form>`,
    act: async (page) => {
      await says(page, /categories cannot be read: the end of a string expected at character \d+/);
      await page.getByText("a thing").waitFor();
      await bar(page).getByRole("button", { name: "Hide" }).click();
      await bar(page).waitFor({ state: "detached" });
    },
  },
  {
    name: "labels that are no list, in a lazy tool",
    html: `<crowd-entity-annotation name="e" text="words" labels="{a: 1}"></crowd-entity-annotation>`,
    act: (page) => says(page, /labels must be a list/),
  },
  {
    name: "a template's own warnings do not count, and a good page shows none",
    html: `<script>console.warn("mine");</script><crowd-form><crowd-input name="note" value="x"></crowd-input></crowd-form>`,
    act: async (page) => {
      if (await bar(page).count()) throw new Error("a warning on a good page");
      await submit(page);
    },
    answers: [{ note: "x" }],
  },
  {
    name: "a script that the headers forbid is named",
    html: `<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline' https://assets.crowd.aws" />${SCRIPT}
      <script src="https://cdn.example/lib.js"></script><crowd-form><input name="a" value="1" /></crowd-form>`,
    act: (page) => says(page, /cdn\.example/),
  },
];
