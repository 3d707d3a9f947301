import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { clickListen } = await part("triggers/click.js");

test("every click is handed on with the element it happened to, in the capture phase", () => {
  const world = page();
  const got = [];
  clickListen(element => got.push(element));
  assert.deepEqual(world.listeners.map(([type, , capture]) => [type, capture]), [["click", true]]);
  world.fire("click", { target: "the element" });
  assert.deepEqual(got, ["the element"]);
});

test("what a rule throws stays here", () => {
  const world = page();
  clickListen(throws);
  world.fire("click", { target: {} });
});
