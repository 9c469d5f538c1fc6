/** What worker templates rely on besides tags: a template, what happens in it, and the answers that come out. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Case, PIXEL, SCRIPT } from "./element-page.ts";

const submit = (page: Page): Promise<void> => page.getByRole("button", { name: /submit/i }).click();
const choose =
  (label: string) =>
  async (page: Page): Promise<void> => {
    await page.getByText(label, { exact: true }).click();
    await submit(page);
  };

const CLASSIFIER = `<crowd-classifier name="kind" categories="['cat', 'dog',] // both" header="Which?">
  <classification-target>a thing</classification-target>
  <short-instructions>Look.</short-instructions>
  <full-instructions header="How to">Look twice.</full-instructions>
</crowd-classifier>`;

export const CASES: Case[] = [
  {
    name: "a classifier by mouse",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>`,
    act: choose("dog"),
    answers: [{ kind: { label: "dog" } }],
  },
  {
    name: "a classifier by digit and Enter",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>`,
    act: async (page) => {
      await page.keyboard.press("1");
      await page.keyboard.press("2");
      await page.keyboard.press("Enter");
    },
    answers: [{ kind: { label: "dog" } }],
  },
  {
    name: "a classifier by Tab and arrow keys",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>`,
    act: async (page) => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    },
    answers: [{ kind: { label: "dog" } }],
  },
  {
    name: "a digit without a category, and digits in a text field, choose nothing",
    html: `<crowd-form>${CLASSIFIER}<input name="note"></crowd-form>`,
    act: async (page) => {
      await page.keyboard.press("9");
      await page.locator("input[name=note]").fill("12");
      await page.keyboard.press("2");
      await submit(page);
    },
    refused: /category/,
  },
  {
    name: "an image classifier with a comment",
    html: `<crowd-form><crowd-image-classifier name="photo" src="${PIXEL}" categories='["cat"]' header="?">
      <worker-comment header="Anything else?"></worker-comment></crowd-image-classifier></crowd-form>`,
    act: async (page) => {
      await page.getByLabel("Anything else?").fill("blurred");
      await choose("cat")(page);
    },
    answers: [{ photo: { label: "cat", workerComment: "blurred" } }],
  },
  {
    name: "a lone widget makes its own form",
    html: CLASSIFIER,
    act: choose("cat"),
    answers: [{ kind: { label: "cat" } }],
  },
  {
    name: "a widget without a name answers under its tag",
    html: `<crowd-form><crowd-classifier categories="['a']"></crowd-classifier></crowd-form>`,
    act: choose("a"),
    answers: [{ "crowd-classifier": { label: "a" } }],
  },
  {
    name: "nothing chosen is refused and said",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>`,
    act: async (page) => {
      await submit(page);
      await page.getByRole("alert").getByText("Choose a category first.").waitFor();
    },
    refused: /category/,
  },
  {
    name: "categories are a live property, the attribute stays as written",
    html: `<crowd-form><crowd-classifier name="kind" id="live" categories="[oops"></crowd-classifier></crowd-form>
      <script>document.addEventListener("all-crowd-elements-ready", () => { live.categories = ["x", "y"]; });</script>`,
    act: async (page) => {
      await choose("y")(page);
      assert.equal(await page.locator("#live").getAttribute("categories"), "[oops");
    },
    answers: [{ kind: { label: "y" } }],
  },
  {
    name: "value is the label, change fires on the host",
    html: `<crowd-form>${CLASSIFIER.replace("<crowd-classifier", '<crowd-classifier id="widget"')}
      <input type="hidden" name="seen" id="seen"></crowd-form>
      <script>widget.addEventListener("change", () => { seen.value += widget.value + ";" + JSON.stringify(widget._submittableValue); });</script>`,
    act: choose("dog"),
    answers: [{ kind: { label: "dog" }, seen: 'dog;{"label":"dog"}' }],
  },
  {
    name: "onsubmit fills hidden inputs, also ones it adds",
    html: `<crowd-form id="form">${CLASSIFIER}<input type="hidden" name="extra" id="extra"></crowd-form>
      <script>form.onsubmit = () => {
        extra.value = "late";
        const added = document.createElement("input");
        Object.assign(added, { type: "hidden", name: "added", value: "later" });
        form.appendChild(added);
      };</script>`,
    act: choose("cat"),
    answers: [{ kind: { label: "cat" }, extra: "late", added: "later" }],
  },
  {
    name: "a later submit handler still runs before the answer is read",
    html: `<crowd-form>${CLASSIFIER}<input type="hidden" name="extra" id="extra"></crowd-form>
      <script>window.addEventListener("submit", () => { extra.value = "from window"; });</script>`,
    act: choose("cat"),
    answers: [{ kind: { label: "cat" }, extra: "from window" }],
  },
  {
    name: "preventDefault holds the answer back until submit()",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>
      <script>document.querySelector("crowd-form").onsubmit = function (event) {
        event.preventDefault();
        setTimeout(() => this.submit(), 50);
      };</script>`,
    act: choose("cat"),
    answers: [{ kind: { label: "cat" } }],
  },
  {
    name: "preventDefault alone sends nothing",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>
      <script>document.querySelector("crowd-form").addEventListener("submit", (event) => event.preventDefault());</script>`,
    act: choose("cat"),
    answers: [],
  },
  {
    name: "the inner form is there, and its submit() works",
    html: `<crowd-form id="outer">${CLASSIFIER}<button type="button" onclick="outer.form.submit()">Go</button></crowd-form>`,
    act: async (page) => {
      await page.keyboard.press("1");
      await page.getByRole("button", { name: "Go" }).click();
    },
    answers: [{ kind: { label: "cat" } }],
  },
  {
    name: "native controls, empty ones left out",
    html: `<crowd-form>
      <input name="text"><input name="empty"><input type="number" name="count" value="3">
      <textarea name="long">two
lines</textarea>
      <select name="one"><option>a</option><option selected>b</option></select>
      <input type="radio" name="pick" value="x" checked><input type="radio" name="pick" value="y">
      <input type="checkbox" name="box"><input disabled name="off" value="1"><input value="nameless">
      <button>Submit</button></crowd-form>`,
    act: async (page) => {
      await page.locator("input[name=text]").fill("hello 😀");
      await submit(page);
    },
    answers: [
      {
        text: "hello 😀",
        count: "3",
        long: "two\nlines",
        one: "b",
        pick: { x: true, y: false },
        box: { on: false },
      },
    ],
  },
  {
    name: "a template's own submit button replaces ours",
    html: `<crowd-form><crowd-input name="note" label="Note"></crowd-input>
      <crowd-button form-action="submit" variant="primary">Submit this</crowd-button></crowd-form>`,
    act: async (page) => {
      assert.equal(await page.getByRole("button").count(), 1);
      await page.getByLabel("Note").fill("x");
      await submit(page);
    },
    answers: [{ note: "x" }],
  },
  {
    name: "crowd-input: required, then Enter submits",
    html: `<crowd-form><crowd-input name="note" label="Note" required></crowd-input></crowd-form>`,
    act: async (page) => {
      await submit(page);
      await page.getByLabel("Note").fill("x");
      await page.keyboard.press("Enter");
    },
    answers: [{ note: "x" }],
    refused: /fill/i,
  },
  {
    name: "crowd-input: min-length and allowed-pattern",
    html: `<crowd-form><crowd-input name="code" label="Code" min-length="3" allowed-pattern="[0-9]"
      error-message="Three digits"></crowd-input></crowd-form>`,
    act: async (page) => {
      await page.getByLabel("Code").pressSequentially("1a2");
      await submit(page);
      await page.getByText("Three digits").first().waitFor();
      await page.keyboard.press("End");
      await page.getByLabel("Code").pressSequentially("3");
      await submit(page);
    },
    answers: [{ code: "123" }],
    refused: /Three digits/,
  },
  {
    name: "a button may fill a hidden input before it submits",
    html: `<crowd-form><input type="hidden" name="choice" id="choice">
      <crowd-button form-action="submit" onclick="choice.value = 'left'">Submit left</crowd-button></crowd-form>`,
    act: submit,
    answers: [{ choice: "left" }],
  },
  {
    name: "reset empties the form",
    html: `<crowd-form>${CLASSIFIER}<input name="note" value="first">
      <crowd-button form-action="reset">Start over</crowd-button></crowd-form>`,
    act: async (page) => {
      await page.locator("input[name=note]").fill("changed");
      await page.getByText("dog", { exact: true }).click();
      await page.getByRole("button", { name: "Start over" }).click();
      await choose("cat")(page);
    },
    answers: [{ kind: { label: "cat" }, note: "first" }],
  },
  {
    name: "full instructions open and close by keyboard, digits stay out of it",
    html: `<crowd-form>${CLASSIFIER}</crowd-form>`,
    act: async (page) => {
      await page.getByRole("button", { name: "Full instructions" }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("Look twice.").waitFor();
      await page.keyboard.press("1");
      await page.keyboard.press("Escape");
      assert.ok(!(await page.getByText("Look twice.").isVisible()));
      await submit(page);
    },
    refused: /category/,
  },
  {
    name: "crowd-instructions open in a dialog",
    html: `<crowd-form><crowd-instructions link-text="Read me" link-type="button">
      <short-summary>In short</short-summary><detailed-instructions>At length</detailed-instructions>
      <positive-example>Like so</positive-example></crowd-instructions>
      <crowd-input name="note" label="Note" value="kept"></crowd-input></crowd-form>`,
    act: async (page) => {
      await page.getByText("In short").waitFor();
      await page.getByRole("button", { name: "Read me" }).click();
      await page.getByText("At length").waitFor();
      await page.getByRole("button", { name: "Close" }).click();
      await submit(page);
    },
    answers: [{ note: "kept" }],
  },
  {
    name: "an element we do not have is named",
    html: `<crowd-form><crowd-hologram name="x"></crowd-hologram></crowd-form>`,
    refused: /crowd-hologram/,
  },
  {
    name: "a template may load the script twice",
    html: `${SCRIPT}<crowd-form>${CLASSIFIER}</crowd-form>`,
    act: choose("cat"),
    answers: [{ kind: { label: "cat" } }],
  },
];
