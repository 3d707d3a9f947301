import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part } from "./page.js";

const { erase } = await part("runtime/erase.js");

test("a cookie is deleted on every parent domain and every prefix of the path", () => {
  const { cookieWrites } = page({ url: "https://shop.example.org/ab/cd", cookies: "_x=1; y=2" });
  erase(/^_x$/);
  const places = cookieWrites.map(text => /^_x=;max-age=0;path=(.+);domain=(.*)$/.exec(text).slice(1));
  const domains = [".shop.example.org", ".example.org", ".org", ""];
  assert.deepEqual(places, ["/ab/cd", "/ab/", "/ab", "/"].flatMap(path => domains.map(domain => [path, domain])));
});

test("only names that match are deleted", () => {
  const { cookieWrites } = page({ url: "https://a.example/", cookies: "a=1; _ga=2; _ga_1=3=4; x_ga=5" });
  erase(/^(_ga|_ga_[\w.-]+)$/);
  assert.deepEqual([...new Set(cookieWrites.map(text => text.split("=")[0]))], ["_ga", "_ga_1"]);
});

test("keys of both storages are deleted, and no others", () => {
  const { cookieWrites } = page({ local: { x_1: "a", keep: "b" }, session: { x_2: "c", keep: "d" }, cookies: "x_1=1" });
  erase(undefined, /^x_/);
  assert.deepEqual([Object.keys(localStorage), Object.keys(sessionStorage)], [["keep"], ["keep"]]);
  assert.deepEqual(cookieWrites, []);
});

test("a storage that is forbidden does not keep the other from being emptied", () => {
  page({ session: { x: "1" } });
  forbid("localStorage");
  erase(undefined, /^x$/);
  assert.deepEqual(Object.keys(sessionStorage), []);
});

test("nothing declared, nothing touched", () => {
  const { cookieWrites } = page({ cookies: "a=1", local: { a: "1" } });
  erase();
  assert.deepEqual([cookieWrites, Object.keys(localStorage)], [[], ["a"]]);
});
