import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

const CONSENT = "runtime/consent.js";
const opt_in = { OPT_OUT: false, GPC: false };
const opt_out = { OPT_OUT: true, GPC: false, optOut: () => true };

test("nobody has decided: unknown where nothing may be sent without a grant, granted where everything may", async () => {
  const levels = [];
  for (const settings of [opt_in, opt_out, { ...opt_out, optOut: () => false }]) {
    const { level, losePatience } = await part(CONSENT, settings);
    levels.push(level("ads"));
    losePatience();
    levels.push(level("ads"));
  }
  assert.deepEqual(levels, [1, 1, 1, 2, 1, 1]);
});

test("a decision grants what it names and denies what it does not, in both regimes", async () => {
  for (const settings of [opt_in, opt_out]) {
    const { decide, level } = await part(CONSENT, settings);
    decide(["ads"]);
    assert.deepEqual([level("ads"), level("stats")], [2, 0]);
    decide([]);
    assert.deepEqual([level("ads"), level("stats")], [0, 0]);
  }
});

test("every watcher hears of every decision, without arguments", async () => {
  const { decide, watchers, level } = await part(CONSENT, opt_in);
  const heard = [];
  watchers.push((...args) => heard.push(["first", args, level("ads")]), (...args) => heard.push(["second", args, level("ads")]));
  decide(["ads"]);
  decide([]);
  assert.deepEqual(heard, [["first", [], 2], ["second", [], 2], ["first", [], 0], ["second", [], 0]]);
});

test("decisions are counted before anybody hears of them", async () => {
  const { sibling, decide, decideBy, watchers } = await part(CONSENT, { ...opt_in, UPDATE: true, SHARED: true });
  const consent = await sibling(CONSENT);
  const heard = [];
  watchers.push(() => heard.push(consent.decisions));
  decide(["ads"]);
  decide(["ads"]);
  decideBy("revoke");
  decideBy("open");
  assert.deepEqual(heard, [1, 2, 3]);
});

test("a source takes back what it told, and nothing that another one told", async () => {
  const { decide, undecide, level } = await part(CONSENT, opt_in);
  decide(["ads"], "banner");
  undecide("other");
  assert.equal(level("ads"), 2);
  undecide("banner");
  assert.equal(level("ads"), 1);
  decide(["ads"], "banner");
  decide([]);
  undecide("banner");
  assert.equal(level("ads"), 0);
});

test("tagc('consent') takes true for a grant, and nothing else for one", async () => {
  const { decideBy, level } = await part(CONSENT, opt_in);
  decideBy({ ads: true, stats: "true", chat: 1, maps: false });
  assert.deepEqual(["ads", "stats", "chat", "maps", "other"].map(level), [2, 0, 0, 0, 0]);
});

test("'revoke' denies all; 'open', numbers and functions decide nothing", async () => {
  const { decideBy, level } = await part(CONSENT, opt_in);
  for (const told of ["open", "granted", 7, true, undefined, () => {}]) {
    decideBy(told);
    assert.equal(level("ads"), 1);
  }
  decideBy("revoke");
  assert.equal(level("ads"), 0);
});

test("an inherited grant is none", async () => {
  const { decideBy, level } = await part(CONSENT, opt_in);
  decideBy(Object.create({ ads: true }));
  assert.equal(level("ads"), 0);
});

test("an opt-out default waits until nobody can tell any more, then tells the watchers once", async () => {
  const { level, losePatience, watchers } = await part(CONSENT, opt_out);
  const heard = [];
  watchers.push(() => heard.push(level("ads")));
  losePatience();
  assert.deepEqual(heard, [2]);
});

test("the consent tool has five seconds", async () => {
  const world = page();
  const { level, waitForTool, watchers } = await part(CONSENT, opt_out);
  const heard = [];
  watchers.push(() => heard.push(level("ads")));
  waitForTool();
  await world.wait(4999);
  assert.deepEqual([level("ads"), heard], [1, []]);
  await world.wait(1);
  assert.deepEqual(heard, [2]);
});

test("a decision in that time counts at once and stays, and nothing is told when the time is over", async () => {
  const world = page();
  const { decide, level, waitForTool, watchers } = await part(CONSENT, opt_out);
  waitForTool();
  decide([]);
  watchers.push(() => assert.fail("told again"));
  await world.wait(6000);
  assert.equal(level("ads"), 0);
});

test("Global Privacy Control denies its categories whatever was decided, where it counts", async () => {
  globalThis.signalCounts = true;
  const settings = { ...opt_out, GPC: true, gpcDenies: ["ads"], gpcHere: () => globalThis.signalCounts };
  const { decide, level, losePatience } = await part(CONSENT, settings);
  losePatience();
  assert.deepEqual([level("ads"), level("stats")], [0, 2]);
  decide(["ads", "stats"]);
  assert.deepEqual([level("ads"), level("stats")], [0, 2]);
  globalThis.signalCounts = false;
  assert.equal(level("ads"), 2);
});

test("only true is the browser's signal", async () => {
  const { gpc } = await part(CONSENT);
  for (const value of [true, "1", 1, false, undefined]) {
    page({ navigator: { globalPrivacyControl: value } });
    assert.equal(gpc(), value === true);
  }
});

test("the region is the first valid code", async () => {
  const { region } = await part(CONSENT);
  assert.equal(region(undefined, "gb", "United Kingdom", "GB-ENG", "US"), "GB-ENG");
  assert.equal(region("US-CA"), "US-CA");
  for (const code of ["", "G", "GBR", "GB-", "GB-ENGL", "GB\n", " GB", "GB-eng", null, {}]) {
    assert.equal(region(code), undefined);
  }
});

test("a meta element is found by its name, whatever the name holds", async () => {
  const asked = [];
  page({ document: { querySelector: selector => (asked.push(selector), { content: "GB" }) } });
  const { meta } = await part(CONSENT);
  assert.equal(meta("tagc-region"), "GB");
  meta('a"] b');
  assert.deepEqual(asked, ['meta[name="tagc-region"]', 'meta[name="a\\"] b"]']);
  page({ document: { querySelector: () => null } });
  assert.equal(meta("tagc-region"), undefined);
});
