import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { page, part } from "./page.js";

const sha256 = text => createHash("sha256").update(text).digest("hex");
const HASH = sha256("a");

// One platform that takes an e-mail address hashed and a phone number raw. `level` is what its requirement is worth.
const setUp = async ({ level = 2, subtle } = {}) => {
  const world = page(subtle ? { crypto: { subtle } } : { crypto: webcrypto });
  const parts = await part("runtime/user.js", { OPT_OUT: false, GPC: false });
  const consent = await parts.sibling("runtime/consent.js");
  const state = { level };
  const pokes = [];
  parts.watchPerson(() => state.level);
  const user = parts.match(
    () => state.level,
    person => [
      parts.normalised(person.email, () => person.email.toLowerCase()),
      parts.raw(person.phone, () => person.phone),
    ],
    ([em, ph]) => ({ em, ph })
  );
  user.poke = event => pokes.push([event, user.busy]);
  const learn = fields => parts.learn(() => state.level, fields);
  const decide = to => ((state.level = to), consent.decide([]));
  const learnStanding = fields => parts.learn(() => state.level, fields, true);
  return { ...parts, world, user, pokes, learn, learnStanding, decide, settle: () => world.wait(0) };
};
const webcrypto = globalThis.crypto;

test("a known value is hashed and given in the platform's shape", async () => {
  const { learn, user, pokes, world } = await setUp();
  learn({ email: "A" });
  assert.equal(user.busy, 1);
  await until(() => user.data);
  await world.wait(0);
  assert.deepEqual(user.data, { em: HASH, ph: undefined });
  assert.equal(user.busy, 0);
  assert.equal(user.news, 1);
  assert.deepEqual(pokes, [[0, 0]]);
});

const until = async condition => {
  for (let i = 0; i < 1000 && !condition(); i++) {
    await sleep(1);
  }
};

test("what is a SHA-256 already passes through, in small letters and without white space", async () => {
  const { learn, user } = await setUp();
  learn({ email: ` ${HASH.toUpperCase()}\n` });
  await until(() => user.data);
  assert.equal(user.data.em, HASH);
});

test("a raw identifier stays raw, and a hash is no raw one", async () => {
  const { learn, user } = await setUp();
  learn({ phone: "+44 20" });
  await until(() => user.data);
  assert.deepEqual(user.data, { em: undefined, ph: "+44 20" });
  const other = await setUp();
  other.learn({ phone: HASH, email: "a" });
  await until(() => other.user.data);
  assert.deepEqual(other.user.data, { em: HASH, ph: undefined });
});

test("a raw value that looks like a hash after its rule is not hashed either", async () => {
  const { raw } = await setUp();
  assert.deepEqual(raw("x", () => HASH), [HASH]);
  assert.deepEqual([raw(HASH, () => assert.fail("asked")), raw("", () => "x"), raw(undefined, () => "x"), raw("x", () => "")], [
    undefined, undefined, undefined, undefined,
  ]);
});

test("what a rule makes empty is no identifier", async () => {
  const { normalised } = await setUp();
  assert.deepEqual([normalised("x", () => ""), normalised("", () => "y"), normalised(undefined, () => "y")], [
    undefined, undefined, undefined,
  ]);
});

test("nothing is asked of the digest for nothing", async () => {
  const { learn, user } = await setUp({ subtle: { digest: () => assert.fail("hashed") } });
  learn({ city: "Leeds", email: "", phone: null });
  assert.deepEqual([user.busy, user.data], [0, undefined]);
});

test("the same value is hashed once", async () => {
  let digests = 0;
  const subtle = { digest: (...args) => ((digests += 1), webcrypto.subtle.digest(...args)) };
  const { learn, user } = await setUp({ subtle });
  learn({ email: "a" });
  learn({ email: "A" });
  learn({ city: "Leeds" });
  await until(() => user.data);
  assert.equal(digests, 1);
});

test("what is empty does not replace what is known, and numbers count as their text", async () => {
  const { learn, user } = await setUp();
  learn({ email: "a", phone: 4420 });
  learn({ email: "", phone: null });
  await until(() => user.data);
  assert.deepEqual(user.data, { em: HASH, ph: "4420" });
});

test("while unknown the value is kept in memory but not hashed; a grant hashes it", async () => {
  let digests = 0;
  const { decide, learn, user } = await setUp({
    level: 1,
    subtle: { digest: (...args) => ((digests += 1), webcrypto.subtle.digest(...args)) },
  });
  learn({ email: "a" });
  assert.deepEqual([digests, user.busy], [0, 0]);
  decide(2);
  await until(() => user.data);
  assert.deepEqual([digests, user.data.em], [1, HASH]);
});

test("a refusal forgets, and a later grant knows nothing", async () => {
  const { decide, learn, user, settle } = await setUp();
  learn({ email: "a" });
  await until(() => user.data);
  decide(0);
  assert.equal(user.data, undefined);
  learn({ email: "b" });
  decide(2);
  await settle();
  assert.equal(user.data, undefined);
});

test("hashes that arrive after a refusal are dropped", async () => {
  let answer;
  const { decide, learn, user, settle } = await setUp({ subtle: { digest: () => new Promise(done => (answer = done)) } });
  learn({ email: "a" });
  decide(0);
  answer(new Uint8Array(32).buffer);
  await settle();
  assert.deepEqual([user.data, user.news, user.busy], [undefined, 0, 0]);
});

test("an older answer does not replace a newer one", async () => {
  const answers = [];
  const { learn, user, settle } = await setUp({ subtle: { digest: () => new Promise(done => answers.push(done)) } });
  learn({ email: "a" });
  learn({ email: "b" });
  answers[1](new Uint8Array([1]).buffer);
  await settle();
  answers[0](new Uint8Array([2]).buffer);
  await settle();
  assert.equal(user.data.em, "01");
});

test("after 200 ms events wait no longer, and the identifiers are told when they come", async () => {
  let answer;
  const { learn, pokes, user, world } = await setUp({ subtle: { digest: () => new Promise(done => (answer = done)) } });
  learn({ email: "a" });
  await world.wait(199);
  assert.deepEqual([user.busy, pokes], [1, []]);
  await world.wait(1);
  assert.deepEqual([user.busy, pokes], [0, [[0, 0]]]);
  answer(new Uint8Array([255]).buffer);
  await world.wait(0);
  assert.deepEqual([user.data.em, user.news, pokes], ["ff", 1, [[0, 0], [0, 0]]]);
});

test("when the page goes events do not wait at all", async () => {
  const { learn, pokes, user, world } = await setUp({ subtle: { digest: () => new Promise(() => {}) } });
  world.fire("pagehide");
  assert.deepEqual(pokes, []);
  learn({ email: "a" });
  world.fire("pagehide");
  assert.deepEqual([user.busy, pokes], [0, [[0, 0]]]);
});

test("without Web Crypto, or where it fails, events go out without identifiers", async () => {
  const failing = await setUp({ subtle: { digest: () => Promise.reject(new Error("no")) } });
  failing.learn({ email: "a" });
  await failing.settle();
  assert.deepEqual([failing.user.busy, failing.user.data, failing.pokes.length], [0, undefined, 1]);
  const none = await setUp({ subtle: undefined });
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  none.learn({ email: "a" });
  await none.world.wait(200);
  assert.deepEqual([none.user.busy, none.user.data], [0, undefined]);
});

test("what a call tells is no news any more", async () => {
  const { learn, told, user } = await setUp();
  learn({ email: "a" });
  await until(() => user.data);
  assert.equal(user.news, 1);
  assert.deepEqual(told(user), { em: HASH, ph: undefined });
  assert.equal(user.news, 0);
});

test("what stands in the page counts when it changes, not again after an event told something newer", async () => {
  const { learn: plain, user, ...parts } = await setUp();
  const standing = fields => parts.learnStanding(fields);
  standing({ email: "a" });
  await until(() => user.data);
  plain({ email: "b" });
  standing({ email: "a" });
  await until(() => user.data);
  assert.equal(user.data.em, sha256("b"));
  standing({ email: "c" });
  await until(() => user.data);
  assert.equal(user.data.em, sha256("c"));
});

test("a page that looks again at every decision is asked to", async () => {
  page();
  const parts = await part("runtime/user.js", { OPT_OUT: false, GPC: false });
  const { decide } = await parts.sibling("runtime/consent.js");
  let looked = 0;
  parts.watchPerson(() => 2, () => (looked += 1));
  decide([]);
  assert.equal(looked, 1);
});

test("what no longer stands in the page is still known", async () => {
  const { learnStanding, learn, user } = await setUp();
  learnStanding({ email: "a" });
  await until(() => user.data);
  learnStanding({ email: "" });
  learn({ phone: "1" });
  await until(() => user.data);
  assert.deepEqual(user.data, { em: HASH, ph: "1" });
});
