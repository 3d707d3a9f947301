import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { loadedListen } = await part("triggers/loaded.js");

test("before the page has loaded its load event is waited for", () => {
  for (const readyState of ["loading", "interactive"]) {
    const world = page({ document: { readyState } });
    const got = [];
    loadedListen(() => got.push("loaded"));
    assert.deepEqual(got, []);
    world.fire("load");
    assert.deepEqual(got, ["loaded"]);
  }
});

test("a page that has loaded fires at once, and once", () => {
  const world = page({ document: { readyState: "complete" } });
  const got = [];
  loadedListen(() => got.push("loaded"));
  world.fire("load");
  assert.deepEqual(got, ["loaded"]);
});

test("what a rule throws stays here", () => {
  const world = page({ document: { readyState: "loading" } });
  loadedListen(throws);
  world.fire("load");
  page({ document: { readyState: "complete" } });
  loadedListen(throws);
});
