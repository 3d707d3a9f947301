import assert from "node:assert/strict";
import test from "node:test";
import { part } from "./page.js";

const { table, pascal } = await part("runtime/table.js");

test("a text of rows is read as lists of cells", () => {
  assert.deepEqual(table("a 1|b  2|c", "|", " "), [["a", "1"], ["b", "", "2"], ["c"]]);
});

test("a name in small letters becomes one in capitals", () => {
  assert.deepEqual(["add_to_cart", "search", "a_b", "_x", "purchase2"].map(pascal), ["AddToCart", "Search", "AB", "_x", "Purchase2"]);
});
