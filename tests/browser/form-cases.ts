/** Form controls and frames: a template, what a person does in it, and the answers that come out. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Case, SCRIPT } from "./element-page.ts";

const submit = (at: Page): Promise<void> => at.getByRole("button", { name: /submit/i }).click();

function form(inside: string): string {
  return `<meta charset="utf-8" />${SCRIPT}<crowd-form>${inside}</crowd-form>`;
}

function then(act: (at: Page) => Promise<unknown>): (at: Page) => Promise<void> {
  return async (at) => {
    await act(at);
    await submit(at);
  };
}

const RADIOS = `<crowd-radio-group>
  <crowd-radio-button name="size" value="small">Small</crowd-radio-button>
  <crowd-radio-button name="size" value="large">Large</crowd-radio-button>
</crowd-radio-group>`;

export const FORM_CASES: Case[] = [
  {
    name: "checkboxes of one name are one object, with false where unchecked",
    html: form(`<crowd-checkbox name="seen" value="cat" checked>Cat</crowd-checkbox>
      <crowd-checkbox name="seen" value="dog">Dog</crowd-checkbox>
      <crowd-checkbox name="sure">Sure</crowd-checkbox>
      <crowd-checkbox name="off" disabled checked>Off</crowd-checkbox>`),
    act: then(async (at) => {
      await at.getByRole("checkbox", { name: "Dog" }).check();
      await at.getByRole("checkbox", { name: "Cat" }).uncheck();
    }),
    answers: [{ seen: { cat: false, dog: true }, sure: { on: false } }],
  },
  {
    name: "a checkbox that must be checked",
    html: form(`<crowd-checkbox name="agree" required>I agree</crowd-checkbox>`),
    act: async (at) => {
      await submit(at);
      await at.getByRole("checkbox", { name: "I agree" }).press("Space");
      await submit(at);
    },
    answers: [{ agree: { on: true } }],
    refused: /I agree/,
  },
  {
    name: "a toggle button",
    html: form(`<crowd-toggle-button name="night" value="yes">Night</crowd-toggle-button>`),
    act: then((at) => at.getByRole("switch", { name: "Night" }).click()),
    answers: [{ night: { yes: true } }],
  },
  {
    name: "radio buttons by mouse: one of the group",
    html: form(RADIOS),
    act: then(async (at) => {
      await at.getByText("Small").click();
      await at.getByText("Large").click();
    }),
    answers: [{ size: { small: false, large: true } }],
  },
  {
    name: "radio buttons by keyboard",
    html: form(RADIOS),
    act: async (at) => {
      await at.keyboard.press("Tab");
      await at.keyboard.press("Space");
      await at.keyboard.press("ArrowDown");
      await at.keyboard.press("ArrowDown");
      await at.keyboard.press("Enter");
    },
    answers: [{ size: { small: true, large: false } }],
  },
  {
    name: "radio buttons without a group, of two names",
    html: form(`<crowd-radio-button name="a" value="1" required>A1</crowd-radio-button>
      <crowd-radio-button name="a" value="2" required>A2</crowd-radio-button>
      <crowd-radio-button name="b" value="1" checked>B1</crowd-radio-button>`),
    act: async (at) => {
      await submit(at);
      await at.getByText("A1").click();
      await at.getByText("A2").click();
      await submit(at);
    },
    answers: [{ a: { "1": false, "2": true }, b: { "1": true } }],
    refused: /Choose/,
  },
  {
    name: "a slider by keyboard, one as it is, and one by its field",
    html: form(`<crowd-slider name="mood" min="1" max="5" step="1" pin value="3">
        <crowd-slider-label position="1">bad</crowd-slider-label><crowd-slider-label position="5">good</crowd-slider-label>
      </crowd-slider><crowd-slider name="still" min="2" max="9"></crowd-slider>
      <crowd-slider name="exact" max="10" step="0.5" editable></crowd-slider>`),
    act: then(async (at) => {
      const mood = at.getByRole("slider", { name: "mood" });
      for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) await mood.press(key);
      await at.getByRole("spinbutton").fill("2.5");
    }),
    answers: [{ mood: 4, still: 2, exact: 2.5 }],
  },
  {
    name: "a slider that must be moved",
    html: form(`<crowd-slider name="mood" required></crowd-slider>`),
    act: async (at) => {
      await submit(at);
      await at.getByRole("slider").press("End");
      await submit(at);
    },
    answers: [{ mood: 100 }],
    refused: /Move the slider/,
  },
  {
    name: "text areas: filled, given, empty, and one that counts",
    html: form(`<crowd-text-area name="why" label="Why?" rows="2" max-rows="5" char-counter max-length="9"></crowd-text-area>
      <crowd-text-area name="given" value="as it was"></crowd-text-area><crowd-text-area name="empty"></crowd-text-area>`),
    act: then(async (at) => {
      await at.getByLabel("Why?").fill("a\n🏠");
      await at.getByText("3 of 9").waitFor();
    }),
    answers: [{ why: "a\n🏠", given: "as it was" }],
  },
  {
    name: "a text area that must be filled, and its own words",
    html: form(`<crowd-text-area name="why" label="Why?" required error-message="Say why."></crowd-text-area>`),
    act: async (at) => {
      await submit(at);
      await at.getByLabel("Why?").fill("so");
      await submit(at);
    },
    answers: [{ why: "so" }],
    refused: /Say why\./,
  },
  {
    name: "controls on another tab answer, and are shown when they are refused",
    html: form(`<crowd-tabs><crowd-tab header="One"><p>first</p></crowd-tab>
      <crowd-tab header="Two"><crowd-input name="name" label="Name" required></crowd-input></crowd-tab></crowd-tabs>`),
    act: async (at) => {
      assert.equal(await at.getByLabel("Name").isVisible(), false);
      await at.getByRole("tab", { name: "One" }).press("ArrowRight");
      await at.getByText("first").waitFor({ state: "hidden" });
      await at.getByRole("tab", { name: "One" }).click();
      await submit(at);
      await at.getByLabel("Name").fill("x");
      await submit(at);
    },
    answers: [{ name: "x" }],
    refused: /./,
  },
  {
    name: "a modal holds controls of the form",
    html: form(
      `<crowd-modal link-text="More" link-type="button"><crowd-checkbox name="more">More</crowd-checkbox></crowd-modal>`,
    ),
    act: then(async (at) => {
      await at.getByRole("button", { name: "More" }).click();
      await at.getByRole("checkbox", { name: "More" }).check();
      await at.getByRole("button", { name: "Close" }).click();
    }),
    answers: [{ more: { on: true } }],
  },
  {
    name: "frames and buttons that answer nothing",
    html: form(`<crowd-alert type="warning" dismissible>Careful</crowd-alert>
      <crowd-card heading="Card" image=""><p id="inside">words</p><crowd-badge label="3"></crowd-badge></crowd-card>
      <crowd-badge for="inside" icon="star" label="7"></crowd-badge>
      <crowd-icon-button icon="search" title="Find"></crowd-icon-button><crowd-fab icon="add" label="Add"></crowd-fab>
      <crowd-toast text="Hello" duration="200"></crowd-toast>`),
    act: then(async (at) => {
      await at.getByText("Hello").waitFor({ state: "hidden" });
      await at.getByText("Careful").waitFor();
      await at.getByRole("button", { name: "Dismiss" }).click();
      await at.getByText("Careful").waitFor({ state: "hidden" });
      assert.equal(await at.evaluate("document.getElementById('inside').nextElementSibling.label"), "7");
      await at.evaluate("document.querySelector('crowd-icon-button').onclick = () => { window.found = true; }");
      await at.getByRole("button", { name: "Find" }).click();
      assert.equal(await at.evaluate("window.found"), true);
      await at.getByRole("button", { name: "Add" }).click();
    }),
    answers: [{}],
  },
  {
    name: "an earlier answer fills the controls",
    html: form(`${RADIOS}<crowd-slider name="mood" max="9"></crowd-slider><crowd-text-area name="why"></crowd-text-area>
      <crowd-checkbox name="seen" value="cat">Cat</crowd-checkbox>`),
    act: then((at) =>
      at.evaluate(`document.dispatchEvent(new CustomEvent("trigpoint-restore", { detail:
        { size: { small: false, large: true }, mood: 7, why: "so", seen: { cat: true } } }))`),
    ),
    answers: [{ size: { small: false, large: true }, mood: 7, why: "so", seen: { cat: true } }],
  },
];
