import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part, throws } from "./page.js";

const DAY = 86400000;
const ONCE = "runtime/once.js";
const KEEPING = { PERSIST: true, CONTAINER: "tagc:shop" };
const kept = () => JSON.parse(localStorage.getItem("tagc:shop"));

test("a key is told once per instance", async () => {
  page();
  const { once } = await part(ONCE, KEEPING);
  assert.deepEqual([once("meta", "k", true), once("meta", "k", true), once("ga4", "k", true)], [true, undefined, true]);
});

test("an empty key is always told and never kept", async () => {
  page();
  const { once } = await part(ONCE, KEEPING);
  for (const key of [undefined, null, "", undefined]) {
    assert.equal(once("meta", key, true), true);
  }
  assert.equal(localStorage.getItem("tagc:shop"), null);
});

test("a lasting key is kept on the device with its time, one for the page is not", async () => {
  const world = page();
  const { once } = await part(ONCE, KEEPING);
  once("meta", "for the page");
  assert.equal(localStorage.getItem("tagc:shop"), null);
  once("meta", "k", true);
  once("meta", "also for the page");
  assert.deepEqual(kept(), [["meta k", world.now]]);
});

test("the next page remembers a lasting key, and nothing else", async () => {
  page();
  const first = await part(ONCE, KEEPING);
  first.once("meta", "k", true);
  first.once("meta", "page");
  const { once } = await part(ONCE, KEEPING);
  assert.deepEqual([once("meta", "k", true), once("meta", "page")], [undefined, true]);
});

test("50 keys are kept, the latest ones", async () => {
  page();
  const { once } = await part(ONCE, KEEPING);
  for (let i = 0; i < 60; i++) {
    once("meta", `k${i}`, true);
  }
  const names = kept().map(entry => entry[0]);
  assert.deepEqual([names.length, names[0], names[49]], [50, "meta k10", "meta k59"]);
  assert.equal(once("meta", "k0", true), undefined, "the page itself remembers all");
});

test("a key is forgotten after 30 days", async () => {
  const world = page();
  const old = JSON.stringify([["meta old", world.now - 30 * DAY], ["meta young", world.now - 30 * DAY + 1]]);
  localStorage.setItem("tagc:shop", old);
  const { once } = await part(ONCE, KEEPING);
  assert.deepEqual([once("meta", "young", true), once("meta", "old", true)], [undefined, true]);
});

test("a withdrawal takes the instance's keys from the device; the page remembers them", async () => {
  page();
  const { forget, once } = await part(ONCE, KEEPING);
  once("meta", "a", true);
  once("meta_2", "b", true);
  forget("meta");
  assert.deepEqual(kept().map(entry => entry[0]), ["meta_2 b"]);
  assert.equal(once("meta", "a", true), undefined);
  assert.deepEqual(kept().map(entry => entry[0]), ["meta_2 b"]);
  forget("meta_2");
  assert.equal(localStorage.getItem("tagc:shop"), null);
});

test("a withdrawal on the next page takes keys of the one before", async () => {
  page();
  (await part(ONCE, KEEPING)).once("meta", "a", true);
  (await part(ONCE, KEEPING)).forget("meta");
  assert.equal(localStorage.getItem("tagc:shop"), null);
});

test("what stands in the storage may be anything", async () => {
  for (const text of ["", "null", "{}", "7", "[null]", "not JSON", '{"filter": 1}', '["x"]', "[[]]"]) {
    page({ local: { "tagc:shop": text } });
    const { forget, once } = await part(ONCE, KEEPING);
    assert.deepEqual([once("meta", "k", true), once("meta", "k", true)], [true, undefined], text);
    forget("meta");
    assert.equal(localStorage.getItem("tagc:shop"), null, text);
  }
});

test("where storage is forbidden or full, the page remembers", async () => {
  page();
  forbid("localStorage");
  const { forget, once } = await part(ONCE, KEEPING);
  assert.deepEqual([once("meta", "k", true), once("meta", "k", true)], [true, undefined]);
  forget("meta");
  page({ localStorage: { getItem: () => null, setItem: throws, removeItem: throws } });
  const full = await part(ONCE, KEEPING);
  assert.deepEqual([full.once("meta", "k", true), full.once("meta", "k", true)], [true, undefined]);
});

test("a container without lasting keys touches no storage", async () => {
  page();
  forbid("localStorage");
  let asked = 0;
  Object.defineProperty(globalThis, "localStorage", { get: () => (asked += 1), configurable: true });
  const { once } = await part(ONCE, { ...KEEPING, PERSIST: false });
  assert.deepEqual([once("meta", "k"), once("meta", "k"), asked], [true, undefined, 0]);
});
