import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const PLAIN = { MERGED: false };
const args = function () {
  return arguments;
};

test("entries from before are heard once, in order, then every push", async () => {
  page();
  window.dataLayer = [{ event: "a" }, { x: 1 }, { event: "b" }];
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear((name, entry) => heard.push([name, entry]));
  window.dataLayer.push({ event: "c" });
  assert.deepEqual(heard, [["a", { event: "a" }], [undefined, { x: 1 }], ["b", { event: "b" }], ["c", { event: "c" }]]);
});

test("the array is taken over, not replaced, and made where there is none", async () => {
  page();
  const layer = (window.dataLayer = []);
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  hear(() => {});
  assert.equal(window.dataLayer, layer);
  page();
  hear(() => {});
  assert.deepEqual([...window.dataLayer], []);
});

test("push calls what it was with all entries and returns what that returns", async () => {
  page();
  const layer = (window.dataLayer = []);
  const got = [];
  layer.push = function (...entries) {
    got.push([this === layer, ...entries]);
    return "returned";
  };
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear(name => heard.push(name));
  assert.equal(layer.push({ event: "a" }, { event: "b" }), "returned");
  assert.deepEqual(got, [[true, { event: "a" }, { event: "b" }]]);
  assert.deepEqual(heard, ["a", "b"]);
});

test("a plain array's push returns the new length", async () => {
  page();
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  hear(() => {});
  assert.equal(window.dataLayer.push({}, {}), 2);
  assert.equal(window.dataLayer.length, 2);
});

test("arguments objects and arrays are commands to others, functions and texts are skipped", async () => {
  page();
  window.dataLayer = [args("event", "purchase"), ["event", "x"], throws, "event", null, undefined];
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear((...all) => heard.push(all));
  window.dataLayer.push(args("js"), ["a"], throws, null, 7);
  assert.deepEqual(heard, []);
  assert.equal(window.dataLayer.length, 11);
});

test("a name is text: numbers have one, objects and inherited names have none", async () => {
  page();
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear(name => heard.push(name));
  window.dataLayer.push({ event: 7 }, { event: {} }, { event: "" }, Object.create({ event: "inherited" }));
  assert.deepEqual(heard, ["7", undefined, undefined, undefined]);
});

test("a handler that throws, or an entry that does, keeps nothing from the layer", async () => {
  page();
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear(name => (heard.push(name), throws()));
  const broken = { get event() { return throws(); } };
  assert.equal(window.dataLayer.push({ event: "a" }, broken, { event: "b" }), 3);
  assert.deepEqual(heard, ["a", undefined, "b"]);
});

test("a push from inside the handler is heard too, and both are in the layer", async () => {
  page();
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear(name => {
    heard.push(name);
    name == "a" && window.dataLayer.push({ event: "b" });
  });
  window.dataLayer.push({ event: "a" });
  assert.deepEqual(heard, ["a", "b"]);
  assert.equal(window.dataLayer.length, 2);
});

test("what a handler pushes while the earlier entries are heard is heard once", async () => {
  page();
  window.dataLayer = [{ event: "a" }, { event: "c" }];
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear(name => {
    heard.push(name);
    name == "a" && window.dataLayer.push({ event: "b" });
  });
  assert.deepEqual(heard, ["a", "b", "c"]);
});

test("an entry is merged before it is heard, one after the other, and earlier ones before the page view", async () => {
  page();
  globalThis.order = [];
  window.dataLayer = [{ event: "a" }, ["no"]];
  const parts = await part("runtime/data_layer.js", { MERGED: true, merge: entry => globalThis.order.push(["merge", entry.event]) });
  parts.mergeEarlier();
  assert.deepEqual(order.splice(0), [["merge", "a"]]);
  parts.hear(name => order.push(["hear", name]));
  assert.deepEqual(order.splice(0), [["hear", "a"]]);
  window.dataLayer.push({ event: "b" }, { event: "c" });
  assert.deepEqual(order, [["merge", "b"], ["hear", "b"], ["merge", "c"], ["hear", "c"]]);
});

test("merging survives an entry that cannot be merged, and a page without a data layer", async () => {
  page();
  const parts = await part("runtime/data_layer.js", { MERGED: true, merge: () => globalThis.missing() });
  parts.mergeEarlier();
  const heard = [];
  parts.hear(name => heard.push(name));
  window.dataLayer.push({ event: "a" });
  assert.deepEqual(heard, ["a"]);
});

test("a global of that name that is no list, such as an element with that id, stops nothing", async () => {
  page();
  window.dataLayer = { tagName: "DIV" };
  const { hear } = await part("runtime/data_layer.js", PLAIN);
  const heard = [];
  hear(name => heard.push(name));
  assert.deepEqual(heard, []);
});
