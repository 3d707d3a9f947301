import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part } from "./page.js";

const { erase } = await part("runtime/erase.js");

test("a cookie is deleted on every parent domain and every prefix of the path", () => {
  const { cookieWrites } = page({ url: "https://shop.example.org/ab/cd", cookies: "_x=1; y=2" });
  erase(/_x/g);
  const places = cookieWrites.map(text => /^_x=;max-age=0;path=(.+);domain=(.*)$/.exec(text).slice(1));
  const domains = [".shop.example.org", ".example.org", ".org", ""];
  assert.deepEqual(places, ["/ab/cd", "/ab/", "/ab", "/"].flatMap(path => domains.map(domain => [path, domain])));
});

test("only names that match are deleted, the longest that does", () => {
  const { cookieWrites } = page({ url: "https://a.example/", cookies: "a=1; _ga=2; _ga_1=3=4; b=5" });
  erase(/_ga(_[\w.-]*)?/g);
  assert.deepEqual([...new Set(cookieWrites.map(text => text.split("=")[0]))], ["_ga", "_ga_1"]);
});

test("a longer name that nobody declared is left alone", () => {
  const { cookieWrites } = page({ url: "https://a.example/", cookies: "x_ga_other=1", local: { x_ga_other: "a" } });
  erase(/_ga/g);
  assert.deepEqual([...new Set(cookieWrites.map(text => text.split("=")[0]))], ["_ga"]);
  assert.deepEqual(Object.keys(localStorage), ["x_ga_other"]);
});

test("keys of both storages are deleted, and no others", () => {
  page({ local: { x_1: "a", keep: "b" }, session: { x_2: "c", also: "d" }, cookies: "c=1" });
  erase(/x_[\w.-]*/g);
  assert.deepEqual([Object.keys(localStorage), Object.keys(sessionStorage)], [["keep"], ["also"]]);
});

test("the last key of one storage is told apart from the first of the other", () => {
  page({ local: { x_a: "1" }, session: { b: "2" }, cookies: "c=x_" });
  erase(/x_[\w.-]*/g);
  assert.deepEqual([Object.keys(localStorage), Object.keys(sessionStorage)], [[], ["b"]]);
});

test("a storage that is forbidden does not keep cookies from being deleted", () => {
  const { cookieWrites } = page({ cookies: "x=1" });
  forbid("localStorage");
  erase(/x/g);
  assert.equal(cookieWrites.length > 0, true);
});

test("a name that somebody else may keep is kept, wherever it stands", async () => {
  const { erase, keepers } = await part("runtime/erase.js", { IN_COMMON: true });
  let may = 2;
  keepers.push([() => may, /_gac_[\w.-]*/g], [() => 1, /_gcl_[\w.-]*/g]);
  const world = page({ url: "https://a.example/", cookies: "_gac_1=a; _gcl_au=b", local: { _gac_2: "", _gcl_ls: "" } });
  const wrote = () => [...new Set(world.cookieWrites.splice(0).map(text => text.split("=")[0]))];
  erase(/_gac_[\w.-]*|_gcl_[\w.-]*/g);
  assert.deepEqual([wrote(), Object.keys(localStorage)], [["_gcl_au", "_gcl_ls"], ["_gac_2"]]);
  may = 0;
  erase(/_gac_[\w.-]*/g);
  assert.deepEqual([wrote(), Object.keys(localStorage)], [["_gac_1", "_gac_2"], []]);
});

test("what somebody else keeps is the whole name, not a part of it", async () => {
  const { erase, keepers } = await part("runtime/erase.js", { IN_COMMON: true });
  keepers.push([() => 2, /_ga/g]);
  const { cookieWrites } = page({ url: "https://a.example/", cookies: "_ga_X=a; _ga=b" });
  erase(/_ga(_[\w.-]*)?/g);
  assert.deepEqual([...new Set(cookieWrites.map(text => text.split("=")[0]))], ["_ga_X"]);
});

test("nothing declared is there, nothing is touched", () => {
  const { cookieWrites } = page({ cookies: "a=1", local: { a: "1" } });
  erase(/_x/g);
  assert.deepEqual([cookieWrites, Object.keys(localStorage)], [[], ["a"]]);
});
