/** The segmentation elements; masks are compared pixel by pixel with one made here. The picture is 400 x 300. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { arrows, arrowsTo, click, drag, keys, pictured, points, tabToStage } from "./drawing.ts";
import { type Case, SCRIPT } from "./element-page.ts";
import { EARLIER, HEIGHT, WIDTH } from "./mask-reader.ts";

const inputImageProperties = { height: HEIGHT, width: WIDTH };
const [CAR, PERSON] = ["#0072b2", "#e69f00"];

const MAPPINGS = "labelMappings: {Car: {color: '#2CA02C'}, Person: {color: '#1f77b4'}}";

function page(tag: string, more = ""): string {
  return `${SCRIPT}<crowd-form><${tag} name="m" src="/picture.svg" labels="['Car', 'Person']" header="Paint"
    ${more}></${tag}></crowd-form>`;
}

const submit = (at: Page): Promise<void> => at.getByRole("button", { name: /submit/i }).click();

function then(act: (at: Page) => Promise<unknown>): (at: Page) => Promise<void> {
  return async (at) => {
    await pictured(at);
    await act(at);
    await submit(at);
  };
}

async function polygon(at: Page, ...spots: readonly (readonly [number, number])[]): Promise<void> {
  await keys(at, "p");
  for (const [x, y] of spots) await click(at, x, y);
  await keys(at, "Enter");
}

const SQUARE = [
  [10, 10],
  [60, 10],
  [60, 60],
  [10, 60],
] as const;
const RIGHT = [
  [300, 200],
  [390, 200],
  [390, 290],
  [300, 290],
] as const;
const WHITE = "#ffffff";

async function earlier(at: Page): Promise<void> {
  await at.waitForFunction(() => {
    const tool = document.querySelector("crowd-semantic-segmentation, crowd-instance-segmentation");
    return (tool as unknown as { rows: unknown[] }).rows.length === 2;
  });
}

export const MASK_CASES: Case[] = [
  {
    name: "semantic: polygons by mouse, exact pixels, only used labels",
    html: page("crowd-semantic-segmentation"),
    act: then((at) => polygon(at, ...SQUARE)),
    answers: [
      {
        m: {
          inputImageProperties,
          labelMappings: { Car: { color: CAR } },
          pixels: { [CAR]: 2500 },
          spots: [CAR, WHITE, WHITE],
        },
      },
    ],
  },
  {
    name: "semantic: by keyboard alone",
    html: page("crowd-semantic-segmentation"),
    act: async (at) => {
      await pictured(at);
      await tabToStage(at);
      await keys(at, "p");
      await points(at, ...SQUARE);
      await keys(at, "Enter", "2", "p");
      await points(at, ...RIGHT);
      await keys(at, "Enter", "g", "1");
      await arrowsTo(at, 150, 100);
      await keys(at, "Space", "Enter");
    },
    answers: [
      {
        m: {
          inputImageProperties,
          labelMappings: { Car: { color: CAR }, Person: { color: PERSON } },
          pixels: { [CAR]: WIDTH * HEIGHT - 8100, [PERSON]: 8100 },
          spots: [CAR, CAR, PERSON],
        },
      },
    ],
  },
  {
    name: "semantic: brush, eraser, undo and redo leave no trace",
    html: page("crowd-semantic-segmentation"),
    act: then(async (at) => {
      await polygon(at, ...SQUARE);
      await keys(at, "b", "2");
      await drag(at, [100, 100], [200, 100], [200, 200]);
      await keys(at, "e");
      await drag(at, [0, 20], [80, 20]);
      await keys(at, "Control+z", "Control+z", "Control+y", "Control+z");
    }),
    answers: [
      {
        m: {
          inputImageProperties,
          labelMappings: { Car: { color: CAR } },
          pixels: { [CAR]: 2500 },
          spots: [CAR, WHITE, WHITE],
        },
      },
    ],
  },
  {
    name: "semantic: the brush by keyboard paints what the mouse paints",
    html: page("crowd-semantic-segmentation"),
    act: then(async (at) => {
      await at.locator("crowd-semantic-segmentation").evaluate((tool: HTMLElement) => tool.focus());
      await arrowsTo(at, 120, 100);
      await keys(at, "Space");
      await arrows(at, 80, 0);
      await keys(at, "Space");
      const counts = "document.querySelector('crowd-semantic-segmentation').editor.counts[1]";
      const painted = Number(await at.evaluate(counts));
      await keys(at, "Control+z");
      assert.equal(await at.evaluate(counts), 0);
      await drag(at, [120, 100], [200, 100]);
      const dragged = Number(await at.evaluate(counts));
      assert.ok(Math.abs(painted - dragged) < 0.1 * painted, `${painted} by keys, ${dragged} by mouse`);
      await at.getByRole("button", { name: "Delete Car" }).click();
    }),
    answers: [{ m: { inputImageProperties, labelMappings: {}, pixels: {}, spots: [WHITE, WHITE, WHITE] } }],
  },
  {
    name: "semantic: an earlier mask unchanged keeps its colours",
    html: page("crowd-semantic-segmentation", `initial-value="{src: '/mask.png', ${MAPPINGS}}"`),
    act: then(earlier),
    answers: [
      {
        m: {
          inputImageProperties,
          initialValueModified: false,
          labelMappings: { Car: { color: "#2ca02c" }, Person: { color: "#1f77b4" } },
          pixels: { "#2ca02c": 30000, "#1f77b4": 30000 },
          spots: ["#2ca02c", WHITE, "#1f77b4"],
        },
      },
    ],
  },
  {
    name: "semantic: an earlier mask relabelled is modified",
    html: page("crowd-semantic-segmentation", `initial-value="{src: '/mask.png', ${MAPPINGS}}"`),
    act: then(async (at) => {
      await earlier(at);
      await at.getByRole("button", { name: /^Person/ }).click();
      await at.getByLabel("Label of what is selected").selectOption("Car");
    }),
    answers: [
      {
        m: {
          inputImageProperties,
          initialValueModified: true,
          labelMappings: { Car: { color: "#2ca02c" } },
          pixels: { "#2ca02c": 60000 },
          spots: ["#2ca02c", WHITE, "#2ca02c"],
        },
      },
    ],
  },
  {
    name: "semantic: a mask that does not load holds the answer back",
    html: page("crowd-semantic-segmentation", `initial-value="{src: '/gone.png', ${MAPPINGS}}"`),
    act: then((at) => at.getByRole("alert").getByText("did not load").waitFor()),
    refused: /earlier mask did not load/,
  },
  {
    name: "semantic: an earlier answer comes back with its colours",
    html: page("crowd-semantic-segmentation"),
    act: then(async (at) => {
      const pngImageData = Buffer.from(EARLIER).toString("base64");
      const labelMappings = { Car: { color: "#2ca02c" }, Person: { color: "#1f77b4" } };
      await at.evaluate(
        (detail) => {
          document.dispatchEvent(new CustomEvent("trigpoint-restore", { detail }));
        },
        { m: { labeledImage: { pngImageData }, labelMappings } },
      );
      await earlier(at);
    }),
    answers: [
      {
        m: {
          inputImageProperties,
          labelMappings: { Car: { color: "#2ca02c" }, Person: { color: "#1f77b4" } },
          pixels: { "#2ca02c": 30000, "#1f77b4": 30000 },
          spots: ["#2ca02c", WHITE, "#1f77b4"],
        },
      },
    ],
  },
  {
    name: "instances: a colour for each, gone on with, relabelled",
    html: page("crowd-instance-segmentation"),
    act: then(async (at) => {
      await polygon(at, ...SQUARE);
      await keys(at, "n");
      await polygon(at, ...RIGHT);
      await at.getByLabel("Label of what is selected").selectOption("Person");
      await at.getByRole("button", { name: /^Car/ }).click();
      await polygon(at, [100, 10], [110, 10], [110, 20], [100, 20]);
    }),
    answers: [
      {
        m: {
          inputImageProperties,
          instances: [
            { color: CAR, label: "Car" },
            { color: PERSON, label: "Person" },
          ],
          pixels: { [CAR]: 2600, [PERSON]: 8100 },
          spots: [CAR, WHITE, PERSON],
        },
      },
    ],
  },
  {
    name: "instances: an earlier mask, one deleted",
    html: page(
      "crowd-instance-segmentation",
      `initial-value="{src: '/mask.png', instances: [{color: '#2ca02c', label: 'Car'}, {color: '#1f77b4', label: 'Car'}]}"`,
    ),
    act: then(async (at) => {
      await earlier(at);
      await at.getByRole("button", { name: /^Car/ }).first().click();
      await keys(at, "Delete");
    }),
    answers: [
      {
        m: {
          inputImageProperties,
          instances: [{ color: "#1f77b4", label: "Car" }],
          pixels: { "#1f77b4": 30000 },
          spots: [WHITE, WHITE, "#1f77b4"],
        },
      },
    ],
  },
];
