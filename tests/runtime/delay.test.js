import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

const DELAY = "runtime/delay.js";

test("a delayed event is held until its time, then its gates look again", async () => {
  const world = page();
  const { delayed, postpone } = await part(DELAY, { AFTER: false });
  const record = ["id"];
  const told = [];
  postpone(record, [event => told.push([event, delayed.includes(record)])], 500);
  assert.ok(delayed.includes(record));
  await world.wait(499);
  assert.deepEqual(told, []);
  await world.wait(1);
  assert.deepEqual(told, [[0, false]]);
});
