import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "./api.ts";
import { World } from "./seat-world.ts";

test("the next task waits behind, and comes forward the moment an answer is given", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  assert.equal(world.shown, 1);
  assert.deepEqual([...world.behind], [2]);
  world.pages.get(1)!.submit({ c: { label: "a" } });
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  assert.equal(world.shown, 2);
  await world.settle();
  assert.deepEqual([...world.behind], [3]);
  assert.deepEqual(world.asked, ["next - []", "next - [L1] ahead", "heartbeat L2", "next L1 [L2] ahead"]);
  assert.deepEqual(world.stored.get("L1"), { c: { label: "a" } });
});

test("an answer that does not fit brings its page back", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.refusals = [undefined, new ApiError(400, "AnswerError", "no such category")];
  await world.answer(1, "x");
  assert.equal(world.shown, 1);
  assert.deepEqual([...world.behind], [2]);
  assert.deepEqual(world.notices, ["no such category"]);
  await world.answer(1, "a");
  assert.equal(world.shown, 2);
});

test("a lost connection is tried again with the same answer until it is stored", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.refusals = [undefined, new ApiError(0, "Network", "x"), new ApiError(503, "Unknown", "x")];
  await world.answer(1, "a");
  assert.ok(world.seat.saving && world.seat.trouble);
  assert.equal(world.shown, 2);
  for (const again of [1, 2]) {
    world.pauses.shift()?.();
    await world.settle();
    assert.equal(world.seat.saving, again === 1);
  }
  assert.equal(world.seat.trouble, "");
  assert.equal(world.asked.filter((call) => call.startsWith("next L1")).length, 3);
  assert.equal(world.seat.submitted, 1);
});

test("an answer that came too late is said, and the work goes on", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.refusals = [undefined, new ApiError(409, "LeaseExpired", "too late")];
  await world.answer(1, "a");
  assert.deepEqual(world.notices, ["too late"]);
  assert.equal(world.shown, 2);
  assert.deepEqual([...world.behind], [3]);
  assert.equal(world.seat.submitted, 0);
});

test("a waiting task whose lease is gone is replaced before anybody works on it", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.refusals = [new ApiError(409, "LeaseExpired", "gone")];
  await world.answer(1, "a");
  assert.equal(world.shown, 3);
});

test("declining and releasing show the waiting task", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  await world.seat.decline("unclear");
  await world.settle();
  assert.equal(world.shown, 2);
  await world.seat.release();
  await world.settle();
  assert.equal(world.shown, 3);
  assert.ok(world.asked.includes("decline(unclear) L1") && world.asked.includes("release L2"));
});

test("hidden: the waiting task is given back; seen again: another one is fetched", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.seat.hide();
  assert.deepEqual([...world.behind], []);
  await world.answer(1, "a");
  assert.equal(world.shown, 3);
  await world.seat.seen();
  assert.deepEqual([...world.behind], [4]);
  assert.ok(world.asked.includes("releaseNow L2"));
});

test("leaving gives both back", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.seat.leave();
  assert.deepEqual(world.asked.slice(-2), ["releaseNow L2", "releaseNow L1"]);
  assert.equal(world.shown, undefined);
});

test("time runs out on this machine's clock, whatever the server's says", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  world.time += 59_000;
  world.seat.tick();
  assert.equal(world.seat.phase, "working");
  world.time += 2_000;
  world.seat.tick();
  assert.equal(world.seat.phase, "expired");
  await world.answer(1, "late");
  assert.equal(world.stored.size, 0);
  await world.seat.goOn();
  assert.equal(world.shown, 3, "the waiting one had run out too");
});

test("nothing to do now: it looks again by itself", async () => {
  const world = new World();
  world.free = [];
  void world.seat.start();
  await world.settle();
  assert.equal(world.seat.phase, "empty");
  world.free = [9];
  world.pauses.shift()?.();
  await world.settle();
  assert.equal(world.shown, 9);
});

test("undo brings the task back with its answer, and the one that was there waits", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  await world.answer(1, "a");
  await world.seat.undo("L1", { c: { label: "a" } });
  await world.settle();
  assert.equal(world.shown, 1);
  assert.deepEqual([...world.behind], [2]);
  assert.deepEqual(world.filled.get(1), { c: { label: "a" } });
  assert.ok(world.asked.indexOf("release L3") < world.asked.indexOf("undo L1"), "two leases at most");
  await world.answer(1, "b");
  assert.equal(world.shown, 2);
  assert.deepEqual(world.stored.get("L1"), { c: { label: "b" } });
});

test("a refused undo leaves everything as it was", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  await world.answer(1, "a");
  world.refusals = [undefined, new ApiError(409, "LeaseExpired", "too late to undo")];
  await world.seat.undo("L1");
  await world.settle();
  assert.equal(world.shown, 2);
  assert.deepEqual(world.notices, ["too late to undo"]);
  assert.deepEqual([...world.behind], [4]);
});

test("an undo whose reply was lost is asked for again", async () => {
  const world = new World();
  void world.seat.start();
  await world.settle();
  await world.answer(1, "a");
  world.refusals = [undefined, new ApiError(0, "Network", "lost")];
  void world.seat.undo("L1");
  await world.settle();
  assert.equal(world.shown, 2, "until the server has answered");
  world.pauses.shift()?.();
  await world.settle();
  assert.equal(world.shown, 1);
  assert.deepEqual(
    world.asked.filter((call) => call.startsWith("undo")),
    ["undo L1", "undo L1"],
  );
});
