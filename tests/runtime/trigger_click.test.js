import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

const { clickListen } = await part("triggers/click.js");

test("a click is handed on with its path", () => {
  const world = page();
  const got = [];
  clickListen(path => got.push(path));
  world.fire("click", { button: 0, composedPath: () => ["the element"] });
  assert.deepEqual(got, [["the element"]]);
});
