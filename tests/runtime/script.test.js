import assert from "node:assert/strict";
import test from "node:test";
import { script } from "../../tagc/runtime/script.js";
import { page } from "./page.js";

test("a script is appended to the head with this address, and nothing else is set", () => {
  const { scripts } = page();
  script("https://vendor.example/a.js?id=1&x=2");
  assert.deepEqual(scripts, [{ tag: "script", src: "https://vendor.example/a.js?id=1&x=2" }]);
});

test("whoever waits for a script is called when it has come", () => {
  const { scripts } = page();
  const came = [];
  script("https://vendor.example/a.js", () => came.push(1));
  assert.deepEqual(came, []);
  scripts[0].onload();
  assert.deepEqual(came, [1]);
});
