import assert from "node:assert/strict";
import { test } from "node:test";
import { fit, LARGEST_SCALE, panned, showing, toImage, toStage, zoomed } from "./viewport.ts";

const IMAGE = { width: 4000, height: 3000 };
const STAGE = { width: 1000, height: 600 };

test("fit shows the whole picture in the middle", () => {
  const view = fit(IMAGE, STAGE);
  const corners = [toStage({ x: 0, y: 0 }, view), toStage({ x: 4000, y: 3000 }, view)] as const;
  assert.ok(corners[0].x > 0 && corners[0].y > 0 && corners[1].x < 1000 && corners[1].y < 600);
  assert.ok(Math.abs(corners[0].x - (1000 - corners[1].x)) < 1e-6);
});

test("a small picture is enlarged, but not without end", () => {
  assert.equal(fit({ width: 2, height: 2 }, STAGE).scale, LARGEST_SCALE);
});

test("zooming keeps the point under the pointer", () => {
  const at = { x: 333, y: 222 };
  let view = fit(IMAGE, STAGE);
  const before = toImage(at, view);
  for (let count = 0; count < 10; count++) view = zoomed(view, 1.25, at, IMAGE, STAGE);
  const after = toImage(at, view);
  assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-6);
});

test("from stage to picture and back", () => {
  const view = zoomed(fit(IMAGE, STAGE), 3, { x: 1, y: 2 }, IMAGE, STAGE);
  const point = { x: 12.5, y: 99 };
  const back = toImage(toStage(point, view), view);
  assert.ok(Math.hypot(back.x - point.x, back.y - point.y) < 1e-9);
});

test("the picture cannot be lost beside the stage", () => {
  const view = panned(fit(IMAGE, STAGE), 1e6, -1e6, IMAGE, STAGE);
  assert.ok(toStage({ x: 0, y: 0 }, view).x < 1000);
  assert.ok(toStage({ x: 0, y: 3000 }, view).y > 0);
});

test("a point outside is brought onto the stage, one inside moves nothing", () => {
  const near = zoomed(fit(IMAGE, STAGE), 10, { x: 0, y: 0 }, IMAGE, STAGE);
  const shown = toStage({ x: 3900, y: 2900 }, showing(near, { x: 3900, y: 2900 }, IMAGE, STAGE));
  assert.ok(shown.x >= 0 && shown.x <= 1000 && shown.y >= 0 && shown.y <= 600);
  const whole = fit(IMAGE, STAGE);
  assert.equal(showing(whole, { x: 2000, y: 1500 }, IMAGE, STAGE), whole);
});
