import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

// Observers that can be told what is in view.
const begin = async ({ share = 0.5, wait, handle, elements = ["a", "b"], selector = ".promo" } = {}) => {
  const { visibleListen } = await part("triggers/visible.js");
  const found = elements.map(name => ({ name }));
  const asked = [];
  const document = {
    querySelectorAll: text => {
      asked.push(text);
      return text == ":(" ? throws() : found;
    },
  };
  const world = page({ document });
  Object.defineProperty(globalThis, "history", {
    value: { pushState: (state, title, url) => (globalThis.location = new URL(url, location.href)), replaceState: () => {} },
    writable: true,
    configurable: true,
  });
  const state = { observed: new Set(), how: undefined, changes: undefined };
  globalThis.IntersectionObserver = class {
    constructor(action, how) {
      Object.assign(state, { action, how });
    }
    observe(element) {
      state.observed.add(element);
    }
    unobserve(element) {
      state.observed.delete(element);
    }
    disconnect() {
      state.observed.clear();
    }
  };
  globalThis.MutationObserver = class {
    constructor(action) {
      state.changed = action;
    }
    observe(target, how) {
      state.changes = [target, how];
    }
  };
  const got = [];
  visibleListen(handle || ((element, percent) => got.push([element.name, percent])), selector, share, wait);
  const show = async (index, intersectionRatio) => {
    const target = found[index];
    state.observed.has(target) && state.action([{ target, isIntersecting: intersectionRatio > 0, intersectionRatio }]);
    await world.wait(0);
  };
  return { world, got, show, found, asked, state, document };
};

test("each element is told once, with how much of it is in view", async () => {
  const { got, show, state } = await begin();
  assert.deepEqual(state.how, { threshold: 0.5 });
  await show(0, 0.49);
  await show(0, 0.5);
  await show(0, 0);
  await show(0, 1);
  await show(1, 0.987);
  assert.deepEqual(got, [["a", 50], ["b", 99]]);
  assert.equal(state.observed.size, 0);
});

test("an element has to stay in view without a break", async () => {
  const { world, got, show } = await begin({ wait: 1000 });
  await show(0, 1);
  await world.wait(999);
  await show(0, 0.2);
  await world.wait(5000);
  assert.deepEqual(got, []);
  await show(0, 1);
  await world.wait(1000);
  assert.deepEqual(got, [["a", 100]]);
});

test("nobody looks at a hidden page: the time begins anew", async () => {
  const { world, got, show, state } = await begin({ wait: 1000 });
  await show(0, 1);
  await world.wait(900);
  world.fire("visibilitychange");
  await world.wait(5000);
  assert.deepEqual(got, []);
  assert.equal(state.observed.size, 2);
  world.fire("visibilitychange");
  await show(0, 1);
  await world.wait(1000);
  assert.deepEqual(got, [["a", 100]]);
});

test("what was told stays told when the page is hidden and shown", async () => {
  const { world, got, show, state } = await begin();
  await show(0, 1);
  world.fire("visibilitychange");
  assert.deepEqual([...state.observed].map(element => element.name), ["b"]);
  await show(0, 1);
  assert.equal(got.length, 1);
});

test("elements that are added later are found half a second after a change, however many changes there are", async () => {
  const { world, got, show, found, asked, state, document } = await begin({ elements: [] });
  assert.deepEqual(state.changes, [document, { childList: true, subtree: true, attributes: true }]);
  found.push({ name: "late" });
  for (let i = 0; i < 100; i += 1) {
    state.changed();
  }
  await world.wait(499);
  assert.equal(asked.length, 1);
  await world.wait(1);
  assert.equal(asked.length, 2);
  await show(0, 1);
  assert.deepEqual(got, [["late", 100]]);
  state.changed();
  await world.wait(500);
  assert.equal(asked.length, 3);
});

test("a route begins anew", async () => {
  const { world, got, show } = await begin({ wait: 100 });
  await show(0, 1);
  await world.wait(100);
  await show(1, 1);
  history.pushState({}, "", "/next");
  await world.wait(1000);
  assert.deepEqual(got, [["a", 100]]);
  await show(0, 1);
  await world.wait(100);
  assert.deepEqual(got, [["a", 100], ["a", 100]]);
});

test("a selector that is none, a browser without observers and a rule that throws do no harm", async () => {
  const { asked } = await begin({ selector: ":(" });
  assert.deepEqual(asked, [":("]);
  const { show } = await begin({ handle: throws });
  await show(0, 1);
  const { visibleListen } = await part("triggers/visible.js");
  delete globalThis.IntersectionObserver;
  visibleListen(() => {}, ".a", 0.5);
});
