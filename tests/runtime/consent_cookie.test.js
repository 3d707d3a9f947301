import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

const PLAIN = { OPT_OUT: false, GPC: false };
const { cookieFlag, cookieJson, cookieList, cookiePairs } = await part("consent/cookie.js", PLAIN);

test("json is an object, or no decision", () => {
  assert.deepEqual(cookieJson('{"ads": true, "n": {"a": "yes"}}'), { ads: true, n: { a: "yes" } });
  for (const text of ["", "{", "ads:true", "%7B%7D"]) {
    assert.equal(cookieJson(text), undefined);
  }
});

test("a list names what is granted, between commas, semicolons and the like", () => {
  for (const text of ["ads,stats", " ads , stats ,", "ads;stats", "ads&stats", "ads|stats", "ads!stats", ",,ads,,stats"]) {
    assert.deepEqual(cookieList(text), { ads: true, stats: true }, text);
  }
  assert.deepEqual(cookieList(""), {});
});

test("pairs have a colon or an equals sign; a name alone is granted", () => {
  assert.deepEqual(cookiePairs("ads:1,stats=no, chat : yes ,maps"), { ads: "1", stats: "no", chat: "yes", maps: true });
  assert.deepEqual(cookiePairs("a:b:c,d=e=f,:x"), { a: "b:c", d: "e=f", "": "x" });
});

test("names from a cookie are nobody's prototype", () => {
  for (const made of [cookieList("__proto__,constructor"), cookiePairs("__proto__:1,constructor:2")]) {
    assert.equal(Object.getPrototypeOf(made), Object.prototype);
    assert.equal({}.polluted, undefined);
  }
});

test("a flag is the whole value", () => assert.equal(cookieFlag("allow all"), "allow all"));

const setUp = async (cookies, globals = {}) => {
  const world = page({ cookies, ...globals });
  const parts = await part("consent/cookie.js", PLAIN);
  const consent = await parts.sibling("runtime/consent.js");
  const granted = record => ["ads"].filter(name => record[name]);
  const start = () => parts.cookieConsent("choice", parts.cookieJson, granted);
  return { ...consent, world, start };
};

test("the cookie that is there decides at once", async () => {
  const { level, start } = await setUp("a=1; choice=%7B%22ads%22%3Atrue%7D");
  start();
  assert.equal(level("ads"), 2);
});

test("a cookie that is absent, empty or unreadable decides nothing", async () => {
  for (const cookies of ["", "choice=", "choice={", "xchoice={}", "choice=null"]) {
    const { level, start } = await setUp(cookies);
    start();
    assert.equal(level("ads"), 1, cookies);
  }
});

test("without news from the browser the cookie is looked at every second", async () => {
  const { level, start, watchers, world } = await setUp("");
  let decisions = 0;
  watchers.push(() => (decisions += 1));
  start();
  world.setCookies('choice={"ads":true}');
  assert.equal(level("ads"), 1);
  await world.wait(1000);
  assert.equal(level("ads"), 2);
  await world.wait(10000);
  assert.equal(decisions, 1, "only a change is a decision");
  world.setCookies("choice={}");
  await world.wait(1000);
  assert.equal(level("ads"), 0);
});

test("a cookie that goes away takes its decision back", async () => {
  const { level, start, world } = await setUp('choice={"ads":true}');
  start();
  world.setCookies("");
  await world.wait(1000);
  assert.equal(level("ads"), 1);
});

test("where the browser tells of changes nothing is polled", async () => {
  const changes = [];
  const cookieStore = { addEventListener: (type, listener) => void changes.push([type, listener]) };
  const { level, start, world } = await setUp("", { cookieStore });
  start();
  assert.deepEqual([changes.length, changes[0][0], world.timers.length], [1, "change", 0]);
  world.setCookies('choice={"ads":true}');
  changes[0][1]();
  assert.equal(level("ads"), 2);
});

test("a page that comes back from the cache looks again", async () => {
  const { level, start, world } = await setUp("");
  start();
  world.setCookies('choice={"ads":true}');
  world.fire("pageshow");
  assert.equal(level("ads"), 2);
});
