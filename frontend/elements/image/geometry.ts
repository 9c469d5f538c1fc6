/** Points and shapes in image pixels: pure, no drawing. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function rounded(point: Point): Point {
  return { x: Math.round(point.x), y: Math.round(point.y) };
}

/** The nearest point of the picture. */
export function within(point: Point, size: Size): Point {
  return { x: clamp(point.x, 0, size.width), y: clamp(point.y, 0, size.height) };
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

export function moved(point: Point, dx: number, dy: number): Point {
  return { x: point.x + dx, y: point.y + dy };
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

export function rectOf(points: readonly Point[]): Rect {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** The farthest a shape may go in the wished direction without leaving the picture. */
export function allowedMove(points: readonly Point[], dx: number, dy: number, size: Size): Point {
  const { left, top, right, bottom } = rectOf(points);
  return {
    x: clamp(dx, Math.min(0, -left), Math.max(0, size.width - right)),
    y: clamp(dy, Math.min(0, -top), Math.max(0, size.height - bottom)),
  };
}

export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const length = (to.x - from.x) ** 2 + (to.y - from.y) ** 2;
  const along = (point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y);
  const part = length ? clamp(along / length, 0, 1) : 0;
  return distance(point, { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) });
}

/** Even-odd rule. */
export function insidePolygon(point: Point, vertices: readonly Point[]): boolean {
  let inside = false;
  for (const [from, to] of edges(vertices, true)) {
    const crosses = from.y > point.y !== to.y > point.y;
    if (crosses && point.x < ((to.x - from.x) * (point.y - from.y)) / (to.y - from.y) + from.x) inside = !inside;
  }
  return inside;
}

export function edges(vertices: readonly Point[], closed: boolean): [Point, Point][] {
  const next = vertices.slice(1);
  if (closed && vertices[0]) next.push(vertices[0]);
  return next.map((to, index) => [vertices[index] as Point, to]);
}

/** The edge nearest to a point: its index and distance. */
export function nearestEdge(
  point: Point,
  vertices: readonly Point[],
  closed: boolean,
): { index: number; distance: number } {
  let best = { index: -1, distance: Infinity };
  for (const [index, [from, to]] of edges(vertices, closed).entries()) {
    const far = distanceToSegment(point, from, to);
    if (far < best.distance) best = { index, distance: far };
  }
  return best;
}
