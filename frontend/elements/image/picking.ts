/** Which shape, or which handle of one, lies under a point. Distances in image pixels. Pure. */

import { distance, insidePolygon, nearestEdge, type Point, rectOf } from "./geometry.ts";
import { handlesOf, type Kind } from "./kinds.ts";
import type { Shape } from "./shape-list.ts";

/** The nearest handle within reach, or -1. */
export function handleAt(at: Point, points: readonly Point[], kind: Kind, reach: number): number {
  let best = -1;
  let nearest = reach;
  for (const [index, handle] of handlesOf(points, kind).entries()) {
    const far = distance(at, handle);
    if (far <= nearest) [best, nearest] = [index, far];
  }
  return best;
}

/** The shape at a point: of several the smallest, so that what lies inside another can be reached. */
export function shapeAt(at: Point, shapes: readonly Shape[], kind: Kind, reach: number): Shape | undefined {
  const hit = shapes.filter((shape) => touches(at, shape.points, kind, reach));
  return hit.toSorted((one, other) => extent(one) - extent(other))[0];
}

function touches(at: Point, points: readonly Point[], kind: Kind, reach: number): boolean {
  const { left, top, right, bottom } = rectOf(points);
  const near = at.x >= left - reach && at.x <= right + reach && at.y >= top - reach && at.y <= bottom + reach;
  if (!near || kind.box) return near;
  if (points.length === 1) return distance(at, points[0] as Point) <= reach;
  return (kind.closed && insidePolygon(at, points)) || nearestEdge(at, points, kind.closed).distance <= reach;
}

function extent({ points }: Shape): number {
  const { left, top, right, bottom } = rectOf(points);
  return (right - left) * (bottom - top);
}
