/** `crowd-bounding-box`: what a person does, and the answer. */

import assert from "node:assert/strict";
import { arrows, click, drag, keys, pictured, points, tabToStage } from "./drawing.ts";
import { type Case, SCRIPT } from "./element-page.ts";
import { inputImageProperties, submit, then, toolPage as page } from "./tool-page.ts";

function box(label: string, left: number, top: number, width: number, height: number): object {
  return { height, label, left, top, width };
}

function boxes(...list: object[]): unknown[] {
  return [{ drawn: { boundingBoxes: list, inputImageProperties } }];
}

const INITIAL = `[{label: 'Car', left: 40, top: 60, width: 100, height: 80}]`;

export const BOX_CASES: Case[] = [
  {
    name: "boxes: dragged, and clicked at two corners",
    html: page("crowd-bounding-box"),
    act: then(async (at) => {
      await drag(at, [20, 30], [120, 90]);
      await keys(at, "2");
      await click(at, 300, 200);
      await click(at, 250, 100);
    }),
    answers: boxes(box("Car", 20, 30, 100, 60), box("Person", 250, 100, 50, 100)),
  },
  {
    name: "boxes: by keyboard alone, from Tab to Enter",
    html: page("crowd-bounding-box"),
    act: async (at) => {
      await pictured(at);
      await tabToStage(at);
      await points(at, [120, 70], [243, 150]);
      await keys(at, "3");
      await points(at, [300, 200], [310, 217]);
      await keys(at, "Enter");
    },
    answers: boxes(box("Car", 120, 70, 123, 80), box("Sign & 'Post'", 300, 200, 10, 17)),
  },
  {
    name: "boxes: moved, resized, relabelled and deleted by mouse",
    html: page("crowd-bounding-box"),
    act: then(async (at) => {
      await drag(at, [20, 30], [120, 90]);
      await drag(at, [200, 30], [260, 90]);
      await drag(at, [300, 200], [360, 260]);
      await keys(at, "s");
      await drag(at, [70, 60], [100, 80]);
      await drag(at, [150, 110], [180, 150]);
      await keys(at, "2");
      await click(at, 330, 230);
      await keys(at, "Delete");
      await click(at, 230, 60);
      await at.getByLabel("Label of what is selected").selectOption("Sign & 'Post'");
    }),
    answers: boxes(box("Person", 50, 50, 130, 100), box("Sign & 'Post'", 200, 30, 60, 60)),
  },
  {
    name: "boxes: moved, resized, relabelled and deleted by keyboard",
    html: page("crowd-bounding-box", `initial-value="${INITIAL}"`),
    act: then(async (at) => {
      await at.locator("crowd-bounding-box").evaluate((tool: HTMLElement) => tool.focus());
      await keys(at, "]");
      await arrows(at, 10, -3);
      await keys(at, ".", ".", ".", ".", ".");
      await arrows(at, 5, 7);
      await keys(at, "2", "Escape", "Control+c", "Control+v", "Delete");
    }),
    answers: [
      { drawn: { boundingBoxes: [box("Person", 50, 57, 105, 87)], inputImageProperties, initialValueModified: true } },
    ],
  },
  {
    name: "boxes: undo and redo without limit",
    html: page("crowd-bounding-box"),
    act: then(async (at) => {
      for (let count = 0; count < 12; count++) await drag(at, [10 + 30 * count, 10], [30 + 30 * count, 40]);
      for (let count = 0; count < 12; count++) await keys(at, "Control+z");
      assert.equal(await at.getByText("Nothing yet.").isVisible(), true);
      await keys(at, "Control+y", "Control+Shift+Z");
      await at.getByRole("button", { name: "Redo" }).click();
      await at.getByRole("button", { name: "Undo" }).click();
    }),
    answers: boxes(box("Car", 10, 10, 20, 30), box("Car", 40, 10, 20, 30)),
  },
  {
    name: "boxes: what leaves the picture is cut, a speck is none, Esc and Backspace take back",
    html: page("crowd-bounding-box"),
    act: then(async (at) => {
      await drag(at, [350, 250], [420, 320]);
      await click(at, 100, 100);
      await keys(at, "Escape");
      await click(at, 100, 100);
      await keys(at, "Backspace");
      await click(at, 100, 100);
      await click(at, 100, 100);
    }),
    answers: boxes(box("Car", 350, 250, 50, 50)),
  },
  {
    name: "boxes: a begun box holds the answer back",
    html: page("crowd-bounding-box"),
    act: then((at) => click(at, 100, 100)),
    refused: /Finish the box/,
  },
  {
    name: "boxes: drawn in a picture that was enlarged and moved",
    html: page("crowd-bounding-box"),
    act: then(async (at) => {
      await click(at, 200, 150);
      await keys(at, "Escape");
      for (let count = 0; count < 3; count++) await at.mouse.wheel(0, -100);
      await keys(at, "m");
      await drag(at, [200, 150], [180, 160]);
      await keys(at, "d");
      await drag(at, [190, 140], [230, 170]);
      await keys(at, "0", "-", "+");
    }),
    answers: boxes(box("Car", 190, 140, 40, 30)),
  },
  {
    name: "boxes: copied and pasted",
    html: page("crowd-bounding-box"),
    act: then(async (at) => {
      await drag(at, [20, 30], [60, 70]);
      await keys(at, "Control+c", "Control+v", "s");
      await at.locator("crowd-bounding-box").evaluate((tool: HTMLElement) => tool.focus());
      const left = await at.evaluate("document.querySelector('crowd-bounding-box').value.boundingBoxes[1].left");
      await arrows(at, 100 - Number(left), 0);
      const top = await at.evaluate("document.querySelector('crowd-bounding-box').value.boundingBoxes[1].top");
      await arrows(at, 0, 100 - Number(top));
    }),
    answers: boxes(box("Car", 20, 30, 40, 40), box("Car", 100, 100, 40, 40)),
  },
  {
    name: "boxes: unchanged first ones are reported so, also after an undo",
    html: page("crowd-bounding-box", `initial-value="${INITIAL}"`),
    act: then(async (at) => {
      await drag(at, [200, 30], [260, 90]);
      await keys(at, "Control+z");
    }),
    answers: [
      { drawn: { boundingBoxes: [box("Car", 40, 60, 100, 80)], inputImageProperties, initialValueModified: false } },
    ],
  },
  {
    name: "boxes: a first label that the task lacks must be relabelled",
    html: page("crowd-bounding-box", `initial-value="${INITIAL.replace("Car", "Boat")}"`),
    act: then(async (at) => {
      await submit(at);
      await at.getByRole("alert").getByText("Boat").waitFor();
      await at.getByRole("button", { name: /^Boat/ }).click();
      await keys(at, "1");
    }),
    answers: [
      { drawn: { boundingBoxes: [box("Car", 40, 60, 100, 80)], inputImageProperties, initialValueModified: true } },
    ],
    refused: /"Boat"/,
  },
  {
    name: "boxes: labels and initialValue are live, value and change are there",
    html: `${page("crowd-bounding-box", 'id="tool"')}<input type="hidden" id="seen">
      <script>tool.addEventListener("change", () => { seen.value += tool.value.boundingBoxes.length; });
      document.addEventListener("all-crowd-elements-ready", () => {
        tool.labels = ["Boat"];
        tool.initialValue = [{ label: "Boat", left: 1, top: 2, width: 3, height: 4 }];
      });</script>`,
    act: async (at) => {
      await pictured(at);
      await drag(at, [200, 30], [260, 90]);
      assert.equal(await at.locator("#seen").inputValue(), "2");
      await submit(at);
    },
    answers: [
      {
        drawn: {
          boundingBoxes: [box("Boat", 1, 2, 3, 4), box("Boat", 200, 30, 60, 60)],
          inputImageProperties,
          initialValueModified: true,
        },
      },
    ],
  },
  {
    name: "boxes: a lone tool makes its own form and answers under its tag",
    html: `${SCRIPT}<crowd-bounding-box src="/picture.svg" labels="['Car']"></crowd-bounding-box>`,
    act: then((at) => drag(at, [20, 30], [120, 90])),
    answers: [{ "crowd-bounding-box": { boundingBoxes: [box("Car", 20, 30, 100, 60)], inputImageProperties } }],
  },
  {
    name: "boxes: an earlier answer comes back, and can be undone",
    html: page("crowd-bounding-box", `initial-value="${INITIAL}"`),
    act: then(async (at) => {
      const drawn = { boundingBoxes: [box("Person", 9, 8, 70, 60)], inputImageProperties };
      await at.evaluate(
        (detail) => {
          document.dispatchEvent(new CustomEvent("trigpoint-restore", { detail }));
        },
        { drawn },
      );
    }),
    answers: [
      { drawn: { boundingBoxes: [box("Person", 9, 8, 70, 60)], inputImageProperties, initialValueModified: true } },
    ],
  },
  {
    name: "boxes: without its picture a tool does not answer",
    html: `${SCRIPT}<crowd-form><crowd-bounding-box name="drawn" src="/gone.png" labels="['Car']"></crowd-bounding-box></crowd-form>`,
    act: async (at) => {
      await at.getByRole("alert").getByText("did not load").waitFor();
      await submit(at);
    },
    refused: /image is not there/,
  },
  {
    name: "boxes: the reset button and hooks of template code",
    html: page("crowd-bounding-box", "", "").replace(
      "</crowd-form>",
      '<crowd-button form-action="reset">Start over</crowd-button></crowd-form>',
    ),
    act: then(async (at) => {
      await drag(at, [20, 30], [120, 90]);
      await at.getByRole("button", { name: "Start over" }).click();
      const hooks = [".annotation-area .category-picker-wrapper", "canvas.upper-canvas"];
      for (const hook of hooks) assert.equal(await at.locator(`crowd-bounding-box ${hook}`).count(), 1);
    }),
    answers: boxes(),
  },
];
