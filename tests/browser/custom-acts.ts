/**
 * What a person does in a custom template, as data: a list of acts such as ["click", "button:Submit"]. Places in a picture are
 * in its pixels, places in a text are UTF-16 offsets.
 *
 * A target is a kind and a name (`button:Send`, `label:Note`, `text:Yes`), or a selector (`css:#note`).
 */

import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { PATIENCE_MS } from "./browser.ts";
import { arrows, click, drag, pictured, points, tabToStage } from "./drawing.ts";
import { clickOn, dragOver, shiftOver, tabToText } from "./reading.ts";

type Spot = [number, number];
export type Act = [name: string, ...given: unknown[]];

const ROLES = ["button", "radio", "checkbox", "switch", "slider", "tab", "link", "option", "spinbutton"] as const;

function target(page: Page, text: string): Locator {
  const at = text.indexOf(":");
  const [kind, name] = [text.slice(0, at), text.slice(at + 1)];
  const role = ROLES.find((one) => one === kind);
  if (role) return page.getByRole(role, { name, exact: true }).first();
  // A label's text has the options of a select in it, and the star of a field that must be filled.
  if (kind === "label") return page.getByLabel(new RegExp(`^\\s*${name.replace(/\W/g, "\\$&")}`)).first();
  if (kind === "text") return page.getByText(name, { exact: true }).first();
  if (kind === "css") return page.locator(name).first();
  throw new Error(`no such target: ${text}`);
}

async function answers(page: Page): Promise<number> {
  return page.evaluate<number>("said.filter((one) => one.type === 'submit').length");
}

type Does = (page: Page, ...given: never[]) => Promise<unknown>;

const DOES: Record<string, Does> = {
  click: (page, at: string) => target(page, at).click(),
  dblclick: (page, at: string) => target(page, at).dblclick(),
  fill: (page, at: string, text: string) => target(page, at).fill(text),
  select: (page, at: string, ...values: string[]) => target(page, at).selectOption(values),
  focus: (page, at: string) => target(page, at).focus(),
  move: async (page, from: string, to: string) => target(page, from).dragTo(target(page, to)),
  type: (page, text: string) => page.keyboard.type(text),
  press: async (page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  wait: (page, at: string) => target(page, at).waitFor(),
  gone: (page, at: string) => target(page, at).waitFor({ state: "hidden" }),
  pictured: (page) => pictured(page),
  at: (page, x: number, y: number) => click(page, x, y),
  drag: (page, ...spots: Spot[]) => drag(page, ...spots),
  stage: (page) => tabToStage(page),
  points: (page, ...spots: Spot[]) => points(page, ...spots),
  arrows: (page, dx: number, dy: number) => arrows(page, dx, dy),
  mark: (page, start: number, end: number) => dragOver(page, start, end),
  "mark-at": (page, place: number) => clickOn(page, place),
  "mark-word": (page, place: number) => clickOn(page, place, 2),
  text: (page) => tabToText(page),
  shift: async (page, skip: number, take: number) => {
    await page.keyboard.press("Control+Home");
    await shiftOver(page, skip, take);
  },
  submit: (page) => page.getByRole("button", { name: /^(submit|enviar)/i }).click(),
  /** Nothing was answered up to here. */
  unanswered: async (page) => assert.equal(await answers(page), 0),
};

/** Until the page has said it. Not waitForFunction: the frame's headers forbid the eval that it needs. */
export async function heard(page: Page, type: string): Promise<void> {
  await page.evaluate(
    async ([wanted, most]) => {
      const { said } = globalThis as unknown as { said: { type: string }[] };
      const end = performance.now() + most;
      while (!said.some((one) => one.type === wanted)) {
        if (performance.now() > end) throw new Error(`The page never said ${wanted}.`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    [type, PATIENCE_MS] as const,
  );
}

export async function act(page: Page, acts: readonly Act[]): Promise<void> {
  await perform(page, acts);
  await heard(page, "submit");
}

export async function perform(page: Page, acts: readonly Act[]): Promise<void> {
  for (const one of acts) {
    const does = DOES[one[0]] as ((page: Page, ...given: unknown[]) => Promise<unknown>) | undefined;
    if (!does) throw new Error(`no such act: ${one[0]}`);
    await does(page, ...one.slice(1)).catch((error: Error) => {
      throw new Error(`${JSON.stringify(one)}: ${error.message}`);
    });
  }
}
