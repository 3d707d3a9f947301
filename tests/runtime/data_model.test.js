import assert from "node:assert/strict";
import test from "node:test";
import { part, throws } from "./page.js";

const merged = async (...entries) => {
  const { mergeEntry, model } = await part("runtime/data_model.js");
  entries.map(mergeEntry);
  return model;
};

test("maps merge by key", async () =>
  assert.deepEqual(await merged({ user: { id: 1, plan: "a" } }, { user: { plan: "b" } }), { user: { id: 1, plan: "b" } }));

test("lists merge by position", async () =>
  assert.deepEqual(await merged({ items: [{ a: 1 }, 2, 3] }, { items: [{ b: 2 }, "x"] }), { items: [{ a: 1, b: 2 }, "x", 3] }));

test("everything else replaces, in both directions", async () => {
  assert.deepEqual(await merged({ a: { b: 1 } }, { a: 7 }), { a: 7 });
  assert.deepEqual(await merged({ a: 7 }, { a: { b: 1 } }), { a: { b: 1 } });
  assert.deepEqual(await merged({ a: [1] }, { a: { b: 1 } }), { a: { b: 1 } });
  assert.deepEqual(await merged({ a: { b: 1 } }, { a: [1] }), { a: [1] });
  assert.deepEqual(await merged({ a: { b: 1 } }, { a: null }), { a: null });
});

test("a dotted name stands for nested maps", async () =>
  assert.deepEqual(await merged({ cart: { id: 1 } }, { "cart.total.net": 5 }), { cart: { id: 1, total: { net: 5 } } }));

test("__proto__ is nobody's key, at any depth and in a dotted name", async () => {
  const model = await merged(
    JSON.parse('{"__proto__": {"polluted": 1}, "a": {"__proto__": {"polluted": 1}}}'),
    { "__proto__.polluted": 1, "a.__proto__.polluted": 1, "a.b": JSON.parse('{"__proto__": {"polluted": 1}}') }
  );
  assert.equal({}.polluted, undefined);
  assert.deepEqual(Object.keys(model), ["a"]);
  assert.deepEqual(model.a, { b: {} });
});

test("constructor and prototype are ordinary keys that reach nobody else", async () => {
  const model = await merged({ "constructor.prototype.polluted": 1 }, { toString: { a: 1 } });
  assert.equal({}.polluted, undefined);
  assert.equal(model.constructor.prototype.polluted, 1);
  assert.deepEqual(model.toString, { a: 1 });
});

test("what the page later does to an entry changes nothing", async () => {
  const entry = { a: { b: [1] } };
  const { mergeEntry, model } = await part("runtime/data_model.js");
  mergeEntry(entry);
  entry.a.b.push(2);
  assert.deepEqual(model, { a: { b: [1] } });
});

test("merging does not change the page's own objects", async () => {
  const entry = { a: { b: 1 } };
  await merged(entry, { a: { c: 2 } });
  assert.deepEqual(entry, { a: { b: 1 } });
});

test("one key that throws, or a cycle, does not keep the other keys from being merged", async () => {
  const cycle = {};
  cycle.self = cycle;
  const model = await merged({ get bad() { return throws(); }, cycle, good: 1 });
  assert.equal(model.good, 1);
  assert.ok(!("bad" in model));
});

test("a dotted name with __proto__ in it leaves nothing behind", async () =>
  assert.deepEqual(await merged({ "a.__proto__.b": 1, "c.d": 2 }), { c: { d: 2 } }));

test("what a page added to every object is not merged into", async () => {
  const shared = (Object.prototype.everywhere = { mine: 1 });
  try {
    await merged({ everywhere: { b: 2 } });
    assert.deepEqual(shared, { mine: 1 });
  } finally {
    delete Object.prototype.everywhere;
  }
});
