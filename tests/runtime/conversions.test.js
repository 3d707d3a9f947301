import assert from "node:assert/strict";
import test from "node:test";
import * as convert from "../../tagc/runtime/conversions.js";

const table = (name, rows) => {
  for (const [expected, ...args] of rows) {
    test(`${name}(${args.map(value => JSON.stringify(value)).join(", ")}) is ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(convert[name](...args), expected));
  }
};

table("numberComma", [
  [12.5, "12,50"], [1234.5, "1.234,50 €"], [1234.5, "£1 234,50"], [-3, "-3"], [-12.5, "EUR -12,5-"], [12, "12"],
  [undefined, "1,2,3"], [undefined, "free"], [undefined, ""], [7.5, 7.5], [undefined, true], [undefined, null],
  [undefined, NaN], [undefined, ["1,5"]],
]);
table("lower", [["äb", "ÄB"], ["12", 12], ["true", true], [undefined, ""], [undefined, null], [undefined, {}], [undefined, ["A"]]]);
table("upper", [["SS", "ß"], ["A1", "a1"], [undefined, undefined]]);
table("trim", [["a b", "\u00a0 a b\ufeff\n"], ["", "  "], [undefined, ""], ["5", 5]]);
table("split", [[["a", "b", ""], "a,b,", ","], [["a", "b"], "ab", ""], [["1", "5"], 1.5, "."], [undefined, "", ","]]);
table("replace", [
  ["b-b", "a-a", /a/g, "b"], ["$1$&", "x", /(x)/g, "$1$&"], ["", "aaa", /a/g, ""], [undefined, "", /a/g, "b"], ["#5", 15, /1/g, "#"],
]);
table("slice", [
  ["bc", "abcd", 1, 3], ["d", "abcd", -1, undefined], [[2, 3], [1, 2, 3], 1], [[], [1], 5], ["", "ab", 2], [undefined, null, 1], ["2", 12, 1],
]);
table("join", [
  ["a-1-true", ["a", 1, true], "-"], ["a-b", ["a", null, undefined, NaN, {}, "b"], "-"], ["", [], "-"], [undefined, "ab", "-"],
]);
table("item", [
  ["a", ["a", "b"], 0], ["b", ["a", "b"], -1], ["a", ["a", "b"], -2], [undefined, ["a", "b"], 2], [undefined, ["a", "b"], -3],
  [undefined, [], 0], [undefined, "ab", 0],
]);
table("scale", [[12.5, 1250, 0.01], [0.3, "3", 0.1], [undefined, "x", 2], [undefined, "", 2], [undefined, true, 2], [undefined, 1e308, 10]]);
table("round", [
  [3, 2.5, 1], [-2, -2.5, 1], [2.35, 2.345, 100], [1.01, "1.005001", 100], [undefined, "", 1], [undefined, null, 1], [undefined, 1e308, 1e6],
]);
table("isoTime", [
  ["1970-01-01T00:00:00.000Z", 0], ["2026-01-01T00:00:00.123Z", "1767225600123.9"], ["9999-12-31T23:59:59.999Z", 253402300799999],
  [undefined, 253402300800000], [undefined, -1], [undefined, ""], [undefined, true], [undefined, "now"],
]);
table("unlessBare", [
  [undefined, {}], [undefined, []], [undefined, null], [undefined, ""], [{ a: 1 }, { a: 1 }], [[0], [0]], [0, 0], ["a", "a"], [false, false],
]);
table("escapePattern", [["a\\.b\\*", "a.b*"], ["\\$\\{x\\}", "${x}"], [undefined, ""], ["1\\.5", 1.5]]);

table("escapePart", [
  ["a%2Fb%3Fc%23d", "a/b?c#d"], ["%C3%BC%20x", "ü x"], ["a.b", "a.b"], ["1.5", 1.5], ["true", true], [undefined, "."],
  [undefined, ".."], ["%252e%252e", "%2e%2e"], [undefined, ""], [undefined, null], [undefined, "\ud800"], ["-_.!~*'()", "-_.!~*'()"],
]);

test("an escaped text matches itself in a pattern, whatever it holds", () => {
  for (const value of ["a.b*c+?^${}()|[]\\/-", "\n\r\u2028", "😀", "</script>", "#&~ '\""]) {
    assert.ok(new RegExp(`^${convert.escapePattern(value)}$`).test(value), JSON.stringify(value));
  }
});

test("a text becomes a name in a selector by the browser's own rule", () => {
  globalThis.CSS = { escape: text => `<${text}>` };
  assert.equal(convert.escapeSelector("a.b"), "<a.b>");
  assert.equal(convert.escapeSelector(7), "<7>");
  assert.equal(convert.escapeSelector(""), undefined);
});
