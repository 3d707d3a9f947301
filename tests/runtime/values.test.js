import assert from "node:assert/strict";
import test from "node:test";
import * as values from "../../tagc/runtime/values.js";
import { throws } from "./page.js";

const { clean, cleanInPlace, concat, copy, each, eachIf, empty, first, merged, number, own, passes, product, sum, text } = values;

test("empty is undefined, null, the empty text and what is not a number, and nothing else", () => {
  assert.deepEqual([undefined, null, "", NaN].map(empty), [true, true, true, true]);
  assert.deepEqual([0, false, [], {}, " ", Infinity].map(empty), [false, false, false, false, false, false]);
});

test("own reads own properties by path, from maps, lists and texts", () => {
  const object = { a: { b: [{ c: 1 }] }, text: "xy" };
  assert.equal(own(object, "a", "b", "0", "c"), 1);
  assert.equal(own(object, "a", "b", "length"), 1);
  assert.equal(own(object, "text", "1"), "y");
  assert.equal(own(object), object);
});

test("own finds nothing that is inherited", () => {
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assert.equal(own({}, name), undefined);
  }
  assert.equal(own(Object.create({ a: 1 }), "a"), undefined);
  assert.equal(own(JSON.parse('{"__proto__": 7}'), "__proto__"), 7);
});

test("own survives absent steps, getters that throw and objects without a prototype", () => {
  assert.equal(own(undefined, "a"), undefined);
  assert.equal(own({ a: null }, "a", "b", "c"), undefined);
  assert.equal(own({ get a() { return throws(); } }, "a", "b"), undefined);
  assert.equal(own(Object.assign(Object.create(null), { a: 1 }), "a"), 1);
  assert.equal(own({ hasOwnProperty: () => true, a: 2 }, "a"), 2);
});

test("a copy does not change with what it was copied from", () => {
  const object = { a: [1, { b: "x" }] };
  const kept = copy(object);
  object.a[1].b = "later";
  assert.deepEqual(kept, { a: [1, { b: "x" }] });
});

test("what cannot be copied is nothing: cycles, functions, getters that throw, big integers", () => {
  const cycle = {};
  cycle.self = cycle;
  for (const value of [cycle, throws, { get a() { return throws(); } }, 1n, undefined]) {
    assert.equal(copy(value), undefined);
  }
});

test("clean leaves the empty entries of a map out, and changes nothing of the map", () => {
  const map = { a: 1, b: "", c: null, d: undefined, e: NaN, f: 0, g: false, h: [], i: {} };
  assert.deepEqual(clean(map), { a: 1, f: 0, g: false, h: [], i: {} });
  assert.equal(Object.keys(map).length, 9);
});

test("a map with a key that cannot be set is cleaned as it is", () => {
  const map = { a: "", ["__proto__"]: { b: 1 }, c: 2 };
  assert.equal(cleanInPlace(map), map);
  assert.deepEqual(Object.entries(map), [["__proto__", { b: 1 }], ["c", 2]]);
  assert.deepEqual(Object.keys(cleanInPlace({ ["__proto__"]: null })), []);
});

test("merged lays maps over each other, and changes none of them", () => {
  const below = { a: 1, b: 2 };
  assert.deepEqual(merged(below, undefined, { b: 3 }), { a: 1, b: 3 });
  assert.deepEqual(below, { a: 1, b: 2 });
});

test("first is the first value that is not empty", () => {
  assert.equal(first(undefined, "", NaN, 0, 1), 0);
  assert.equal(first(null, ""), undefined);
  assert.equal(first(), undefined);
});

test("each makes one item per element, without empty ones, and nothing of what is no list", () => {
  assert.deepEqual(each([1, null, 2], value => value && value * 2), [2, 4]);
  assert.deepEqual(each([], value => value), []);
  for (const value of [undefined, null, "abc", { length: 1 }, 7]) {
    assert.equal(each(value, item => item), undefined);
  }
});

test("each and eachIf hand the element on alone, without its place", () => {
  each([7], (...args) => assert.deepEqual(args, [7]));
  eachIf([7], (...args) => assert.deepEqual(args, [7]), item => item);
  eachIf([7], () => true, (...args) => assert.deepEqual(args, [7]));
});

test("eachIf leaves out the elements for which the test does not hold", () => {
  assert.deepEqual(eachIf([1, 2, 3], value => value > 1, value => value * 10), [20, 30]);
  assert.equal(eachIf("abc", () => true, value => value), undefined);
});

test("texts, numbers and booleans have a text, nothing else has", () => {
  assert.deepEqual(["a", 12.0, 1e21, 1e-7, true, false, 0, -0].map(text), [
    "a", "12", "1e+21", "1e-7", "true", "false", "0", "0",
  ]);
  assert.deepEqual([undefined, null, "", NaN, {}, [1], throws].map(text), Array(7).fill(undefined));
});

test("a number is a finite number or the text of one; booleans are none", () => {
  assert.deepEqual([7, " 12.50 ", "0x1f", "1e3", "-0.5", ".5"].map(number), [7, 12.5, 31, 1000, -0.5, 0.5]);
  for (const value of ["", " ", "12,50", "1 000", "£5", true, null, undefined, NaN, Infinity, "Infinity", [5], {}]) {
    assert.equal(number(value), undefined);
  }
});

test("the sum counts the numbers of a list and skips the rest", () => {
  assert.equal(sum([1, "2.5", "x", null, true]), 3.5);
  assert.equal(sum(["x", null]), undefined);
  assert.equal(sum([]), undefined);
  assert.equal(sum("12"), undefined);
  assert.equal(sum([1e308, 1e308]), undefined);
});

test("the product needs two numbers", () => {
  assert.equal(product("2", 3), 6);
  assert.equal(product(2, "x"), undefined);
  assert.equal(product(undefined, 3), undefined);
  assert.equal(product(1e200, 1e200), undefined);
});

test("an empty part adds nothing to a text", () => {
  assert.equal(concat("a", undefined, 1, "", {}, true, NaN), "a1true");
  assert.equal(concat(), "");
});

test("a test is asked about the text of a value that is there, and fails without asking otherwise", () => {
  assert.equal(passes(12, value => value === "12"), true);
  assert.equal(passes("a", () => false), false);
  for (const value of [undefined, null, "", NaN, {}, []]) {
    assert.equal(passes(value, () => assert.fail("asked")), false);
  }
});
