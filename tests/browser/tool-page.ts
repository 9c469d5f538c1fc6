/** A page with one drawing tool, and how its cases end. The picture is 400 x 300 pixels. */

import type { Page } from "playwright-core";
import { pictured } from "./drawing.ts";
import { SCRIPT } from "./element-page.ts";

const LABELS = `['Car', 'Person', "Sign & 'Post'",]`;
export const inputImageProperties = { height: 300, width: 400 };

export function toolPage(tag: string, more = "", inside = ""): string {
  return `${SCRIPT}<crowd-form><${tag} name="drawn" src="/picture.svg" labels="${LABELS.replaceAll('"', "&quot;")}"
    header="Draw" ${more}>${inside}</${tag}></crowd-form>`;
}

export const submit = (at: Page): Promise<void> => at.getByRole("button", { name: /submit/i }).click();

export function then(act: (at: Page) => Promise<unknown>): (at: Page) => Promise<void> {
  return async (at) => {
    await pictured(at);
    await act(at);
    await submit(at);
  };
}
