import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { clicks } = await part("runtime/clicks.js");
const path = ["the innermost", "its parent"];
const click = (button, type = "click") => [type, { button, composedPath: () => path }];

test("clicks with the first and the middle button are handed on with their path, in the capture phase", () => {
  const world = page();
  const got = [];
  clicks(given => got.push(given));
  assert.deepEqual(world.listeners.map(([type, , capture]) => [type, capture]), [["click", true], ["auxclick", true]]);
  world.fire(...click(0));
  world.fire(...click(1, "auxclick"));
  assert.deepEqual(got, [path, path]);
});

test("the other buttons open menus, and a click made by a script may have none", () => {
  const world = page();
  const got = [];
  clicks(given => got.push(given));
  world.fire(...click(2, "auxclick"));
  world.fire(...click(3, "auxclick"));
  assert.deepEqual(got, []);
  world.fire(...click(undefined));
  assert.deepEqual(got, [path]);
});

test("what a rule throws stays here", () => {
  const world = page();
  clicks(throws);
  world.fire(...click(0));
});
