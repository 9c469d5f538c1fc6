/** What each drawing element draws, and the JSON it reads and writes (facts: worker-ui 2). */

import { type Point, type Rect, rectOf, rounded, type Size, within } from "./geometry.ts";

/** A box has its top left and bottom right corner as points, everything else its vertices. */
export interface Drawn {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface Kind {
  readonly noun: string;
  /** The answer's list. */
  readonly key: string;
  readonly box: boolean;
  readonly closed: boolean;
  readonly fewest: number;
  readonly most: number;
  /** Whether the element reports `initialValueModified`, as documented. */
  readonly tellsModified: boolean;
  read(entry: Record<string, unknown>): Point[] | undefined;
  write(drawn: Drawn): object;
}

type Entry = Record<string, unknown>;

export const BOX: Kind = {
  noun: "box",
  key: "boundingBoxes",
  box: true,
  closed: true,
  fewest: 2,
  most: 2,
  tellsModified: true,
  read: ({ left, top, width, height }) => {
    const [x, y, across, down] = [left, top, width, height].map(Number) as [number, number, number, number];
    return ordered([
      { x, y },
      { x: x + across, y: y + down },
    ]);
  },
  write: ({ label, points }) => {
    const { left, top, right, bottom } = rectOf(points);
    return { height: bottom - top, label, left, top, width: right - left };
  },
};

export const POLYGON: Kind = {
  ...vertices("polygon", "polygons"),
  closed: true,
  fewest: 3,
};
export const POLYLINE: Kind = { ...vertices("polyline", "polylines"), tellsModified: true };
export const LINE: Kind = { ...vertices("line", "lines"), most: 2, tellsModified: true };

export const KEYPOINT: Kind = {
  ...vertices("keypoint", "keypoints"),
  fewest: 1,
  most: 1,
  read: (entry) => [pointOf(entry)],
  write: ({ label, points }) => ({ label, ...(points[0] as Point) }),
};

function vertices(noun: string, key: string): Kind {
  return {
    noun,
    key,
    box: false,
    closed: false,
    fewest: 2,
    most: Infinity,
    tellsModified: false,
    read: (entry) => (Array.isArray(entry["vertices"]) ? entry["vertices"].map(pointOf) : undefined),
    write: ({ label, points }) => ({ label, vertices: points.map(({ x, y }) => ({ x, y })) }),
  };
}

function pointOf(value: unknown): Point {
  const { x, y } = (value ?? {}) as Entry;
  return { x: Number(x), y: Number(y) };
}

/** The shapes of an initial value or an answer: a list, or an object with the list. What cannot be read warns. */
export function readShapes(value: unknown, kind: Kind): Drawn[] {
  const list = Array.isArray(value) ? value : (value as Entry | null)?.[kind.key];
  if (!Array.isArray(list)) {
    if (value !== undefined && value !== null) console.warn(`${kind.key} must be a list, not`, value);
    return [];
  }
  return list.flatMap((entry) => readShape(entry, kind));
}

function readShape(entry: unknown, kind: Kind): Drawn[] {
  const points = typeof entry === "object" && entry ? kind.read(entry as Entry) : undefined;
  const good = points && points.length >= kind.fewest && points.every(({ x, y }) => Number.isFinite(x + y));
  if (good) return [{ label: String((entry as Entry)["label"] ?? ""), points }];
  console.warn(`a ${kind.noun} that cannot be read:`, entry);
  return [];
}

export function ordered(points: readonly Point[]): Point[] {
  const { left, top, right, bottom } = rectOf(points);
  return [
    { x: left, y: top },
    { x: right, y: bottom },
  ];
}

/** Whole pixels inside the picture; a box in order. Undefined for what has no extent. */
export function settled(points: readonly Point[], kind: Kind, size: Size): Point[] | undefined {
  const whole = points.map((point) => within(rounded(point), size));
  if (whole.length < kind.fewest) return undefined;
  const { left, top, right, bottom } = rectOf(whole);
  const flat = kind.box ? left === right || top === bottom : kind.fewest > 1 && left === right && top === bottom;
  if (flat) return undefined;
  return kind.box ? ordered(whole) : whole;
}

/** Where a shape can be grabbed. Handles 0 to 7 of a box go round from its top left corner. */
export function handlesOf(points: readonly Point[], kind: Kind): readonly Point[] {
  if (!kind.box) return points;
  const { left, top, right, bottom } = rectOf(points);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [
    { x: left, y: top },
    { x, y: top },
    { x: right, y: top },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
    { x: left, y: bottom },
    { x: left, y },
  ];
}

const LEFT = [0, 6, 7];
const RIGHT = [2, 3, 4];
const TOP = [0, 1, 2];
const BOTTOM = [4, 5, 6];

/** The points after a handle was taken somewhere. A box may be turned inside out until it is settled. */
export function dragged(points: readonly Point[], kind: Kind, handle: number, to: Point): Point[] {
  if (!kind.box) return points.map((point, index) => (index === handle ? to : point));
  const rect: Rect = rectOf(points);
  return [
    { x: LEFT.includes(handle) ? to.x : rect.left, y: TOP.includes(handle) ? to.y : rect.top },
    { x: RIGHT.includes(handle) ? to.x : rect.right, y: BOTTOM.includes(handle) ? to.y : rect.bottom },
  ];
}

/** Size and place in words, in image pixels. */
export function placeOf(points: readonly Point[], kind: Kind): string {
  const { left, top, right, bottom } = rectOf(points);
  if (kind.most === 1) return `at ${left}, ${top}`;
  if (kind.most === Infinity) return `${points.length} points`;
  return `${right - left} × ${bottom - top} at ${left}, ${top}`;
}
