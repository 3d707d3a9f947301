import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part, throws } from "./page.js";

const DAY = 86400000;
const ONCE = "runtime/once.js";
const KEEPING = { PERSIST: true, SESSION: false, CONTAINER: "tagc:shop" };
const VISITING = { ...KEEPING, PERSIST: false, SESSION: true };
const kept = () => JSON.parse(localStorage.getItem("tagc:shop"));
const keptForVisit = () => JSON.parse(sessionStorage.getItem("tagc:shop"));

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

test("a key of the visit is told once on all of its pages, and kept in the session only", async () => {
  page();
  const first = await part(ONCE, { ...KEEPING, SESSION: true });
  assert.deepEqual([first.once("meta", "k", 2), first.once("meta", "k", 2), first.once("ga4", "k", 2)], [true, undefined, true]);
  assert.deepEqual(keptForVisit(), [["meta k", -1], ["ga4 k", -1]]);
  assert.equal(localStorage.getItem("tagc:shop"), null);
  const { once } = await part(ONCE, { ...KEEPING, SESSION: true });
  assert.deepEqual([once("meta", "k", 2), once("tiktok", "k", 2)], [undefined, true]);
  page();
  const other = await part(ONCE, { ...KEEPING, SESSION: true });
  assert.equal(other.once("meta", "k", 2), true, "another visit");
});

test("keys of the visit and lasting ones keep apart, and nothing of the page is kept", async () => {
  const world = page();
  const { once } = await part(ONCE, { ...KEEPING, SESSION: true });
  once("meta", "for good", 1);
  once("meta", "for the visit", 2);
  once("meta", "for the page");
  assert.deepEqual([kept(), keptForVisit()], [[["meta for good", world.now]], [["meta for the visit", -1]]]);
  const next = await part(ONCE, { ...KEEPING, SESSION: true });
  const again = ["for good", "for the visit", "for the page"].map((key, at) => next.once("meta", key, [1, 2][at]));
  assert.deepEqual(again, [undefined, undefined, true]);
});

test("every key of a visit is kept, however many there are", async () => {
  page();
  const { once } = await part(ONCE, VISITING);
  for (let i = 0; i < 60; i++) {
    once("meta", `k${i}`, 2);
  }
  assert.equal(keptForVisit().length, 60);
});

test("a withdrawal takes the instance's keys from the session", async () => {
  page();
  const { forget, once } = await part(ONCE, { ...KEEPING, SESSION: true });
  ["meta", "ga4"].map(instance => once(instance, "k", 2));
  forget("meta");
  assert.deepEqual(keptForVisit(), [["ga4 k", -1]]);
  assert.equal(once("meta", "k", 2), undefined);
  (await part(ONCE, VISITING)).forget("ga4");
  assert.equal(sessionStorage.getItem("tagc:shop"), null);
});

test("a container with keys of the visit only leaves localStorage alone, and bears a forbidden session", async () => {
  page({ session: { "tagc:shop": '[["meta old", 5], 7, ["meta k", -1]]' } });
  forbid("localStorage");
  const { forget, once } = await part(ONCE, VISITING);
  assert.deepEqual([once("meta", "k", 2), once("meta", "old", 2)], [undefined, true]);
  forget("meta");
  assert.equal(sessionStorage.getItem("tagc:shop"), null);
  forbid("sessionStorage");
  const other = await part(ONCE, VISITING);
  assert.deepEqual([other.once("meta", "k", 2), other.once("meta", "k", 2)], [true, undefined]);
});

test("a container without lasting keys touches no storage", async () => {
  page();
  forbid("localStorage");
  let asked = 0;
  Object.defineProperty(globalThis, "localStorage", { get: () => (asked += 1), configurable: true });
  Object.defineProperty(globalThis, "sessionStorage", { get: () => (asked += 1), configurable: true });
  const { once } = await part(ONCE, { ...KEEPING, PERSIST: false, SESSION: false });
  assert.deepEqual([once("meta", "k"), once("meta", "k"), asked], [true, undefined, 0]);
});
