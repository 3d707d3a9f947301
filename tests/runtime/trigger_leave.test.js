import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { leaveListen } = await part("triggers/leave.js");

const begin = () => {
  const document = { hidden: false };
  const world = page({ document });
  const got = [];
  leaveListen(() => got.push("left"));
  const show = hidden => {
    document.hidden = hidden;
    world.fire("visibilitychange");
  };
  return { world, got, show };
};

test("the first time the page is hidden or gone counts, and no other", () => {
  const { world, got, show } = begin();
  show(false);
  assert.deepEqual(got, []);
  show(true);
  show(false);
  show(true);
  world.fire("pagehide");
  assert.deepEqual(got, ["left"]);
});

test("a page can be gone without being hidden before", () => {
  const { world, got } = begin();
  world.fire("pagehide");
  assert.deepEqual(got, ["left"]);
});

test("a page that comes back from the browser's cache can be left again", () => {
  const { world, got } = begin();
  world.fire("pageshow", { persisted: false });
  world.fire("pagehide");
  world.fire("pageshow", { persisted: false });
  world.fire("pagehide");
  assert.deepEqual(got, ["left"]);
  world.fire("pageshow", { persisted: true });
  world.fire("pagehide");
  assert.deepEqual(got, ["left", "left"]);
});

test("it listens in the capture phase: before what waits for hashing is sent", () => {
  const { world } = begin();
  assert.deepEqual(world.listeners.map(([type, , capture]) => [type, capture]), [
    ["visibilitychange", true],
    ["pagehide", true],
    ["pageshow", true],
  ]);
});

test("what a rule throws stays here", () => {
  const world = page({ document: { hidden: true } });
  leaveListen(throws);
  world.fire("visibilitychange");
});
