import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

// A history like the browser's: its methods are on the prototype, and check what they are called on.
const begin = async () => {
  const { onRoute } = await part("runtime/route.js");
  const world = page({ url: "https://a.example/start?x=1" });
  const native = [];
  const enter = (name, self, url) => {
    if (self !== globalThis.history) {
      throw new TypeError("Illegal invocation");
    }
    native.push([name, url]);
    globalThis.location = new URL(url || location.href, location.href);
    return name;
  };
  class History {
    pushState(state, title, url) {
      return enter("pushState", this, url);
    }
    replaceState(state, title, url) {
      return enter("replaceState", this, url);
    }
  }
  Object.defineProperty(globalThis, "history", { value: new History(), writable: true, configurable: true });
  const got = [];
  return { onRoute, world, native, got, tell: (...route) => got.push(route), later: () => world.wait(0) };
};

const travel = (world, url, ...types) => {
  globalThis.location = new URL(url, location.href);
  types.map(type => world.fire(type));
};

test("nothing of the page is touched before somebody asks", async () => {
  const { world } = await begin();
  assert.deepEqual(Object.keys(history), []);
  assert.deepEqual(world.listeners, []);
});

test("each way to change the address is told with the address before", async () => {
  const { onRoute, world, got, tell, later } = await begin();
  onRoute(tell);
  history.pushState({}, "", "/a");
  await later();
  history.replaceState({}, "", "/b");
  await later();
  travel(world, "/a", "popstate");
  await later();
  travel(world, "#x", "popstate", "hashchange");
  await later();
  travel(world, "#y", "hashchange");
  await later();
  assert.deepEqual(got, [
    ["pushState", "https://a.example/start?x=1"],
    ["replaceState", "https://a.example/a"],
    ["popstate", "https://a.example/b"],
    ["hashchange", "https://a.example/a"],
    ["hashchange", "https://a.example/a#x"],
  ]);
});

test("it is told when the page has had time to write its title", async () => {
  const { onRoute, world, later } = await begin();
  const titles = [];
  onRoute(() => titles.push(document.title));
  document.title = "old";
  history.pushState({}, "", "/a");
  document.title = "new";
  await later();
  assert.deepEqual(titles, ["new"]);
  assert.ok(world);
});

test("what is redirected at once is one route", async () => {
  const { onRoute, got, tell, later } = await begin();
  onRoute(tell);
  history.pushState({}, "", "/account");
  history.replaceState({}, "", "/login");
  await later();
  assert.deepEqual(got, [["pushState", "https://a.example/start?x=1"]]);
});

test("what writes the state and not the address is no route", async () => {
  const { onRoute, got, tell, later } = await begin();
  onRoute(tell);
  history.replaceState({ scroll: 1 }, "");
  history.pushState({ scroll: 1 }, "", "/start?x=1");
  await later();
  assert.deepEqual(got, []);
});

test("the page's own methods are called as they were, with what they were given", async () => {
  const { onRoute, native } = await begin();
  onRoute(() => {});
  assert.equal(history.pushState({}, "", "/a"), "pushState");
  assert.throws(() => history.pushState.call({}, {}, "", "/b"), /Illegal invocation/);
  assert.deepEqual(native, [["pushState", "/a"]]);
});

test("what others wrapped before is called, and others may wrap later", async () => {
  const { onRoute, got, tell, later } = await begin();
  const seen = [];
  const wrap = name => {
    const before = history.pushState;
    history.pushState = (...args) => {
      seen.push(name);
      return before.apply(history, args);
    };
  };
  wrap("earlier");
  onRoute(tell);
  wrap("later");
  history.pushState({}, "", "/a");
  await later();
  assert.deepEqual(seen, ["later", "earlier"]);
  assert.equal(got.length, 1);
});

test("the history is wrapped once, and a listener that throws stops no other", async () => {
  const { onRoute, got, tell, later, native } = await begin();
  onRoute(throws);
  onRoute(tell);
  history.pushState({}, "", "/a");
  await later();
  assert.equal(got.length, 1);
  assert.equal(native.length, 1);
});
