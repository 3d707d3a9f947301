import assert from "node:assert/strict";
import test from "node:test";
import { part } from "./page.js";

const SEQUENCE = "runtime/sequence.js";

test("a call is done when it was made, and when it will not be", async () => {
  const { done, settle } = await part(SEQUENCE);
  assert.equal(done(1), 1);
  settle(1, true);
  settle(2, false);
  assert.deepEqual([done(1), done(2), done(1, 2), done(3), done(1, 3)], [2, 2, 2, 1, 1]);
});

test("it succeeded only when it was made", async () => {
  const { settle, succeeded } = await part(SEQUENCE);
  settle(1, true);
  settle(2, false);
  assert.deepEqual([succeeded(1), succeeded(2), succeeded(3), succeeded(1, 3), succeeded(1, 2, 3)], [2, 0, 1, 1, 0]);
});

test("once made, it stays made, and a later success counts", async () => {
  const { settle, succeeded } = await part(SEQUENCE);
  settle(1, true);
  settle(1, false);
  settle(2, false);
  settle(2, true);
  assert.equal(succeeded(1, 2), 2);
});

test("who waits is told of news only, until there is none", async () => {
  const { follow, followers, settle } = await part(SEQUENCE);
  const told = [];
  followers.push(event => told.push(["first", event]), () => told.length < 3 && settle(told.length + 1, true));
  follow();
  assert.deepEqual(told, []);
  settle(undefined, true);
  follow();
  assert.deepEqual(told, [], "a call that nobody waits for");
  settle(1, true);
  follow();
  assert.deepEqual(told, [["first", 0], ["first", 0], ["first", 0]]);
  settle(1, true);
  follow();
  assert.equal(told.length, 3);
});
