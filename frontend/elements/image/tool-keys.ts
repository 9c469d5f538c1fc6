/** The keys that every drawing tool has: undo, modes, zoom, and a cursor for drawing without a pointer. */

import type { ImageTool } from "./image-tool.ts";
import { MOVING } from "./chrome.ts";
import { type Point, rounded } from "./geometry.ts";
import { toStage } from "./viewport.ts";

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** Arrow keys go this part of the longer side. */
const STEPS_ACROSS = 50;
const PAN_PIXELS = 40;

/** Whether the key meant something to the tool. */
export function takeKey(tool: ImageTool, event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey ? command(tool, event) : plainKey(tool, event);
}

function command(tool: ImageTool, event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) tool.undo();
  else if (key === "z" || key === "y") tool.redo();
  else return tool.key(event);
  return true;
}

function plainKey(tool: ImageTool, event: KeyboardEvent): boolean {
  if (event.altKey) return false;
  const { element } = tool.stage;
  const arrow = ARROWS[event.key];
  const onStage = element !== null && event.composedPath().includes(element);
  if (onStage && arrow) go(tool, arrow, event.shiftKey);
  else if (onStage && event.key === " ") press(tool, event);
  else return tool.key(event) || enter(tool, event.key) || look(tool, event.key);
  return true;
}

function enter(tool: ImageTool, key: string): boolean {
  const mode = [...tool.modes, ...MOVING].find((one) => one.key === key);
  if (mode) tool.mode = mode.id;
  return mode !== undefined;
}

function look(tool: ImageTool, key: string): boolean {
  const { stage, cursor } = tool;
  const at = cursor && toStage(cursor, stage.view);
  if (key === "+" || key === "=") stage.zoom(1, at);
  else if (key === "-") stage.zoom(-1, at);
  else if (key === "0") stage.fit();
  else if (key === "h") tool.namesHidden = !tool.namesHidden;
  else return false;
  return true;
}

function go(tool: ImageTool, arrow: Point, fine: boolean): void {
  const { width, height } = tool.stage.size;
  const step = fine ? 1 : Math.max(1, Math.round(Math.max(width, height) / STEPS_ACROSS));
  if (tool.pans) tool.stage.pan(-arrow.x * PAN_PIXELS, -arrow.y * PAN_PIXELS);
  else if (!tool.nudge(arrow.x * step, arrow.y * step)) moveCursor(tool, arrow.x * step, arrow.y * step);
}

/** From where it is, or from the middle. */
function moveCursor(tool: ImageTool, dx: number, dy: number): Point {
  const { stage } = tool;
  const from = tool.cursor ?? rounded({ x: stage.size.width / 2, y: stage.size.height / 2 });
  const cursor = stage.inside({ x: from.x + dx, y: from.y + dy });
  tool.cursor = cursor;
  stage.show(cursor);
  tool.hover({ at: cursor, shift: false, alt: false, again: false });
  tool.said = `${Math.round(cursor.x)}, ${Math.round(cursor.y)}`;
  return cursor;
}

function press(tool: ImageTool, event: KeyboardEvent): void {
  const at = tool.cursor ?? moveCursor(tool, 0, 0);
  if (!event.repeat) tool.clickAt({ at, shift: event.shiftKey, alt: false, again: false });
}
