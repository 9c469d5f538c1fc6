/** Pages whose own code changes them after they were ready. */

import type { Page } from "playwright-core";
import type { Case } from "./element-page.ts";

const submit = (page: Page): Promise<void> => page.getByRole("button", { name: /submit/i }).click();
const FIELD = `<crowd-input name="first" label="First" required></crowd-input>`;

export const LATE_CASES: Case[] = [
  {
    name: "everything in the form is replaced",
    html: `<crowd-form id="whole">${FIELD}</crowd-form>
      <button id="swap" onclick="whole.innerHTML = '<p>Anew</p><crowd-input name=second label=Second required></crowd-input>'">Swap</button>`,
    act: async (page) => {
      await page.getByRole("button", { name: "Swap" }).click();
      await submit(page);
      await page.getByLabel("Second").fill("x");
      await submit(page);
    },
    answers: [{ second: "x" }],
    refused: /fill/i,
  },
  {
    name: "a form that is taken out and put back, and another one beside it",
    html: `<div id="place"><crowd-form id="form">${FIELD}</crowd-form></div>
      <script>document.addEventListener("all-crowd-elements-ready", () => {
        const old = document.getElementById("form");
        old.remove();
        place.append(old);
        place.insertAdjacentHTML("beforeend", '<crowd-form><input name="other" value="o" /><button>Send other</button></crowd-form>');
      });</script>`,
    act: async (page) => {
      await page.getByRole("button", { name: "Send other" }).click();
      await page.getByLabel("First").fill("y");
      await submit(page);
    },
    answers: [{ other: "o" }, { first: "y" }],
  },
  {
    name: "a widget without a form that goes into one, and one that is taken away",
    html: `<crowd-classifier id="lone" name="k" categories="['a', 'b']"></crowd-classifier>
      <script>document.addEventListener("all-crowd-elements-ready", () => {
        const form = document.createElement("crowd-form");
        const widget = lone;
        widget.closest("crowd-form").replaceWith(form);
        form.append(widget, Object.assign(document.createElement("input"), { name: "n", value: "1" }));
      });</script>`,
    act: async (page) => {
      await page.getByText("b", { exact: true }).click();
      await submit(page);
    },
    answers: [{ k: { label: "b" }, n: "1" }],
  },
];
