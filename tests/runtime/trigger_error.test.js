import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const { errorListen } = await part("triggers/error.js");

const begin = () => {
  const world = page();
  const got = [];
  errorListen((...error) => got.push(error));
  return { world, got };
};

test("an error tells what it says and where it was", () => {
  const { world, got } = begin();
  world.fire("error", { message: "Uncaught TypeError: x", filename: "https://a.example/b.js", lineno: 7 });
  assert.deepEqual(got, [["Uncaught TypeError: x", "https://a.example/b.js", 7]]);
});

test("a rejection tells its reason as text", () => {
  const { world, got } = begin();
  world.fire("unhandledrejection", { reason: new TypeError("x") });
  world.fire("unhandledrejection", { reason: "no" });
  world.fire("unhandledrejection", { reason: { toString: throws } });
  world.fire("unhandledrejection", { reason: Object.create(null) });
  assert.deepEqual(got, [["TypeError: x"], ["no"]]);
});

test("the same error is told once, another line is another error", () => {
  const { world, got } = begin();
  const error = lineno => ({ message: "x", filename: "a.js", lineno });
  [1, 1, 2, 1].map(line => world.fire("error", error(line)));
  assert.equal(got.length, 2);
});

test("an event that is called error and says nothing is none", () => {
  const { world, got } = begin();
  world.fire("error", {});
  world.fire("error", { message: "" });
  assert.deepEqual(got, []);
});

test("twenty errors are told and not more", () => {
  const { world, got } = begin();
  for (let i = 0; i < 100; i += 1) {
    world.fire("error", { message: `x${i}` });
  }
  assert.equal(got.length, 20);
});

test("a handler that fails makes no circle", () => {
  const world = page();
  let calls = 0;
  errorListen(() => {
    calls += 1;
    world.fire("error", { message: "the vendor's own" });
    throws();
  });
  world.fire("error", { message: "the page's" });
  assert.equal(calls, 2);
});
