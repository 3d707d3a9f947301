import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part, throws } from "./page.js";

const MESSAGE = "runtime/message.js";
const SHOP = {
  CONTAINER: "tagc:shop",
  ENDPOINT: "/t/e",
  CONFIG: "0123456789ab",
  categories: ["analytics", "marketing"],
  OPT_OUT: false,
  GPC: false,
};

const start = async (sends = () => true, options = {}) => {
  const posts = [];
  const world = page({
    ...options,
    navigator: { sendBeacon: (address, body) => posts.push([address, JSON.parse(body)]) && sends() },
  });
  const made = await part(MESSAGE, SHOP);
  const consent = await made.sibling("runtime/consent.js");
  made.keepRecord();
  return { world, posts, ...made, ...consent };
};

test("what happens in one task is one post, with the decision it rests on", async () => {
  const { world, posts, message, decide } = await start();
  decide(["marketing", "strange"]);
  message({ id: 1 });
  message({ id: 2 });
  assert.equal(posts.length, 0);
  await world.wait(0);
  const [[address, { consent, ...rest }]] = posts;
  assert.equal(address, "/t/e");
  assert.deepEqual(rest, { v: 1, config: "0123456789ab", events: [{ id: 1 }, { id: 2 }] });
  assert.deepEqual([consent.time, consent.granted], [world.now, ["marketing"]]);
  assert.match(consent.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("without a message there is no record, whatever is decided", async () => {
  const { world, posts, decide } = await start();
  decide(["marketing"]);
  decide([]);
  await world.wait(0);
  assert.deepEqual(posts, []);
  assert.equal(localStorage.getItem("tagc:shop:consent"), null);
});

test("a record is told every change, once, and ends with the last grant", async () => {
  const { world, posts, message, decide } = await start();
  decide(["marketing"]);
  message({ id: 1 });
  await world.wait(0);
  decide(["marketing"]);
  await world.wait(0);
  assert.equal(posts.length, 1);
  decide(["analytics"]);
  await world.wait(0);
  decide([]);
  await world.wait(0);
  decide([]);
  await world.wait(0);
  const records = posts.map(post => post[1].consent);
  assert.deepEqual(records.map(each => each.granted), [["marketing"], ["analytics"], []]);
  assert.equal(new Set(records.map(each => each.id)).size, 1);
  decide(["marketing"]);
  message({ id: 2 });
  await world.wait(0);
  assert.notEqual(posts[3][1].consent.id, records[0].id);
});

test("the next page goes on with the record", async () => {
  const local = { "tagc:shop:consent": JSON.stringify(["known", "marketing"]) };
  const { world, posts, message, decide } = await start(undefined, { local });
  decide(["marketing"]);
  await world.wait(0);
  assert.deepEqual(posts, [], "nothing is new");
  message({ id: 1 });
  await world.wait(0);
  assert.equal(posts[0][1].consent.id, "known");
});

test("what is left is posted when the page goes", async () => {
  const { world, posts, message, decide } = await start();
  decide(["marketing"]);
  world.fire("pagehide");
  assert.deepEqual(posts, []);
  message({ id: 1 });
  world.fire("pagehide");
  assert.equal(posts.length, 1);
  await world.wait(10);
  assert.equal(posts.length, 1);
});

test("no post is larger than a beacon may be", async () => {
  const { world, posts, message, decide } = await start();
  decide(["marketing"]);
  for (let id = 0; id < 7; id++) {
    message({ id, text: "ü".repeat(12000) });
  }
  await world.wait(0);
  assert.deepEqual(posts.flatMap(post => post[1].events.map(each => each.id)), [0, 1, 2, 3, 4, 5, 6]);
  for (const [, body] of posts) {
    assert.ok(new TextEncoder().encode(JSON.stringify(body)).length < 65536);
  }
});

test("where beacons are refused, forbidden or missing, the page asks itself", async () => {
  for (const sendBeacon of [() => false, throws, undefined]) {
    const asked = [];
    const world = page({
      navigator: { sendBeacon },
      fetch: (...given) => asked.push(given) && Promise.reject(new Error("offline")),
    });
    const { message, sibling } = await part(MESSAGE, SHOP);
    (await sibling("runtime/consent.js")).decide(["marketing"]);
    message({ id: 1 });
    await world.wait(0);
    const [[address, { body, ...how }]] = asked;
    assert.equal(address, "/t/e");
    assert.deepEqual(how, { method: "POST", keepalive: true });
    assert.deepEqual(JSON.parse(body).events, [{ id: 1 }]);
  }
});

test("a device that keeps nothing does not matter", async () => {
  const { world, posts, message, decide } = await start();
  forbid("localStorage");
  decide(["marketing"]);
  message({ id: 1 });
  await world.wait(0);
  message({ id: 2 });
  await world.wait(0);
  assert.equal(posts[0][1].consent.id, posts[1][1].consent.id);
});
