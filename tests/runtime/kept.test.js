import assert from "node:assert/strict";
import test from "node:test";
import { kept } from "../../tagc/runtime/kept.js";

test("what makes a function is called when that is first called, and once", () => {
  const made = [];
  const next = kept(() => {
    let count = made.push("made");
    return by => (count += by);
  });
  assert.deepEqual(made, []);
  assert.deepEqual([next(1), next(5), made.length], [2, 7, 1]);
});

test("what throws while it is made is made again, so that a page may be ready the next time", () => {
  let ready;
  const one = kept(() => {
    if (!ready) {
      throw new Error("not yet");
    }
    return () => 1;
  });
  assert.throws(one);
  ready = true;
  assert.equal(one(), 1);
});
