// The runner itself: ES modules of the package can be imported from here as ../../tagc/runtime/<name>.js.
import assert from "node:assert/strict";
import test from "node:test";

test("this file is read as an ES module", () => {
  assert.equal(typeof import.meta.url, "string");
});
