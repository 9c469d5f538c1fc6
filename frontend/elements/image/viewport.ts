/** Where the picture stands on the stage: stage pixel = image pixel * scale + offset. */

import { clamp, type Point, type Size } from "./geometry.ts";

export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const LARGEST_SCALE = 40;
const MARGIN = 12;
/** At least this much of the picture stays on the stage. */
const KEPT = 48;

export function toStage(point: Point, view: View): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

export function toImage(point: Point, view: View): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** The whole picture in the middle. Small pictures are enlarged. */
export function fit(image: Size, stage: Size): View {
  const room = { width: Math.max(1, stage.width - 2 * MARGIN), height: Math.max(1, stage.height - 2 * MARGIN) };
  const scale = Math.min(room.width / image.width, room.height / image.height, LARGEST_SCALE);
  return {
    scale,
    x: (stage.width - image.width * scale) / 2,
    y: (stage.height - image.height * scale) / 2,
  };
}

/** The image point under `at` (stage pixels) stays where it is. */
export function zoomed(view: View, factor: number, at: Point, image: Size, stage: Size): View {
  const least = Math.min(fit(image, stage).scale, 1) / 4;
  const scale = clamp(view.scale * factor, least, LARGEST_SCALE);
  const still = toImage(at, view);
  return kept({ scale, x: at.x - still.x * scale, y: at.y - still.y * scale }, image, stage);
}

export function panned(view: View, dx: number, dy: number, image: Size, stage: Size): View {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, image, stage);
}

/** Moved so that a point (image pixels) is on the stage. */
export function showing(view: View, point: Point, image: Size, stage: Size): View {
  const at = toStage(point, view);
  const dx = clamp(at.x, MARGIN, Math.max(MARGIN, stage.width - MARGIN)) - at.x;
  const dy = clamp(at.y, MARGIN, Math.max(MARGIN, stage.height - MARGIN)) - at.y;
  return dx || dy ? panned(view, dx, dy, image, stage) : view;
}

function kept(view: View, image: Size, stage: Size): View {
  return {
    scale: view.scale,
    x: clamp(view.x, KEPT - image.width * view.scale, stage.width - KEPT),
    y: clamp(view.y, KEPT - image.height * view.scale, stage.height - KEPT),
  };
}
