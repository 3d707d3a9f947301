import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

test("a route tells how the address changed and the path it had", async () => {
  const { routeListen } = await part("triggers/route.js");
  const world = page({ url: "https://a.example/old%20path?x=1#y" });
  Object.defineProperty(globalThis, "history", {
    value: { pushState: (state, title, url) => (globalThis.location = new URL(url, location.href)), replaceState: () => {} },
    writable: true,
    configurable: true,
  });
  const got = [];
  routeListen((...route) => got.push(route));
  history.pushState({}, "", "/new");
  assert.deepEqual(got, []);
  await world.wait(0);
  assert.deepEqual(got, [["pushState", "/old%20path"]]);
});
