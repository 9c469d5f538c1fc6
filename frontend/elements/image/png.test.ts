import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, inflateSync } from "node:zlib";
import { base64, type Colour, encodePng } from "./png.ts";

const PALETTE: Colour[] = [
  [255, 255, 255],
  [0, 114, 178],
  [230, 159, 0],
];
const CODES = Uint8Array.of(0, 1, 2, 2, 1, 0, 0, 0, 2, 2, 1, 1);

interface Chunk {
  name: string;
  data: Buffer;
  crc: number;
  own: number;
}

function chunksOf(png: Uint8Array): Chunk[] {
  const bytes = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const data = bytes.subarray(at + 8, at + 8 + length);
    const name = bytes.toString("latin1", at + 4, at + 8);
    chunks.push({
      name,
      data,
      crc: bytes.readUInt32BE(at + 8 + length),
      own: crc32(bytes.subarray(at + 4, at + 8 + length)),
    });
    at += length + 12;
  }
  return chunks;
}

test("an 8-bit palette picture with right check sums", () => {
  const png = encodePng(CODES, 4, 3, PALETTE);
  assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = chunksOf(png);
  assert.deepEqual(
    chunks.map(({ name }) => name),
    ["IHDR", "PLTE", "IDAT", "IEND"],
  );
  for (const { crc, own } of chunks) assert.equal(crc, own);
  assert.deepEqual([...chunks[0]!.data], [0, 0, 0, 4, 0, 0, 0, 3, 8, 3, 0, 0, 0]);
  assert.deepEqual([...chunks[1]!.data], PALETTE.flat());
});

test("its rows, unfiltered, are the codes", () => {
  const rows = inflateSync(chunksOf(encodePng(CODES, 4, 3, PALETTE))[2]!.data);
  const codes: number[] = [];
  for (let at = 0; at < CODES.length; at++) {
    const row = Math.floor(at / 4);
    codes.push(((rows[at + row + 1] as number) + (row ? (codes[at - 4] as number) : 0)) & 255);
  }
  assert.deepEqual(codes, [...CODES]);
});

test("base64 of more bytes than a call takes arguments", () => {
  const bytes = Uint8Array.from({ length: 200_001 }, (_, at) => at);
  assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
});
