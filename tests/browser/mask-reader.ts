/** Masks for the tests: one to begin with, and what an answer's PNG shows. 400 x 300 pixels. */

import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { encodePng } from "../../frontend/elements/image/png.ts";

export const [WIDTH, HEIGHT] = [400, 300];

/** The mask that an adjustment begins with: a green block left, a blue one right, white between. */
export const EARLIER = encodePng(
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at % WIDTH < 100 ? 1 : at % WIDTH >= 300 ? 2 : 0)),
  WIDTH,
  HEIGHT,
  [
    [255, 255, 255],
    [0x2c, 0xa0, 0x2c],
    [0x1f, 0x77, 0xb4],
  ],
);
interface Painted {
  labeledImage?: { pngImageData: string };
}

/** Answers whose PNG is replaced by what it shows at some places: colours, or nothing where it is background. */
export function seen(answers: unknown[]): unknown[] {
  return (answers as Record<string, Painted>[]).map((answer) =>
    Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, look(value)])),
  );
}

function look(value: Painted): unknown {
  if (!value.labeledImage) return value;
  const { labeledImage, ...others } = value;
  const pixels = decoded(Buffer.from(labeledImage.pngImageData, "base64"));
  const counts: Record<string, number> = {};
  for (const colour of pixels) if (colour !== "#ffffff") counts[colour] = (counts[colour] ?? 0) + 1;
  return { ...others, pixels: counts, spots: SPOTS.map(([x, y]) => pixels[y * WIDTH + x]) };
}

const SPOTS = [
  [20, 20],
  [150, 100],
  [350, 250],
] as const;

/** An 8-bit palette PNG, filters none and up; anything else fails the test. */
function decoded(png: Buffer): string[] {
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    chunks[png.toString("latin1", at + 4, at + 8)] = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
  }
  const { IHDR, PLTE, IDAT } = chunks as { IHDR: Buffer; PLTE: Buffer; IDAT: Buffer };
  assert.deepEqual([IHDR.readUInt32BE(0), IHDR.readUInt32BE(4), IHDR[8], IHDR[9]], [WIDTH, HEIGHT, 8, 3]);
  const rows = inflateSync(IDAT);
  const codes = new Uint8Array(WIDTH * HEIGHT);
  for (let at = 0; at < codes.length; at++) {
    const row = Math.floor(at / WIDTH);
    codes[at] = (rows[at + row + 1] as number) + (row ? (codes[at - WIDTH] as number) : 0);
  }
  return Array.from(codes, (code) => `#${PLTE.toString("hex", 3 * code, 3 * code + 3)}`);
}
