import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const begin = async () => {
  const { timerListen, timerEveryListen } = await part("triggers/timer.js");
  const world = page();
  Object.defineProperty(globalThis, "history", {
    value: { pushState: (state, title, url) => (globalThis.location = new URL(url, location.href)), replaceState: () => {} },
    writable: true,
    configurable: true,
  });
  const got = [];
  return { timerListen, timerEveryListen, world, got, tell: (...time) => got.push(time) };
};

test("each time fires once, with its seconds and its place", async () => {
  const { timerListen, world, got, tell } = await begin();
  timerListen(tell, [1500, 5000]);
  await world.wait(1499);
  assert.deepEqual(got, []);
  await world.wait(60000);
  assert.deepEqual(got, [[1.5, 1], [5, 2]]);
});

test("a time that comes again counts, and stops when it is enough", async () => {
  const { timerEveryListen, world, got, tell } = await begin();
  timerEveryListen(tell, 100, 3);
  await world.wait(1000);
  assert.deepEqual(got, [[0.1, 1], [0.2, 2], [0.3, 3]]);
  assert.equal(world.timers.length, 0);
});

test("without a number of times it goes on", async () => {
  const { timerEveryListen, world, got, tell } = await begin();
  timerEveryListen(tell, 1000);
  await world.wait(50500);
  assert.equal(got.length, 50);
});

test("a route begins all times anew", async () => {
  const { timerListen, timerEveryListen, world, got, tell } = await begin();
  timerListen(tell, [1000]);
  timerEveryListen(tell, 1000, 1);
  await world.wait(900);
  history.pushState({}, "", "/next");
  await world.wait(900);
  assert.deepEqual(got, []);
  await world.wait(5000);
  assert.deepEqual(got, [[1, 1], [1, 1]]);
  history.pushState({}, "", "/last");
  await world.wait(5000);
  assert.equal(got.length, 4);
});

test("what a rule throws stays here, and the next time comes", async () => {
  const { timerListen, timerEveryListen, world } = await begin();
  let calls = 0;
  const fail = () => {
    calls += 1;
    throws();
  };
  timerListen(fail, [1, 2]);
  timerEveryListen(fail, 10, 2);
  await world.wait(100);
  assert.equal(calls, 4);
});
