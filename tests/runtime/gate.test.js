import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const PLAIN = {
  ...{ ERASE: false, STOP: false, LEAVE: false, FINAL: false, LATE: false, LAZY: false, UPDATE: false, SHARED: false },
  ...{ STRICTER: false, MATCHING: false, OPT_OUT: false, GPC: false, AFTER: false, DELAY: false },
};

// One gate that needs "ads": what happened is in `log`, in order. `given` overrides and adds arguments by name.
const NAMES =
  "allowed start send names turn final leave late lazy update library begin stricter user identify mark".split(" ");
const setUp = async (settings, given = {}) => {
  const parts = await part("runtime/gate.js", { ...PLAIN, ...settings });
  const consent = await parts.sibling("runtime/consent.js");
  const log = [];
  const note = word => () => void log.push(word);
  const make = more => {
    const all = {
      allowed: () => consent.level("ads"),
      start: note("start"),
      send: event => void log.push(event),
      stop: note("stop"),
      resume: note("resume"),
      ...more,
    };
    all.turn = on => (on ? all.resume : all.stop)?.();
    all.final = !all.resume;
    const { send } = all;
    all.send = (wake, event) => send(event, wake);
    const hook = parts.gate(...NAMES.map(name => all[name]));
    return event => hook(event && !Array.isArray(event) ? [event] : event); // an event is a list
  };
  const of = words => Object.fromEntries(Object.entries(words).map(([k, v]) => [k, typeof v == "string" ? note(v) : v]));
  const hook = make(of(given));
  const take = () => log.splice(0);
  return { ...consent, sibling: parts.sibling, all: parts.all, any: parts.any, make: more => make(of(more)), hook, log, take, note };
};
const grant = world => world.decide(["ads"]);
const deny = world => world.decide([]);

test("unknown: nothing is started, told or loaded", async () => {
  const { hook, log } = await setUp();
  hook();
  hook("a");
  hook(0);
  assert.deepEqual(log, []);
});

test("a grant starts the library once, then tells what was held, in order", async () => {
  const world = await setUp();
  ["a", "b", "c"].map(world.hook);
  grant(world);
  assert.deepEqual(world.take(), ["start", "a", "b", "c"]);
  world.hook("d");
  grant(world);
  assert.deepEqual(world.take(), ["d"]);
});

test("a grant without events starts the library", async () => {
  const world = await setUp();
  grant(world);
  assert.deepEqual(world.take(), ["start"]);
});

test("what was granted before the gate was made counts at its first call", async () => {
  const { log, make, decide } = await setUp();
  decide(["ads"]);
  log.splice(0);
  make({ start: "second start" })("a");
  assert.deepEqual(log, ["second start", "a"]);
});

test("at most 100 events are held: the first and the last 99", async () => {
  const world = await setUp();
  for (let i = 0; i < 250; i++) {
    world.hook(`e${i}`);
  }
  grant(world);
  const told = world.take().slice(1);
  assert.equal(told.length, 100);
  assert.deepEqual([told[0], told[1], told[99]], ["e0", "e151", "e249"]);
});

for (const AFTER of [false, true]) {
  test(`exactly 100 events are all kept, AFTER ${AFTER}`, async () => {
    const world = await setUp({ AFTER });
    for (let i = 0; i < 100; i++) {
      world.hook(`e${i}`);
    }
    grant(world);
    const told = world.take().slice(1);
    assert.deepEqual([told.length, told[0], told[1], told[99]], [100, "e0", "e1", "e99"]);
  });
}

test("a refusal drops what was held, and what happens then", async () => {
  const world = await setUp();
  world.hook("before");
  deny(world);
  world.hook("during");
  grant(world);
  assert.deepEqual(world.take(), ["start"]);
  world.hook("after");
  assert.deepEqual(world.take(), ["after"]);
});

test("after a decision is taken back events are held again", async () => {
  const world = await setUp();
  world.decide(["ads"], "banner");
  world.take();
  world.undecide("banner");
  world.hook("a");
  assert.deepEqual(world.take(), []);
  grant(world);
  assert.deepEqual(world.take(), ["resume", "a"]);
});

test("a withdrawal stops the library once, a new grant resumes it, and start is not called again", async () => {
  const world = await setUp({ STOP: true });
  grant(world);
  deny(world);
  deny(world);
  world.hook("refused");
  grant(world);
  assert.deepEqual(world.take(), ["start", "stop", "resume"]);
});

test("a library that cannot be resumed stays off until the page is left", async () => {
  const world = await setUp({ STOP: true, FINAL: true }, { resume: undefined });
  grant(world);
  deny(world);
  assert.deepEqual(world.take(), ["start", "stop"]);
  grant(world);
  world.hook("a");
  assert.deepEqual(world.take(), []);
});

test("one that cannot be resumed but never was started is free to start", async () => {
  const world = await setUp({ STOP: true, FINAL: true }, { resume: undefined });
  deny(world);
  grant(world);
  world.hook("a");
  assert.deepEqual(world.take(), ["start", "a"]);
});

test("a withdrawal deletes the declared cookies and keys, after stop and the forgetting of keys", async () => {
  const wrote = page({ cookies: "_x=1; other=2", local: { x_1: "", y: "" }, url: "https://a.example/" });
  const world = await setUp(
    { STOP: true, ERASE: true, LEAVE: true },
    { leave: "leave", stop: "stop", names: /_x|x_[\w.-]*/g }
  );
  grant(world);
  assert.deepEqual(wrote.cookieWrites, []);
  deny(world);
  assert.deepEqual(world.take(), ["start", "leave", "stop"]);
  assert.ok(wrote.cookieWrites.length > 0 && wrote.cookieWrites.every(text => /^(_x|x_1)=;max-age=0/.test(text)));
  assert.deepEqual(Object.keys(localStorage), ["y"]);
});

test("a refusal that is the first decision deletes nothing", async () => {
  const wrote = page({ cookies: "_x=1" });
  const world = await setUp({ STOP: true, ERASE: true }, { names: /_x/g });
  deny(world);
  assert.deepEqual([world.take(), wrote.cookieWrites], [[], []]);
});

test("a grant after a refusal fires the current page view, for this instance only", async () => {
  const world = await setUp({ LATE: true }, { late: hook => hook(["page view"]) });
  world.hook("landing");
  deny(world);
  grant(world);
  assert.deepEqual(world.take(), ["start", "page view"]);
  world.hook("a");
  deny(world);
  grant(world);
  assert.deepEqual(world.take(), ["a", "resume", "page view"]);
});

test("a first grant sends the held landing page view and no other", async () => {
  const world = await setUp({ LATE: true }, { late: hook => hook(["again"]) });
  world.hook("landing");
  grant(world);
  assert.deepEqual(world.take(), ["start", "landing"]);
});

test("a lazy library wakes when there is something to tell, not at the grant", async () => {
  const send = (event, wake) => event != "not after all" && wake();
  const world = await setUp({ LAZY: true, STOP: true }, { lazy: true, send });
  world.hook("not after all");
  grant(world);
  assert.deepEqual(world.take(), []);
  world.hook("a");
  world.hook("b");
  assert.deepEqual(world.take(), ["start"]);
});

test("a lazy library that slept is not stopped", async () => {
  const world = await setUp({ LAZY: true, STOP: true }, { lazy: true, send: (event, wake) => wake() });
  grant(world);
  deny(world);
  assert.deepEqual(world.take(), []);
  grant(world);
  world.hook("a");
  deny(world);
  grant(world);
  world.hook("b");
  assert.deepEqual(world.take(), ["start", "stop", "resume"]);
});

test("every decision while open is told, an event and the one that opens are not", async () => {
  const world = await setUp({ UPDATE: true }, { update: "update" });
  grant(world);
  assert.deepEqual(world.take(), ["start"]);
  world.hook("a");
  world.hook(0);
  assert.deepEqual(world.take(), ["a"]);
  world.decide(["ads", "stats"]);
  assert.deepEqual(world.take(), ["resume"]);
  deny(world);
  assert.deepEqual(world.take(), []);
});

test("instances of one library begin it once and start each", async () => {
  const library = { on: 0 };
  const world = await setUp({ SHARED: true, STOP: true }, { library, begin: "begin" });
  world.make({ library, begin: "begin", start: "start 2", stop: "stop 2" });
  grant(world);
  assert.deepEqual(world.take(), ["begin", "start", "start 2"]);
});

test("a shared library is stopped with its last instance, and resumed with the first", async () => {
  const library = { on: 0 };
  const world = await setUp({ SHARED: true, STOP: true }, { library, begin: "begin" });
  world.make({
    ...{ library, begin: "begin", start: "start 2", stop: "stop 2", resume: "resume 2" },
    allowed: () => world.level("stats"),
  });
  world.decide(["ads", "stats"]);
  world.decide(["ads"]);
  assert.deepEqual(world.take(), ["begin", "start", "start 2"]);
  world.decide([]);
  assert.deepEqual(world.take(), ["stop"]);
  world.decide(["stats"]);
  assert.deepEqual(world.take(), ["resume 2"]);
  world.decide(["ads", "stats"]);
  assert.deepEqual(world.take(), []);
});

test("an instance of a shared library that slept stops nothing when it is refused", async () => {
  const library = { on: 0 };
  const given = { library, begin: "begin" };
  const world = await setUp({ SHARED: true, STOP: true, LAZY: true }, given);
  world.make({ ...given, lazy: true, stop: "stop 2", start: "start 2", allowed: () => world.level("stats") });
  world.decide(["ads", "stats"]);
  world.decide(["ads"]);
  assert.deepEqual(world.take(), ["begin", "start"]);
  world.decide([]);
  assert.deepEqual(world.take(), ["stop"]);
});

test("a shared library that is told of decisions is told once of each, and before its next instance starts", async () => {
  const library = { on: 0 };
  const given = { library, begin: "begin", update: 1, resume: "told", stop: "told" };
  const world = await setUp({ SHARED: true, STOP: true, UPDATE: true }, given);
  world.make({ ...given, start: "start 2", allowed: () => world.level("stats") });
  world.decide(["ads"]);
  assert.deepEqual(world.take(), ["begin", "start"]);
  world.decide(["ads", "stats"]);
  assert.deepEqual(world.take(), ["told", "start 2"]);
  world.decide(["ads", "stats"]);
  assert.deepEqual(world.take(), ["told"]);
  world.decide(["stats"]);
  assert.deepEqual(world.take(), ["told"]);
  world.decide([]);
  assert.deepEqual(world.take(), ["told"]);
  world.decide(["ads"]);
  assert.deepEqual(world.take(), ["told"]);
});

test("instances that one grant starts begin their library once and tell it nothing more", async () => {
  const library = { on: 0 };
  const given = { library, begin: "begin", update: 1, resume: "told", stop: "told" };
  const world = await setUp({ SHARED: true, STOP: true, UPDATE: true }, given);
  world.make({ ...given, start: "start 2", allowed: () => world.level("stats") });
  world.decide(["ads", "stats"]);
  assert.deepEqual(world.take(), ["begin", "start", "start 2"]);
});

test("a shared library deletes the cookies of an instance that is refused, not those that the other declares, too", async () => {
  const wrote = page({ url: "https://a.example/", cookies: "_x=1; _y=2; _z=3" });
  const library = { on: 0 };
  const given = { library, begin: "begin", names: /_x|_y/g };
  const world = await setUp({ SHARED: true, STOP: true, ERASE: true, IN_COMMON: true }, given);
  world.make({ ...given, names: /_y|_z/g, allowed: () => world.level("stats") });
  const erased = () => [...new Set(wrote.cookieWrites.splice(0).map(text => text.split("=")[0]))];
  world.decide(["ads", "stats"]);
  world.decide(["stats"]);
  assert.deepEqual(erased(), ["_x"]);
  world.decide([]);
  assert.deepEqual(erased(), ["_y", "_z"]);
});

test("a shared library keeps its cookies while one instance is on", async () => {
  const wrote = page({ cookies: "_x=1" });
  const library = { on: 0 };
  const given = { library, begin: "begin", names: /_x/g };
  const world = await setUp({ SHARED: true, STOP: true, ERASE: true }, given);
  world.make({ ...given, allowed: () => world.level("stats") });
  world.decide(["ads", "stats"]);
  world.decide(["stats"]);
  assert.deepEqual(wrote.cookieWrites, []);
  world.decide([]);
  assert.ok(wrote.cookieWrites.length);
});

test("a library with one instance ignores the count of others", async () => {
  const world = await setUp({ SHARED: true, STOP: true });
  grant(world);
  deny(world);
  assert.deepEqual(world.take(), ["start", "stop"]);
});

test("a stricter event waits for its own grant and lets the others pass", async () => {
  const world = await setUp({ STRICTER: true });
  const log = [];
  const hook = world.make({
    send: event => void log.push(event),
    stricter: event => (event == "strict" ? world.level("stats") : 2),
  });
  world.decide(["ads"], "x");
  world.undecide("x");
  hook("a");
  hook("strict");
  hook("b");
  grant(world);
  assert.deepEqual(log.splice(0), ["a", "b"]);
  world.decide(["ads", "stats"]);
  assert.deepEqual(log.splice(0), []);
});

test("a stricter event is held while its requirement is unknown and sent in its place when granted", async () => {
  let level = 1;
  const world = await setUp({ STRICTER: true }, { stricter: event => (event == "strict" ? level : 2) });
  ["a", "strict", "b"].map(world.hook);
  grant(world);
  assert.deepEqual(world.take(), ["start", "a", "b"]);
  world.hook("c");
  level = 2;
  grant(world);
  assert.deepEqual(world.take(), ["c", "strict"]);
});

test("a stricter event that is refused is dropped for good", async () => {
  let level = 0;
  const world = await setUp({ STRICTER: true }, { stricter: event => (event == "strict" ? level : 2) });
  grant(world);
  world.hook("strict");
  level = 2;
  world.hook("a");
  assert.deepEqual(world.take(), ["start", "a"]);
});

test("events wait while user data is being hashed, and so does the start", async () => {
  const user = { busy: 1 };
  const world = await setUp({ MATCHING: true }, { user, identify: "identify" });
  world.hook("a");
  grant(world);
  assert.deepEqual(world.take(), []);
  user.busy = 0;
  user.poke(0);
  assert.deepEqual(world.take(), ["start", "a"]);
});

test("user data that became known is told before the next event that is told, once", async () => {
  const user = { news: 0 };
  const log = [];
  const send = (event, wake) => event == "not after all" || (wake(1), log.push(event));
  const identify = () => ((user.news = 0), log.push("identify"));
  const world = await setUp({ MATCHING: true }, { user, send, identify, start: () => log.push("start") });
  grant(world);
  world.hook("a");
  user.news = 1;
  ["not after all", "b", "c"].map(world.hook);
  assert.deepEqual(log, ["start", "a", "identify", "b", "c"]);
});

test("user data alone is told to nobody: not when it comes, not at a grant, not while refused", async () => {
  const user = { news: 1 };
  const world = await setUp({ MATCHING: true }, { user, identify: "identify", send: (event, wake) => wake(1) });
  user.poke(0);
  world.hook("a");
  deny(world);
  user.poke(0);
  grant(world);
  user.poke(0);
  assert.deepEqual(world.take(), ["start"]);
});

test("a vendor that throws stops no other instance and no later event", async () => {
  const world = await setUp({ STOP: true, UPDATE: true }, { start: throws, update: throws, stop: throws, resume: throws, send: throws });
  world.make({ start: "start 2", stop: "stop 2" });
  world.hook("a");
  grant(world);
  grant(world);
  deny(world);
  assert.deepEqual(world.take(), ["start 2", "stop 2"]);
});

test("a refusal by the vendor's own call keeps back what was to follow", async () => {
  const world = await setUp({ STOP: true });
  const log = [];
  const hook = world.make({ send: event => (log.push(event), deny(world)), stop: () => log.push("stop") });
  ["a", "b", "c"].map(hook);
  grant(world);
  assert.deepEqual(log, ["a", "stop"]);
});

test("an event that the vendor's call sets off is told after the ones before it", async () => {
  const world = await setUp();
  const log = [];
  const hook = world.make({ send: event => (log.push(event), event == "a" && hook("from a")) });
  ["a", "b"].map(hook);
  grant(world);
  assert.deepEqual(log, ["a", "b", "from a"]);
});

test("of several requirements all is the least and any the most", async () => {
  const { all, any } = await setUp();
  assert.deepEqual([all(2, 1, 0), all(2, 1), all(2, 2), any(0, 1), any(0, 2, 1), any(0, 0)], [0, 1, 2, 1, 2, 0]);
});

// Gates whose events may wait: `a` is the call that `b` waits for.
const waiting = async (settings = {}, given = {}) => {
  const world = await setUp({ STRICTER: true, AFTER: true, ...settings });
  const { done, follow, succeeded } = await world.sibling("runtime/sequence.js");
  const mark = event => (event == "a" ? 1 : undefined);
  const send = event => (world.log.push(event), 1);
  const stricter = event => (event == "b" ? done(1) : event == "if a" ? succeeded(1) : 2);
  return { ...world, follow, mark, send, stricter, hook: world.make({ mark, send, stricter, ...given }) };
};

test("an event waits for a call and goes in the same turn when that was before it", async () => {
  const world = await waiting();
  ["b", "a", "c", "b"].map(world.hook);
  grant(world);
  assert.deepEqual(world.take(), ["start", "start", "a", "c", "b"]);
  world.follow();
  assert.deepEqual(world.take(), ["b"]);
});

test("a call that was refused, dropped for lack of room, or failed is done and was not made", async () => {
  for (const spoil of [
    world => (world.hook("a"), deny(world)),
    world => (deny(world), world.hook("a")),
    world => (world.hook("first"), world.hook("a"), [...Array(100).keys()].map(world.hook)),
    world => (world.make({ ...world, send: throws, start: () => {} })("a"), 0),
    world => (world.make({ ...world, send: () => false, start: () => {} })("a"), 0),
    world => (world.make({ ...world, stricter: event => (event == "a" ? 0 : 2), start: () => {} })("a"), 0),
  ]) {
    const world = await waiting();
    spoil(world);
    grant(world);
    world.take();
    ["if a", "b"].map(world.hook);
    world.follow();
    assert.deepEqual(world.take(), ["b"], spoil.toString());
  }
});

test("a delayed event stays in the gate, lets the others pass, and a refusal drops it", async () => {
  const late = ["late"];
  const world = await setUp({ STRICTER: true, DELAY: true }, {});
  const { delayed } = await world.sibling("runtime/delay.js");
  grant(world);
  world.take();
  delayed.push(late);
  [late, ["other"]].map(world.hook);
  assert.deepEqual(world.take(), ["other"]);
  delayed.splice(0);
  world.hook(0);
  assert.deepEqual(world.take(), ["late"]);
  delayed.push(late);
  world.hook(late);
  deny(world);
  delayed.splice(0);
  grant(world);
  assert.deepEqual(world.take(), ["resume"]);
});

test("a delayed event whose own requirement is refused is dropped at once", async () => {
  let level = 0;
  const late = ["late"];
  const world = await setUp({ STRICTER: true, DELAY: true }, { stricter: () => level });
  (await world.sibling("runtime/delay.js")).delayed.push(late);
  grant(world);
  world.hook(late);
  level = 2;
  (await world.sibling("runtime/delay.js")).delayed.splice(0);
  world.hook(0);
  assert.deepEqual(world.take(), ["start"]);
});
