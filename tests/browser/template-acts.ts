/** What a person does in each built-in template to come to its expected answer: by mouse, and by keyboard alone. */

import type { Page } from "playwright-core";
import { arrows, arrowsTo, click, drag, keys, pictured, points, tabToStage } from "./drawing.ts";
import { BOX, paintedByKeys, paintedByMouse, POINT, POLYGON, triedByKeys, triedByMouse } from "./person.ts";

type Act = (page: Page) => Promise<unknown>;

export interface Acts {
  mouse: Act;
  keyboard: Act;
}

const submit: Act = (page) => page.getByRole("button", { name: /submit/i }).click();
const CAR = [
  [120, 70],
  [240, 150],
] as const;
const PERSON = [
  [280, 110],
  [320, 230],
] as const;
const OUTLINE = [
  [120, 70],
  [280, 70],
  [240, 190],
] as const;
const BLOCK = [
  [120, 70],
  [280, 70],
  [280, 190],
  [120, 190],
] as const;
const SPOT = [
  [320, 30],
  [360, 30],
  [360, 70],
  [320, 70],
] as const;

async function clicked(page: Page, spots: readonly (readonly [number, number])[]): Promise<void> {
  for (const [x, y] of spots) await click(page, x, y);
}

/** Mouse: after the picture is there, and then the submit button. */
function mouse(act: Act): Act {
  return async (page) => {
    await pictured(page);
    await act(page);
    await submit(page);
  };
}

/** Keyboard: Tab to the stage, and at the end Enter. */
function keyboard(act: Act): Act {
  return async (page) => {
    await pictured(page);
    await tabToStage(page);
    await act(page);
    await keys(page, "Enter");
  };
}

async function outline(page: Page, draw: (page: Page) => Promise<unknown>): Promise<void> {
  await keys(page, "p");
  await draw(page);
  await keys(page, "Enter");
}

function verdict(comment: string): Acts {
  const write: Act = (page) => page.getByLabel(/What is wrong/).fill(comment);
  return {
    mouse: async (page) => {
      await page.getByText("Wrong", { exact: true }).click();
      await write(page);
      await submit(page);
    },
    keyboard: async (page) => {
      await keys(page, "2", "Tab");
      await page.keyboard.type(comment);
      await keys(page, "Shift+Tab", "Enter");
    },
  };
}

export const ACTS: Record<string, Acts> = {
  image_multi_class_multi_label: {
    mouse: async (page) => {
      for (const text of ["Bicycle", "Car"]) await page.getByText(text, { exact: true }).click();
      await submit(page);
    },
    keyboard: (page) => keys(page, "4", "3", "1", "Enter"),
  },
  image_multi_class: {
    mouse: async (page) => {
      await page.getByRole("button", { name: "Full size" }).click();
      for (const text of ["Canary", "Heron"]) await page.getByText(text, { exact: true }).click();
      await submit(page);
    },
    keyboard: (page) => keys(page, "3", "ArrowUp", "Enter"),
  },
  bounding_box: {
    mouse: mouse(async (page) => {
      await triedByMouse(page, BOX);
      await drag(page, ...CAR);
      await keys(page, "2");
      await clicked(page, PERSON);
    }),
    keyboard: keyboard(async (page) => {
      await triedByKeys(page, BOX);
      await points(page, ...CAR);
      await keys(page, "2");
      await points(page, ...PERSON);
    }),
  },
  adjustment_bounding_box: {
    mouse: mouse(async (page) => {
      await keys(page, "s");
      await click(page, 80, 100);
      await drag(page, [160, 105], [200, 105]);
    }),
    keyboard: keyboard(async (page) => {
      await keys(page, "]", ".", ".", ".", ".");
      await arrows(page, 40, 0);
    }),
  },
  polygon: {
    mouse: mouse(async (page) => {
      await triedByMouse(page, POLYGON);
      await keys(page, "2");
      await clicked(page, OUTLINE);
      await keys(page, "Enter");
    }),
    keyboard: keyboard(async (page) => {
      await triedByKeys(page, POLYGON);
      await keys(page, "2");
      await points(page, ...OUTLINE);
      await keys(page, "Enter");
    }),
  },
  keypoint: {
    mouse: mouse(async (page) => {
      await triedByMouse(page, POINT);
      await click(page, 120, 70);
      await keys(page, "2");
      await click(page, 280, 190);
    }),
    keyboard: keyboard(async (page) => {
      await triedByKeys(page, POINT);
      await points(page, [120, 70]);
      await keys(page, "2");
      await points(page, [280, 190]);
    }),
  },
  semantic_segmentation: {
    mouse: mouse(async (page) => {
      await paintedByMouse(page);
      await outline(page, () => clicked(page, BLOCK));
      await keys(page, "2");
      await outline(page, () => clicked(page, SPOT));
    }),
    keyboard: keyboard(async (page) => {
      await paintedByKeys(page);
      await outline(page, () => points(page, ...BLOCK));
      await keys(page, "2");
      await outline(page, () => points(page, ...SPOT));
    }),
  },
  instance_segmentation: {
    mouse: mouse(async (page) => {
      await paintedByMouse(page);
      await outline(page, () => clicked(page, BLOCK));
      await keys(page, "n");
      await outline(page, () => clicked(page, SPOT));
    }),
    keyboard: keyboard(async (page) => {
      await paintedByKeys(page);
      await outline(page, () => points(page, ...BLOCK));
      await keys(page, "1");
      await outline(page, () => points(page, ...SPOT));
    }),
  },
  adjustment_semantic_segmentation: {
    mouse: mouse(async (page) => {
      await page.getByRole("button", { name: /^Car/ }).waitFor();
      await outline(page, () => clicked(page, BLOCK));
    }),
    keyboard: keyboard(async (page) => {
      await page.getByRole("button", { name: /^Car/ }).waitFor();
      await keys(page, "g", "2");
      await arrowsTo(page, 200, 150);
      await keys(page, "Control+z", "1");
      await outline(page, () => points(page, ...BLOCK));
    }),
  },
  verification_bounding_box: verdict("The car's box is loose"),
  verification_semantic_segmentation: verdict("The car is not painted"),
};
