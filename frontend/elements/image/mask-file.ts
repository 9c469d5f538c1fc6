/** Reading an earlier mask: the one thing that needs the pixels of an image, so its bucket must allow CORS. */

import { parseColour } from "./colours.ts";
import type { Size } from "./geometry.ts";

/** Codes by 0xrrggbb. */
export type CodeOf = ReadonlyMap<number, number>;

/** Colours as keys of CodeOf; a colour that cannot be read is left out. */
export function codeMap(colours: Iterable<readonly [string, number]>): CodeOf {
  const found = new Map<number, number>();
  for (const [text, code] of colours) {
    const colour = parseColour(text);
    if (colour) found.set((colour[0] << 16) | (colour[1] << 8) | colour[2], code);
  }
  return found;
}

/** The code of each pixel, at the picture's size; 0 where the colour is unknown. Rejects when it cannot be read. */
export async function readCodes(src: string, size: Size, codes: CodeOf): Promise<Uint8Array> {
  const image = await loadedImage(src, "anonymous");
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, size.width, size.height);
  return coded(context.getImageData(0, 0, size.width, size.height).data, codes);
}

export function coded(pixels: Uint8ClampedArray, codes: CodeOf): Uint8Array {
  const result = new Uint8Array(pixels.length / 4);
  let [last, code] = [-1, 0];
  for (let at = 0; at < result.length; at++) {
    const key =
      pixels[4 * at + 3]! < 128 ? -1 : (pixels[4 * at]! << 16) | (pixels[4 * at + 1]! << 8) | pixels[4 * at + 2]!;
    if (key !== last) [last, code] = [key, codes.get(key) ?? 0];
    result[at] = code;
  }
  return result;
}

/** With `null` the image may be shown, but not read. */
export function loadedImage(src: string, crossOrigin: "anonymous" | null): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    image.crossOrigin = crossOrigin;
    image.onload = () => done(image);
    image.onerror = () => failed(new Error("the mask did not load"));
    image.src = src;
  });
}
