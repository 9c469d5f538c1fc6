/** crowd-entity-annotation: a template, what a person does in it, and the answers that come out. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Case } from "./element-page.ts";
import { SCRIPT } from "./element-page.ts";
import { clickOn, dragOver, press, shiftOver, tabToText } from "./reading.ts";

const LABELS = `[{label: 'Person', shortDisplayName: 'per'}, {label: 'Place', fullDisplayName: 'A place'}, {label: 'Date'}]`;
const TEXT = "Ada met Bo 🏠 in Paris,\nthen slept.";

function page(text = TEXT, more = "", labels = LABELS): string {
  return `<meta charset="utf-8" />${SCRIPT}<crowd-entity-annotation name="ner" header="Mark" labels="${labels}" text="${text}" ${more}>
    <short-instructions>Mark names.</short-instructions></crowd-entity-annotation>`;
}

const submit = (at: Page): Promise<void> => at.getByRole("button", { name: /submit/i }).click();

function then(act: (at: Page) => Promise<unknown>): (at: Page) => Promise<void> {
  return async (at) => {
    await act(at);
    await submit(at);
  };
}

function entities(...list: [string, number, number][]): unknown[] {
  return [{ ner: { entities: list.map(([label, startOffset, endOffset]) => ({ endOffset, label, startOffset })) } }];
}

/** Code points: the house is one, where JavaScript counts two. */
const PARIS = 16;

export const TEXT_CASES: Case[] = [
  {
    name: "dragged over with the label that is chosen",
    html: page(),
    act: then(async (at) => {
      await dragOver(at, 0, 3);
      await at.getByText("A place", { exact: true }).click();
      await dragOver(at, PARIS + 1, PARIS + 6);
    }),
    answers: entities(["Person", 0, 3], ["Place", PARIS, PARIS + 5]),
  },
  {
    name: "by keyboard alone, from Tab to Enter",
    html: page(),
    act: async (at) => {
      await tabToText(at);
      await shiftOver(at, 0, 3);
      await press(at, "1");
      await press(at, "Control+Home");
      await shiftOver(at, PARIS, 5);
      await press(at, "2");
      await press(at, "Enter");
    },
    answers: entities(["Person", 0, 3], ["Place", PARIS, PARIS + 5]),
  },
  {
    name: "an emoji and a combining mark are whole",
    html: page("e\u0301a 👩‍🚀 x"),
    act: then(async (at) => {
      await tabToText(at);
      await shiftOver(at, 3, 1);
      await press(at, "3");
    }),
    answers: entities(["Date", 4, 7]),
  },
  {
    name: "marks overlap, and one lies inside another",
    html: page(),
    act: then(async (at) => {
      await dragOver(at, 0, 10);
      await press(at, "2");
      await dragOver(at, 8, 22);
      await press(at, "3");
      await dragOver(at, 8, 10);
    }),
    answers: entities(["Person", 0, 10], ["Place", 8, 21], ["Date", 8, 10]),
  },
  {
    name: "a mark over two lines, and carriage returns count",
    html: page("one&#13;&#10;two&#13;&#10;three"),
    act: then(async (at) => {
      await dragOver(at, 4, 8);
      await press(at, "2");
      await dragOver(at, 0, 8);
    }),
    answers: entities(["Place", 0, 8], ["Person", 5, 8]),
  },
  {
    name: "right to left",
    html: page("דנה גרה בחיפה"),
    act: then(async (at) => {
      await tabToText(at);
      await shiftOver(at, 0, 3, "ArrowLeft");
      await press(at, "1");
      await press(at, "Control+Home");
      await shiftOver(at, 9, 4, "ArrowLeft");
      await press(at, "2");
    }),
    answers: entities(["Person", 0, 3], ["Place", 9, 13]),
  },
  {
    name: "a double click marks a word, a third click no paragraph",
    html: page(),
    act: then(async (at) => {
      await clickOn(at, 5, 2);
      await clickOn(at, 25, 3);
    }),
    answers: entities(["Person", 4, 7], ["Person", 23, 27]),
  },
  {
    name: "white space at the ends is left out, and the same mark twice is one",
    html: page(),
    act: then(async (at) => {
      await dragOver(at, 3, 8);
      await dragOver(at, 4, 7);
    }),
    answers: entities(["Person", 4, 7]),
  },
  {
    name: "relabelled, moved at both ends, deleted, undone and done again",
    html: page(),
    act: then(async (at) => {
      await dragOver(at, 0, 3);
      await dragOver(at, 4, 7);
      await dragOver(at, 8, 10);
      await clickOn(at, 1);
      await press(at, "2");
      await press(at, ".", 4);
      await press(at, "]");
      await press(at, "<");
      await press(at, "Delete");
      await press(at, "Control+z");
      await press(at, "Control+z");
      await press(at, "Control+y");
      await clickOn(at, 9);
      await press(at, "Delete");
    }),
    answers: entities(["Place", 0, 7], ["Person", 3, 7]),
  },
  {
    name: "from the list: chosen, relabelled and deleted",
    html: page(),
    act: then(async (at) => {
      await dragOver(at, 0, 3);
      await dragOver(at, 8, 10);
      await at.getByRole("button", { name: /^Ada/ }).click();
      await at.getByLabel("Label of what is selected").selectOption("Date");
      await at.getByRole("button", { name: /^Bo/ }).click();
      await at.getByRole("button", { name: "Delete" }).click();
    }),
    answers: entities(["Date", 0, 3]),
  },
  {
    name: "nothing can be typed, pasted or deleted",
    html: page(),
    act: then(async (at) => {
      await tabToText(at);
      await at.keyboard.type("xyz 000");
      await press(at, "Backspace");
      await press(at, "Control+x");
      await press(at, "Control+v");
      assert.equal(await at.locator(".trigpoint-text").textContent(), TEXT);
    }),
    answers: entities(),
  },
  {
    name: "marks that are there at first, and one of an unknown label",
    html: page(
      TEXT,
      `initial-value="[{label: 'Person', startOffset: 0, endOffset: 3}, {label: 'City', startOffset: 16, endOffset: 21}]"`,
    ),
    act: async (at) => {
      await submit(at);
      await press(at, "[");
      await press(at, "2");
      await submit(at);
    },
    answers: entities(["Person", 0, 3], ["Place", PARIS, PARIS + 5]),
    refused: /City/,
  },
  {
    name: "live labels, text and value; names alone as labels",
    html: page(TEXT, "", "['a']"),
    act: then(async (at) => {
      await at.evaluate(`(() => {
        const tool = document.querySelector("crowd-entity-annotation");
        tool.addEventListener("change", () => { window.heard = tool.value.entities.length; });
        tool.text = "new text";
        tool.labels = ["x", "y"];
      })()`);
      await dragOver(at, 4, 8);
      assert.equal(await at.evaluate("window.heard"), 1);
    }),
    answers: entities(["x", 4, 8]),
  },
  {
    name: "an earlier answer is shown, and can be changed",
    html: page(),
    act: then(async (at) => {
      await at.evaluate(`document.dispatchEvent(new CustomEvent("trigpoint-restore", { detail:
        { ner: { entities: [{ label: "Date", startOffset: 0, endOffset: 3 }] } } }))`);
      await at.getByRole("button", { name: /^Ada/ }).waitFor();
      await dragOver(at, 4, 7);
    }),
    answers: entities(["Date", 0, 3], ["Person", 4, 7]),
  },
  {
    name: "in a form of the template, beside other controls",
    html:
      page().replace("<crowd-entity-annotation", "<crowd-form><crowd-entity-annotation") +
      `<input name="note"></crowd-form>`,
    act: then(async (at) => {
      await dragOver(at, 0, 3);
      await at.locator("input[name=note]").fill("1 2");
    }),
    answers: [{ ...(entities(["Person", 0, 3])[0] as object), note: "1 2" }],
  },
];
