import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const DEPTHS = [[25], [50], [100], [undefined, 900]];

const begin = async ({ readyState = "complete", depths = DEPTHS, handle, ...measures } = {}) => {
  const { scrollListen } = await part("triggers/scroll.js");
  const scrollingElement = { scrollTop: 0, clientHeight: 500, scrollHeight: 4000, ...measures };
  const document = { readyState, scrollingElement };
  const world = page({ document });
  Object.defineProperty(globalThis, "history", {
    value: { pushState: (state, title, url) => (globalThis.location = new URL(url, location.href)), replaceState: () => {} },
    writable: true,
    configurable: true,
  });
  const got = [];
  scrollListen(handle || ((percent, pixels) => got.push(percent || pixels + "px")), depths);
  const scroll = async (top, type = "scroll") => {
    scrollingElement.scrollTop = top;
    world.fire(type);
    await world.wait(16);
  };
  return { world, got, scroll, document, scrollingElement };
};

test("each depth fires once, when the lower edge of the window reaches it", async () => {
  const { got, scroll } = await begin();
  await scroll(398);
  assert.deepEqual(got, []);
  await scroll(399);
  await scroll(498);
  assert.deepEqual(got, ["900px"]);
  await scroll(499);
  assert.deepEqual(got, ["900px", 25]);
  await scroll(0);
  await scroll(3500);
  assert.deepEqual(got, ["900px", 25, 50, 100]);
});

test("a fraction of a pixel that is missing at the end makes no difference", async () => {
  const { got, scroll } = await begin({ depths: [[100]] });
  await scroll(3499.25);
  assert.deepEqual(got, [100]);
});

test("what the window shows at first counts when the page has loaded", async () => {
  const { world, got, scroll, document } = await begin({ readyState: "loading", scrollHeight: 900 });
  await scroll(400);
  assert.deepEqual(got, []);
  document.readyState = "complete";
  world.fire("load");
  assert.deepEqual(got, [25, 50, 100, "900px"]);
});

test("a page that is short is seen at once", async () => {
  const { got } = await begin({ clientHeight: 800, scrollHeight: 800 });
  assert.deepEqual(got, [25, 50, 100]);
});

test("many scroll events are looked at once a frame", async () => {
  const { world } = await begin();
  for (let i = 0; i < 100; i += 1) {
    world.fire("scroll");
  }
  assert.equal(world.timers.length, 1);
});

test("a window that grows shows more", async () => {
  const { got, scroll, scrollingElement } = await begin();
  scrollingElement.clientHeight = 1000;
  await scroll(0, "resize");
  assert.deepEqual(got, [25, "900px"]);
});

test("depths begin anew a second after a route, when its page stands", async () => {
  const { world, got, scroll, scrollingElement } = await begin({ depths: [[50]], clientHeight: 4000 });
  assert.deepEqual(got, [50]);
  history.pushState({}, "", "/next");
  await world.wait(0);
  await scroll(10);
  await world.wait(900);
  assert.deepEqual(got, [50]);
  Object.assign(scrollingElement, { clientHeight: 500, scrollTop: 0 });
  await world.wait(100);
  assert.deepEqual(got, [50]);
  await scroll(1500);
  assert.deepEqual(got, [50, 50]);
});

test("of several routes in a second the last one counts", async () => {
  const { world, got } = await begin({ depths: [[50]], clientHeight: 4000 });
  history.pushState({}, "", "/one");
  await world.wait(600);
  history.pushState({}, "", "/two");
  await world.wait(900);
  assert.deepEqual(got, [50]);
  await world.wait(5000);
  assert.deepEqual(got, [50, 50]);
});

test("a route before the page has loaded changes nothing", async () => {
  const { world, got, document } = await begin({ readyState: "interactive", depths: [[50]], clientHeight: 4000 });
  history.replaceState({}, "", "/home");
  await world.wait(2000);
  assert.deepEqual(got, []);
  document.readyState = "complete";
  world.fire("load");
  await world.wait(2000);
  assert.deepEqual(got, [50]);
});

test("what a rule throws stays here, and the depth is not told again", async () => {
  let calls = 0;
  const { scroll } = await begin({
    depths: [[10], [20]],
    handle: () => {
      calls += 1;
      throws();
    },
  });
  await scroll(3500);
  await scroll(3500);
  assert.equal(calls, 2);
});
