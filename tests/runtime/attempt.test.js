import assert from "node:assert/strict";
import test from "node:test";
import { attempt } from "../../tagc/runtime/attempt.js";
import { throws } from "./page.js";

test("what the action returns is returned, with its arguments handed on", () => {
  assert.equal(attempt((a, b) => a - b, 5, 3), 2);
});

test("what the action throws is gone, and nothing is returned", () => {
  assert.equal(attempt(throws), undefined);
});

test("what is no function is as good as one that throws", () => {
  assert.equal(attempt(undefined, 1), undefined);
});
