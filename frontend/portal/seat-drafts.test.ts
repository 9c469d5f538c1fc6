import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "./api.ts";
import { World } from "./seat-world.ts";

async function seated(): Promise<World> {
  const world = new World();
  void world.seat.start();
  await world.settle();
  return world;
}

async function tick(world: World, seconds: number): Promise<void> {
  world.time += seconds * 1000;
  world.seat.tick();
  await world.settle();
}

const saves = (world: World): number => world.asked.filter((call) => call.startsWith("draft")).length;

// -- kept by the server
test("a draft is saved at most every five seconds, the latest one, and not when nothing has changed", async () => {
  const world = await seated();
  await tick(world, 1);
  assert.equal(saves(world), 0);
  for (let second = 0; second < 20; second++) {
    await world.work(1, `note ${second}`);
    await tick(world, 1);
  }
  assert.ok(saves(world) >= 4 && saves(world) <= 5, `${saves(world)} saves in 20 s`);
  await tick(world, 5);
  assert.deepEqual(world.drafts.get("L1"), { note: "note 19" });
  const before = saves(world);
  await tick(world, 20);
  assert.equal(saves(world), before);
  assert.equal(world.seat.drafts.state, "saved");
});

test("a page that says drafts without end costs one save in five seconds", async () => {
  const world = await seated();
  for (let count = 0; count < 5000; count++) world.pages.get(1)!.draft({ note: `flood ${count}` });
  for (let half = 0; half < 20; half++) await tick(world, 0.5);
  assert.ok(saves(world) <= 3);
});

test("hiding the page saves at once", async () => {
  const world = await seated();
  await world.work(1, "half");
  await tick(world, 0.1);
  await world.work(1, "more");
  world.seat.hide();
  assert.deepEqual(world.drafts.get("L1"), { note: "more" });
  world.pages.get(1)!.draft({ note: "last words of the page" });
  assert.deepEqual(world.drafts.get("L1"), { note: "last words of the page" });
});

test("a draft fills the page after a reload, and its answer deletes it", async () => {
  const world = await seated();
  await world.work(1, "half");
  await tick(world, 1);
  world.free.unshift(1);
  await world.reload();
  assert.deepEqual(world.filled.get(1), { note: "half" });
  await world.answer(1, "a");
  assert.equal(world.drafts.size, 0);
});

test("a task that was not begun is not said to have a draft", async () => {
  const world = await seated();
  await world.answer(1, "a");
  assert.ok(!world.said.some((body) => body.drafted));
});

test("no draft is saved of what is answered", async () => {
  const world = await seated();
  await world.work(1, "half");
  await world.answer(1, "a");
  await world.work(1, "late");
  await tick(world, 6);
  assert.equal(world.drafts.size, 0);
  assert.equal(world.seat.drafts.state, "none");
});

test("leaving keeps a task that was begun, and gives back one that was not", async () => {
  const world = await seated();
  await world.work(1, "half");
  world.seat.leave();
  assert.deepEqual(world.drafts.get("L1"), { note: "half" });
  assert.ok(!world.asked.includes("releaseNow L1"));
  assert.ok(world.asked.includes("releaseNow L2"));
});

test("skipping says that there is a draft to delete", async () => {
  const world = await seated();
  await world.work(1, "half");
  await world.seat.release();
  assert.ok(world.asked.includes("release L1 drafted"));
});

// -- kept on this device
test("without the network a draft is kept here, and saved when it is back", async () => {
  const world = await seated();
  world.refusals = [new ApiError(0, "Network", "x")];
  await world.work(1, "half");
  await tick(world, 1);
  assert.equal(world.seat.drafts.state, "device");
  await tick(world, 5);
  assert.equal(world.seat.drafts.state, "saved");
  assert.deepEqual(world.drafts.get("L1"), { note: "half" });
});

test("the later of the two copies is restored", async () => {
  const world = await seated();
  world.drafts.set("L1", { note: "of another device, before" });
  world.refusals = [new ApiError(503, "Unknown", "x")];
  world.time += 60_000;
  await world.work(1, "here, later");
  await tick(world, 1);
  world.time -= 60_000;
  world.free.unshift(1);
  await world.reload();
  assert.deepEqual(world.filled.get(1), { note: "here, later" });
});

test("a draft too large for the server is kept here alone, and not sent", async () => {
  const world = await seated();
  await world.work(1, "x".repeat(300_000));
  await tick(world, 1);
  await tick(world, 6);
  assert.equal(saves(world), 0);
  assert.equal(world.seat.drafts.state, "device");
  world.free.unshift(1);
  await world.reload();
  assert.equal((world.filled.get(1)?.["note"] as string).length, 300_000);
  await world.answer(1, "a");
  assert.equal(world.device.rows.size, 0);
});

test("characters of several bytes count as such, and what the server refuses for good is not sent again", async () => {
  const world = await seated();
  await world.work(1, "猫".repeat(90_000));
  await tick(world, 1);
  assert.equal(saves(world), 0);
  world.refusals = [new ApiError(400, "AnswerError", "no draft")];
  await world.work(1, "odd");
  for (let second = 0; second < 20; second++) await tick(world, 1);
  assert.equal(saves(world), 1);
  assert.equal(world.seat.drafts.state, "device");
});

test("one that comes too soon for the server is saved with the next", async () => {
  const world = await seated();
  world.refusals = [new ApiError(409, "Conflict", "x")];
  await world.work(1, "half");
  await tick(world, 1);
  assert.equal(world.seat.drafts.state, "unsaved");
  assert.equal(world.device.rows.size, 0);
  await tick(world, 5);
  assert.deepEqual(world.drafts.get("L1"), { note: "half" });
});

// -- answers that wait for the network
test("an answer outlasts a reload without network, and is stored once", async () => {
  const world = await seated();
  world.refusals = Array.from({ length: 3 }, () => new ApiError(0, "Network", "x"));
  await world.answer(1, "a");
  assert.equal(world.stored.size, 0);
  assert.equal(world.seat.unsent, 1);
  world.refusals = [new ApiError(0, "Network", "x")];
  await world.reload();
  assert.equal(world.stored.size, 0);
  await world.again();
  assert.deepEqual(world.stored.get("L1"), { c: { label: "a" } });
  assert.equal(world.device.rows.size, 0);
  assert.ok(world.shown, "and the work goes on");
  const sent = world.said.length;
  await world.reload();
  assert.ok(!world.said.slice(sent).some((body) => body.lease), "and is not sent again");
});

test("a second answer without network waits too: the seat says so, and takes no more", async () => {
  const world = await seated();
  world.refusals = Array.from({ length: 9 }, () => new ApiError(0, "Network", "x"));
  await world.answer(1, "a");
  await world.answer(2, "b");
  assert.ok(world.seat.parked);
  assert.equal(world.seat.unsent, 2);
  assert.equal(world.device.rows.size, 2);
  world.time += 120_000;
  world.seat.tick();
  assert.equal(world.seat.phase, "working", "whether it is too late is for the server to say");
  world.time -= 120_000;
  world.refusals = [];
  while (world.pauses.length) await world.again();
  assert.deepEqual([...world.stored.keys()], ["L1", "L2"]);
  assert.equal(world.seat.unsent, 0);
  assert.ok(!world.seat.parked);
  assert.equal(world.device.rows.size, 0);
});

test("an answer that waited too long is said to be lost, and is not kept", async () => {
  const world = await seated();
  world.refusals = [undefined, new ApiError(0, "Network", "x")];
  await world.answer(1, "a");
  world.refusals = [new ApiError(409, "LeaseExpired", "too late")];
  await world.reload();
  assert.deepEqual(world.notices, ["too late"]);
  assert.equal(world.device.rows.size, 0);
  assert.equal(world.seat.phase, "working");
});

test("another worker's answers on this device are left alone", async () => {
  const world = new World();
  await world.device.put("answer/ben/L9", { job: "job", object: 9, lease: "L9", answer: {}, accepted: 1, at: 1 });
  await world.reload();
  assert.ok(!world.said.some((body) => body.lease === "L9"));
  assert.equal(world.device.rows.size, 1);
});

test("an answer taken back in the list comes first, and its refusal leads to the next task", async () => {
  const world = new World();
  void world.seat.start({ lease: "L7", answer: { c: { label: "x" } } });
  await world.settle();
  assert.equal(world.shown, 7);
  assert.deepEqual(world.filled.get(7), { c: { label: "x" } });
  const late = new World();
  late.refusals = [new ApiError(409, "LeaseExpired", "too late to undo")];
  void late.seat.start({ lease: "L7", answer: {} });
  await late.settle();
  assert.deepEqual(late.notices, ["too late to undo"]);
  assert.equal(late.shown, 1);
});
