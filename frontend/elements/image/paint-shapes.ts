/** Shapes on the canvas: lines with the label's colour and dash over a dark and a light edge, and label chips. */

import { dashOf, inkOn } from "./colours.ts";
import { type Point, rectOf } from "./geometry.ts";
import { handlesOf, type Kind } from "./kinds.ts";
import type { LabelSet } from "./label-set.ts";
import { toStage, type View } from "./viewport.ts";

export interface Look {
  readonly kind: Kind;
  readonly labels: LabelSet;
  readonly view: View;
  readonly opacity: number;
}

export interface Painted {
  readonly label: string;
  readonly points: readonly Point[];
  readonly selected?: boolean;
  readonly open?: boolean;
}

const POINT_RADIUS = 5;
const HANDLE = 4.5;
const CHIP_FONT = '600 12px system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const CHIP_HEIGHT = 18;
const CELL = 20;
const LONGEST_NAME = 24;
/** From here on, names that are wider than their shapes are left out. */
export const CROWD = 60;
const CROWDED_WIDTH = 50;

type Context = CanvasRenderingContext2D;

export function paintShape(context: Context, shape: Painted, look: Look): void {
  const points = shape.points.map((point) => toStage(point, look.view));
  if (!points.length) return;
  const colour = look.labels.colour(shape.label);
  context.save();
  context.globalAlpha = look.opacity;
  if (look.kind.most === 1) paintPoint(context, points[0] as Point, colour, shape.selected ?? false);
  else paintOutline(context, points, shape, look, colour);
  context.restore();
}

function paintOutline(context: Context, points: readonly Point[], shape: Painted, look: Look, colour: string): void {
  const path = outline(points, look.kind, shape.open ?? false);
  if (look.kind.closed && !shape.open) fill(context, path, colour, shape.selected ?? false);
  const dash = dashOf(Math.max(0, look.labels.index(shape.label)));
  const width = shape.selected ? 3 : 2;
  // The dark under the light under the colour: one of them stands out on any picture.
  line(context, path, "#000000a0", width + 2.5, []);
  line(context, path, dash.length ? "#ffffff" : colour, width, []);
  line(context, path, colour, width, dash);
}

function outline(points: readonly Point[], kind: Kind, open: boolean): Path2D {
  const path = new Path2D();
  if (kind.box && points.length === 2) {
    const { left, top, right, bottom } = rectOf(points);
    path.rect(left, top, right - left, bottom - top);
    return path;
  }
  for (const { x, y } of points) path.lineTo(x, y);
  if (kind.closed && !open) path.closePath();
  return path;
}

function fill(context: Context, path: Path2D, colour: string, selected: boolean): void {
  context.fillStyle = `${colour}${selected ? "38" : "1c"}`;
  context.fill(path);
}

function line(context: Context, path: Path2D, style: string, width: number, dash: readonly number[]): void {
  context.setLineDash([...dash]);
  context.strokeStyle = style;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.stroke(path);
}

function paintPoint(context: Context, { x, y }: Point, colour: string, selected: boolean): void {
  const ring = (radius: number, style: string): void => {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = style;
    context.fill();
  };
  ring(POINT_RADIUS + (selected ? 5 : 2.5), "#000000c0");
  ring(POINT_RADIUS + (selected ? 3.5 : 1.5), "#ffffff");
  ring(POINT_RADIUS, colour);
}

/** Where a shape can be grabbed; the handle that the keyboard moves is larger. */
export function paintHandles(context: Context, points: readonly Point[], look: Look, active: number): void {
  if (look.kind.most === 1) return;
  context.setLineDash([]);
  for (const [index, handle] of handlesOf(points, look.kind).entries()) {
    const { x, y } = toStage(handle, look.view);
    const half = index === active ? HANDLE + 3 : HANDLE;
    context.fillStyle = index === active ? "#ffd400" : "#ffffff";
    context.strokeStyle = "#000000";
    context.lineWidth = 1.5;
    context.fillRect(x - half, y - half, 2 * half, 2 * half);
    context.strokeRect(x - half, y - half, 2 * half, 2 * half);
  }
}

/**
 * Names at the shapes' upper left corners. One that would lie on another is left out, and where there are many, one
 * that is wider than its shape; never that of the selected shape.
 */
export function paintChips(
  context: Context,
  shapes: readonly Painted[],
  look: Look,
  count = shapes.length,
  taken = new Set<string>(),
): void {
  context.font = CHIP_FONT;
  context.textBaseline = "middle";
  const { width, height } = context.canvas;
  for (const shape of shapes.toSorted(
    (one, other) => Number(other.selected ?? false) - Number(one.selected ?? false),
  )) {
    const { left, top, right } = rectOf(shape.points.map((point) => toStage(point, look.view)));
    const crowded = count > CROWD && look.kind.most > 1 && right - left < CROWDED_WIDTH;
    if (crowded && !shape.selected) continue;
    if (left > -CELL && top > -CELL && left < width && top < height) chip(context, shape, left, top, look, taken);
  }
}

function chip(context: Context, shape: Painted, left: number, top: number, look: Look, taken: Set<string>): void {
  const name = shape.label.length > LONGEST_NAME ? `${shape.label.slice(0, LONGEST_NAME - 1)}…` : shape.label;
  const width = Math.ceil(context.measureText(name).width) + 10;
  const offset = look.kind.most === 1 ? POINT_RADIUS + 4 : 0;
  const x = left + offset;
  const y = look.kind.most === 1 ? top - CHIP_HEIGHT / 2 : Math.max(0, top - CHIP_HEIGHT - 2);
  if (isTaken(x, y, width, taken) && !shape.selected) return;
  const colour = look.labels.colour(shape.label);
  context.fillStyle = colour;
  context.fillRect(x, y, width, CHIP_HEIGHT);
  context.strokeStyle = "#000000a0";
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeRect(x + 0.5, y + 0.5, width - 1, CHIP_HEIGHT - 1);
  context.fillStyle = inkOn(colour);
  context.fillText(name, x + 5, y + CHIP_HEIGHT / 2 + 0.5);
}

/** Whether a chip's cells are in use; they are from now on. */
function isTaken(x: number, y: number, width: number, taken: Set<string>): boolean {
  const cells: string[] = [];
  for (let column = Math.floor(x / CELL); column <= Math.floor((x + width) / CELL); column++) {
    for (const row of [Math.floor(y / CELL), Math.floor((y + CHIP_HEIGHT) / CELL)]) cells.push(`${column},${row}`);
  }
  const used = cells.some((cell) => taken.has(cell));
  if (!used) for (const cell of cells) taken.add(cell);
  return used;
}

/** Lines through a point, over the whole stage: where the pointer or the keyboard is. */
export function paintCross(context: Context, at: Point, view: View, strong: boolean): void {
  // On the middle of a pixel, so that the thin line is not blurred over two.
  const stage = toStage(at, view);
  const [x, y] = [Math.floor(stage.x) + 0.5, Math.floor(stage.y) + 0.5];
  const path = new Path2D();
  path.moveTo(0, y);
  path.lineTo(context.canvas.width, y);
  path.moveTo(x, 0);
  path.lineTo(x, context.canvas.height);
  line(context, path, strong ? "#000000c0" : "#00000070", strong ? 3 : 2, []);
  line(context, path, strong ? "#ffd400" : "#ffffffb0", 1, []);
}

/** The brush, in image pixels, seen on any ground. */
export function paintRing(context: Context, at: Point, radius: number, view: View): void {
  const { x, y } = toStage(at, view);
  const path = new Path2D();
  path.arc(x, y, Math.max(2, radius * view.scale), 0, 2 * Math.PI);
  line(context, path, "#000000b0", 3, []);
  line(context, path, "#ffffff", 1.2, []);
}
