/** The other drawing elements, and what their bar has in common: what a person does, and the answer. */

import assert from "node:assert/strict";
import { click, drag, keys, pictured, points, tabToStage } from "./drawing.ts";
import type { Case } from "./element-page.ts";
import { inputImageProperties, then, toolPage as page } from "./tool-page.ts";

function vertices(...list: [number, number][]): object[] {
  return list.map(([x, y]) => ({ x, y }));
}

export const SHAPE_CASES: Case[] = [
  {
    name: "polygons: by mouse, closed on the first point, points moved, added and removed",
    html: page("crowd-polygon"),
    act: then(async (at) => {
      for (const [x, y] of [
        [50, 50],
        [150, 50],
        [150, 150],
        [50, 150],
        [50, 50],
      ] as const)
        await click(at, x, y);
      await keys(at, "s");
      await drag(at, [150, 150], [170, 160]);
      await at.waitForTimeout(450);
      await click(at, 100, 50);
      await click(at, 100, 50);
      await drag(at, [100, 50], [100, 30]);
      await drag(at, [50, 150], [60, 155]);
      await keys(at, "Delete");
    }),
    answers: [
      {
        drawn: {
          inputImageProperties,
          polygons: [{ label: "Car", vertices: vertices([50, 50], [100, 30], [150, 50], [170, 160]) }],
        },
      },
    ],
  },
  {
    name: "polygons: by keyboard alone",
    html: page("crowd-polygon"),
    act: async (at) => {
      await pictured(at);
      await tabToStage(at);
      await keys(at, "2");
      await points(at, [120, 70], [280, 70], [280, 71], [240, 190]);
      await keys(at, "Control+z", "Control+z");
      await points(at, [240, 190]);
      await keys(at, "Enter", "Enter");
    },
    answers: [
      {
        drawn: {
          inputImageProperties,
          polygons: [{ label: "Person", vertices: vertices([120, 70], [280, 70], [240, 190]) }],
        },
      },
    ],
  },
  {
    name: "polylines: a double click ends; first ones and label colours",
    html: page(
      "crowd-polyline",
      `label-colors="['#ff0000', '#00ff00', '#0000ff']"
       initial-value="{polylines: [{label: 'Car', vertices: [{x: 1, y: 2}, {x: 30, y: 40}]}]}"`,
    ),
    act: then(async (at) => {
      await keys(at, "2");
      await click(at, 50, 50);
      await at.waitForTimeout(450);
      await click(at, 150, 50);
      await click(at, 150, 50);
      assert.equal(await at.evaluate("document.querySelector('crowd-polyline').palette.colour('Person')"), "#00ff00");
    }),
    answers: [
      {
        drawn: {
          inputImageProperties,
          initialValueModified: true,
          polylines: [
            { label: "Car", vertices: vertices([1, 2], [30, 40]) },
            { label: "Person", vertices: vertices([50, 50], [150, 50]) },
          ],
        },
      },
    ],
  },
  {
    name: "lines: dragged, clicked, and by keyboard",
    html: page("crowd-line"),
    act: then(async (at) => {
      await drag(at, [20, 30], [120, 90]);
      await click(at, 300, 200);
      await click(at, 250, 100);
      await points(at, [80, 150], [240, 153]);
    }),
    answers: [
      {
        drawn: {
          inputImageProperties,
          lines: [
            { label: "Car", vertices: vertices([20, 30], [120, 90]) },
            { label: "Car", vertices: vertices([300, 200], [250, 100]) },
            { label: "Car", vertices: vertices([80, 150], [240, 153]) },
          ],
        },
      },
    ],
  },
  {
    name: "key points: by mouse and keyboard, dragged",
    html: page("crowd-keypoint", `initial-value="[{label: 'Person', x: 7, y: 9}]"`),
    act: then(async (at) => {
      await click(at, 100, 100);
      await keys(at, "2");
      await drag(at, [100, 100], [110, 120]);
      await points(at, [200, 151]);
    }),
    answers: [
      {
        drawn: {
          inputImageProperties,
          keypoints: [
            { label: "Person", x: 7, y: 9 },
            { label: "Car", x: 110, y: 120 },
            { label: "Person", x: 200, y: 151 },
          ],
        },
      },
    ],
  },
  {
    name: "no button of the bar is without a name, and each mode is reached by its key",
    html: page("crowd-semantic-segmentation"),
    act: async (at) => {
      await pictured(at);
      for (const [key, mode] of [
        ["e", "Eraser"],
        ["p", "Polygon"],
        ["g", "Fill"],
        ["m", "Move"],
        ["b", "Brush"],
      ]) {
        await keys(at, key as string);
        assert.equal(await at.getByRole("button", { name: mode as string, pressed: true }).count(), 1, mode);
      }
    },
  },
];
