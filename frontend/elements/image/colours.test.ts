import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, freeColour, inkOn, parseColour, patterned } from "./colours.ts";
import { coded, codeMap } from "./mask-file.ts";

const ALL = Array.from({ length: 255 }, (_, index) => index);

test("255 colours, each its own, none white", () => {
  const taken = new Set<string>();
  for (const index of ALL) taken.add(freeColour(taken, index));
  assert.equal(taken.size, 255);
  assert.ok(!taken.has("#ffffff"));
});

test("colours as templates write them", () => {
  assert.deepEqual(parseColour("#2CA02c"), [0x2c, 0xa0, 0x2c]);
  assert.deepEqual(parseColour("#fa0"), [255, 170, 0]);
  assert.equal(parseColour("red"), undefined);
  assert.equal(parseColour(undefined), undefined);
});

/** WCAG's contrast, from relative luminances. */
function contrast(one: string, other: string): number {
  const [light, dark] = [one, other].map(luminance).toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = (parseColour(colour) ?? []).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
}

test("names can be read on every colour", () => {
  for (const index of ALL) assert.ok(contrast(colourOf(index), inkOn(colourOf(index))) >= 4.5, colourOf(index));
});

test("every pattern has strong and weak places, and repeats after 60", () => {
  for (let index = 0; index < 6; index++) {
    const places = Array.from({ length: 3600 }, (_, at) => patterned(index, at % 60, Math.floor(at / 60)));
    assert.ok(places.includes(true) && places.includes(false));
    assert.ok(places.every((place, at) => place === patterned(index, 60 + (at % 60), 60 + Math.floor(at / 60))));
  }
});

test("pixels to codes: unknown and transparent ones are background", () => {
  const codes = codeMap([
    ["#2CA02C", 1],
    ["#1f77b4", 2],
    ["nonsense", 3],
  ]);
  const pixels = Uint8ClampedArray.of(0x2c, 0xa0, 0x2c, 255, 9, 9, 9, 255, 0x1f, 0x77, 0xb4, 255, 0x1f, 0x77, 0xb4, 0);
  assert.deepEqual([...coded(pixels, codes)], [1, 0, 2, 0]);
});
