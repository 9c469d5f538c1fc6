/**
 * A mask as an 8-bit palette PNG: the pixel's byte is its code, never blended. Written here, because a canvas writes
 * 32-bit pixels, three times as slowly and six times as large (facts: worker-ui 5).
 */

import { zlibSync } from "fflate";

export type Colour = readonly [number, number, number];

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PALETTE_IMAGE = 3;
const UP = 2;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** `palette[code]` is the colour of a code; every code of the mask needs one. */
export function encodePng(codes: Uint8Array, width: number, height: number, palette: readonly Colour[]): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, PALETTE_IMAGE], 8);
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("PLTE", Uint8Array.from(palette.flat())),
    chunk("IDAT", zlibSync(filtered(codes, width, height), { level: 6 })),
    chunk("IEND", new Uint8Array(0)),
  ];
  return joined(parts);
}

/** Each row less the row above: masks become almost all zeros. */
function filtered(codes: Uint8Array, width: number, height: number): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    const from = row * width;
    const to = row * (width + 1);
    rows[to] = UP;
    if (!row) rows.set(codes.subarray(0, width), 1);
    else for (let x = 0; x < width; x++) rows[to + 1 + x] = (codes[from + x]! - codes[from - width + x]!) & 255;
  }
  return rows;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = name.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function crc(bytes: Uint8Array): number {
  let value = ~0;
  for (const byte of bytes) value = (CRC_TABLE[(value ^ byte) & 255] as number) ^ (value >>> 8);
  return ~value >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const PIECE = 0x8000;

export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}
