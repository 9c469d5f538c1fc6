/**
 * Colours and patterns of labels. The first eight are told apart with every common colour blindness (Okabe and Ito,
 * black replaced by purple); patterns say the same a second time.
 */

import type { Colour } from "./png.ts";

const FIRST = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7a4fd0"];
const GOLDEN_TURN = 0.618033988749895;
export const BACKGROUND: Colour = [255, 255, 255];

export function colourOf(index: number): string {
  if (index < FIRST.length) return FIRST[index] as string;
  return hex(fromHue((index * GOLDEN_TURN) % 1, 0.55 + 0.35 * ((index % 3) / 2)));
}

/** One colour per index, without those that are taken. */
export function freeColour(taken: ReadonlySet<string>, start = 0): string {
  let index = start;
  while (taken.has(colourOf(index))) index++;
  return colourOf(index);
}

/** Full saturation but for a fifth, so that no colour is white or grey. */
function fromHue(hue: number, value: number): Colour {
  const channel = (shift: number): number => {
    const part = Math.abs(((hue + shift) % 1) * 6 - 3) - 1;
    return Math.round(255 * value * (0.2 + 0.8 * Math.min(Math.max(part, 0), 1)));
  };
  return [channel(0), channel(2 / 3), channel(1 / 3)];
}

export function hex(colour: Colour): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** #rgb or #rrggbb; undefined for anything else. */
export function parseColour(text: unknown): Colour | undefined {
  const found = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(String(text).trim())?.[1];
  if (!found) return undefined;
  const digits = found.length === 3 ? [...found].map((digit) => digit + digit).join("") : found;
  const number = parseInt(digits, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Black or white, whichever is easier to read on the colour. */
export function inkOn(colour: string): string {
  const [red, green, blue] = (parseColour(colour) ?? [0, 0, 0]).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

const DASHES: readonly (readonly number[])[] = [
  [],
  [9, 4],
  [4, 3],
  [12, 4, 2, 4],
  [5, 5],
  [16, 5],
  [4, 8],
  [9, 3, 2, 3, 2, 3],
];

/** Line pattern of a label, in stage pixels. */
export function dashOf(index: number): readonly number[] {
  return DASHES[index % DASHES.length] as readonly number[];
}

/** Whether a place of a mask's pattern is a strong one. Patterns repeat after 60. */
export function patterned(index: number, u: number, v: number): boolean {
  switch (index % 6) {
    case 0:
      return (u + v) % 4 === 0;
    case 1:
      return (((u - v) % 4) + 4) % 4 === 0;
    case 2:
      return v % 4 === 0;
    case 3:
      return u % 4 === 0;
    case 4:
      return u % 3 === 0 && v % 3 === 0;
    default:
      return u % 5 === 0 || v % 5 === 0;
  }
}
