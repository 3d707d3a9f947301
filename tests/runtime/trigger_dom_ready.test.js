import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { domReadyListen } = await part("triggers/dom_ready.js");

const begin = readyState => {
  const world = page({ document: { readyState } });
  const got = [];
  domReadyListen(() => got.push("ready"));
  return { world, got };
};

test("while the document is being parsed its end is waited for", () => {
  const { world, got } = begin("loading");
  assert.deepEqual(got, []);
  world.fire("DOMContentLoaded");
  assert.deepEqual(got, ["ready"]);
});

test("a parsed document is ready at once, and once", () => {
  for (const state of ["interactive", "complete"]) {
    const { world, got } = begin(state);
    world.fire("DOMContentLoaded");
    assert.deepEqual(got, ["ready"]);
  }
});

test("what a rule throws stays here", () => {
  const world = page({ document: { readyState: "loading" } });
  domReadyListen(throws);
  world.fire("DOMContentLoaded");
  page({ document: { readyState: "complete" } });
  domReadyListen(throws);
});
