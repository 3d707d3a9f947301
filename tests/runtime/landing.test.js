import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part } from "./page.js";

const LANDING = "runtime/landing.js";
const SHOP = { CONTAINER: "tagc:shop", clickIds: ["fbclid", "ttclid"] };
const DAY = 86400000;

test("a click id of the address is known with its time, and kept when somebody may know it", async () => {
  const world = page({ url: "https://shop.example/?fbclid=A%2Bb&utm_source=x" });
  const { land, landing } = await part(LANDING, SHOP);
  land();
  assert.equal(localStorage.getItem("tagc:shop:fbclid"), null);
  world.now += 5000;
  assert.deepEqual([landing("fbclid"), landing("fbclid", 1)], ["A+b", world.now - 5000]);
  assert.deepEqual(JSON.parse(localStorage.getItem("tagc:shop:fbclid")), ["A+b", world.now - 5000]);
});

test("there is none where the address and the device have none", async () => {
  page();
  const { land, landing } = await part(LANDING, SHOP);
  land();
  assert.equal(landing("ttclid"), undefined);
  assert.equal(localStorage.getItem("tagc:shop:ttclid"), null);
});

test("a later page finds what was kept, for 90 days", async () => {
  const seen = page().now;
  const local = { "tagc:shop:fbclid": JSON.stringify(["old", seen]) };
  const world = page({ local });
  const { land, landing } = await part(LANDING, SHOP);
  land();
  world.now = seen + 89 * DAY;
  assert.deepEqual([landing("fbclid"), landing("fbclid", 1)], ["old", seen]);
  world.now = seen + 91 * DAY;
  assert.equal(landing("fbclid"), undefined);
});

test("a new click takes the place of an old one", async () => {
  const local = { "tagc:shop:fbclid": JSON.stringify(["old", page().now]) };
  page({ url: "https://shop.example/?fbclid=new", local });
  const { land, landing } = await part(LANDING, SHOP);
  land();
  assert.equal(landing("fbclid"), "new");
});

test("a device that keeps nothing, and one that holds nonsense, do not matter", async () => {
  page({ url: "https://shop.example/?fbclid=new", local: { "tagc:shop:ttclid": "{" } });
  const { land, landing } = await part(LANDING, SHOP);
  land();
  assert.equal(landing("ttclid"), undefined);
  forbid("localStorage");
  assert.equal(landing("fbclid"), "new");
});
