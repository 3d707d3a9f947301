import assert from "node:assert/strict";
import test from "node:test";
import { stub } from "../../tagc/runtime/stub.js";
import { page } from "./page.js";

const ADDRESS = "https://vendor.example/a.js";
const isArguments = value => Object.prototype.toString.call(value) == "[object Arguments]";

test("with a handover the queue holds Arguments objects until the library installs its method", () => {
  const { scripts } = page();
  const made = stub("twq", ADDRESS, "exe");
  assert.equal(made, window.twq);
  window.twq("a", { b: 1 });
  assert.ok(isArguments(window.twq.queue[0]));
  assert.deepEqual([...window.twq.queue[0]], ["a", { b: 1 }]);
  const got = [];
  window.twq.exe = function (...args) {
    got.push([this === window.twq, ...args]);
  };
  window.twq("later", 2);
  assert.deepEqual([got, window.twq.queue.length], [[[true, "later", 2]], 1]);
  assert.deepEqual(scripts.map(element => element.src), [ADDRESS]);
});

test("without a handover the queue holds arrays", () => {
  page();
  stub("lintrk", ADDRESS);
  window.lintrk("track", { conversion_id: "1" });
  assert.ok(Array.isArray(window.lintrk.queue[0]));
  assert.deepEqual(window.lintrk.queue, [["track", { conversion_id: "1" }]]);
});

test("a library that is there is used: not replaced, and not loaded again", () => {
  const { scripts } = page();
  const there = (window.fbq = () => {});
  assert.equal(stub("fbq", ADDRESS, "callMethod"), undefined);
  assert.deepEqual([window.fbq === there, Object.keys(there), scripts], [true, [], []]);
});

test("a private reference to the stub reaches the library that came later", () => {
  page();
  const made = stub("fbq", ADDRESS, "callMethod");
  const got = [];
  window.fbq = () => assert.fail("the global was replaced");
  made.callMethod = (...args) => got.push(args);
  made("init", "1");
  assert.deepEqual(got, [["init", "1"]]);
});
