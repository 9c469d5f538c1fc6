/** The ways to paint, and one line of help for each. */

import type { Mode } from "./chrome.ts";

export const MASK_MODES: readonly Mode[] = [
  { id: "brush", text: "Brush", key: "b", icon: "brush" },
  { id: "eraser", text: "Eraser", key: "e", icon: "eraser" },
  { id: "polygon", text: "Polygon", key: "p", icon: "polygon" },
  { id: "fill", text: "Fill", key: "g", icon: "fill" },
];
export const MASK_HELP: Record<string, string> = {
  brush:
    "Drag paints, Shift and click draws a straight line. Keys: arrows move, Space puts the brush down and up, [ ] size.",
  eraser: "Drag erases, Shift and click erases along a line. Keys: arrows move, Space puts it down and up, [ ] size.",
  polygon: "Click points; Enter or a double click fills. Keys: arrows (Shift: one pixel), Space sets a point.",
  fill: "Click into an area to fill it. Keys: arrows move, Space fills.",
  pan: "Drag to move the picture; a click brings its place into the middle.",
};

/** A part of the picture in words. */
export function share(part: number): string {
  return part < 0.001 ? "< 0.1 %" : `${(100 * part).toFixed(1)} %`;
}
