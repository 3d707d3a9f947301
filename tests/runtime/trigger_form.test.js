import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { formListen } = await part("triggers/form.js");

test("every submit is handed on with its path, in the capture phase", () => {
  const world = page();
  const got = [];
  formListen(path => got.push(path));
  assert.deepEqual(world.listeners.map(([type, , capture]) => [type, capture]), [["submit", true]]);
  world.fire("submit", { composedPath: () => ["the element"] });
  assert.deepEqual(got, [["the element"]]);
});

test("what a rule throws stays here", () => {
  const world = page();
  formListen(throws);
  world.fire("submit", { composedPath: () => [] });
});
