// The globals that each vendor's library finds, in the shape it expects.
import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const isArguments = value => Object.prototype.toString.call(value) == "[object Arguments]";
const loaded = world => world.scripts.map(element => element.src);

test("google: commands are Arguments objects on the data layer, whatever stands there", async () => {
  page();
  const { googleGtag } = await part("platforms/google.js");
  const layer = (window.dataLayer = [{ event: "mine" }]);
  googleGtag("event", "purchase", { value: 1 });
  assert.equal(window.dataLayer, layer);
  assert.ok(isArguments(layer[1]));
  assert.deepEqual([...layer[1]], ["event", "purchase", { value: 1 }]);
  page();
  googleGtag("js", 1);
  assert.deepEqual([...window.dataLayer[0]], ["js", 1]);
});

test("google: no global gtag is made, and the id is in the address", async () => {
  const world = page();
  const { googleGtag, googleLoad } = await part("platforms/google.js");
  googleLoad("G-ABCDE12345");
  googleGtag("js");
  assert.deepEqual(loaded(world), ["https://www.googletagmanager.com/gtag/js?id=G-ABCDE12345"]);
  assert.deepEqual(Object.keys(window), ["dataLayer"]);
});

test("linkedin: the queue has both names, partner ids are texts in both globals", async () => {
  const world = page();
  const { linkedinLoad } = await part("platforms/linkedin/browser.js");
  linkedinLoad("1234567");
  window.lintrk("track", { conversion_id: "7" });
  assert.deepEqual(window.lintrk.q, [["track", { conversion_id: "7" }]]);
  assert.deepEqual([window._linkedin_partner_id, window._linkedin_data_partner_ids], ["1234567", ["1234567"]]);
  assert.deepEqual(loaded(world), ["https://snap.licdn.com/li.lms-analytics/insight.min.js"]);
});

test("linkedin: a second partner id joins the first, and nothing is loaded again", async () => {
  const world = page();
  window._linkedin_data_partner_ids = ["1"];
  const { linkedinLoad } = await part("platforms/linkedin/browser.js");
  linkedinLoad("2");
  linkedinLoad("3");
  assert.deepEqual(window._linkedin_data_partner_ids, ["1", "2", "3"]);
  assert.equal(loaded(world).length, 1);
});

test("meta: fbq is a function that queues Arguments, with all that fbevents.js looks for", async () => {
  const world = page();
  const { metaLoad } = await part("platforms/meta/browser.js");
  metaLoad();
  const { fbq } = window;
  assert.equal(typeof fbq, "function");
  assert.equal(window._fbq, fbq);
  assert.equal(fbq.push, fbq);
  assert.deepEqual([fbq.loaded, fbq.version, fbq.disablePushState, fbq.queue], [true, "2.0", true, []]);
  fbq("init", "1");
  assert.ok(isArguments(fbq.queue[0]));
  fbq.callMethod = (...args) => assert.deepEqual(args, ["track", "Lead"]);
  fbq("track", "Lead");
  assert.equal(fbq.queue.length, 1);
  assert.deepEqual(loaded(world), ["https://connect.facebook.net/en_US/fbevents.js"]);
});

test("meta: a pixel that is there keeps its version, queue and settings", async () => {
  const world = page();
  const there = (window.fbq = Object.assign(() => {}, { version: "2.9", queue: [1] }));
  const { metaLoad } = await part("platforms/meta/browser.js");
  metaLoad();
  assert.equal(window.fbq, there);
  assert.deepEqual([{ ...there }, window._fbq, loaded(world)], [{ version: "2.9", queue: [1] }, undefined, []]);
});

test("microsoft: the queue of a tag is an array, and one that the page has filled is kept", async () => {
  page();
  const { microsoftQueue } = await part("platforms/microsoft/browser.js");
  microsoftQueue("uetq").push("event", "lead", {});
  microsoftQueue("uetq2").push("event", "other", {});
  assert.deepEqual([window.uetq, window.uetq2], [["event", "lead", {}], ["event", "other", {}]]);
  const mine = (window.uetq = ["mine"]);
  microsoftQueue("uetq").push("event");
  assert.deepEqual([window.uetq === mine, mine], [true, ["mine", "event"]]);
});

// As bat.js: it takes the queue that it is given, and stands in its place.
const uet = (log = []) => {
  window.UET = function (options) {
    log.push(options);
    this.push = (...call) => log.push(call);
  };
  return log;
};

test("microsoft: when the library has come, the tag is made with what was queued, and the page is told", async () => {
  const world = page();
  const { microsoftLoad, microsoftQueue } = await part("platforms/microsoft/browser.js");
  microsoftQueue("uetq").push("consent", "update", { ad_storage: "granted" });
  microsoftLoad("uetq", { ti: "1", enableAutoSpaTracking: false });
  assert.deepEqual(loaded(world), ["https://bat.bing.com/bat.js"]);
  microsoftQueue("uetq").push("event", "lead", {});
  const log = uet();
  world.scripts[0].onload();
  assert.deepEqual(log, [
    {
      ...{ ti: "1", enableAutoSpaTracking: false },
      q: ["consent", "update", { ad_storage: "granted" }, "event", "lead", {}],
    },
    ["pageLoad"],
  ]);
  microsoftQueue("uetq").push("event", "purchase", {});
  assert.deepEqual(log[2], ["event", "purchase", {}]);
});

test("microsoft: each tag has its own queue and its own library", async () => {
  const world = page();
  const { microsoftLoad } = await part("platforms/microsoft/browser.js");
  microsoftLoad("uetq1", { ti: "1" });
  microsoftLoad("uetq2", { ti: "2" });
  const log = uet();
  world.scripts.map(element => element.onload());
  assert.deepEqual(log.map(entry => entry.ti ?? entry), ["1", ["pageLoad"], "2", ["pageLoad"]]);
  assert.notEqual(window.uetq1, window.uetq2);
});

test("microsoft: a tag that is there is left alone", async () => {
  const world = page();
  const there = (window.uetq = { push() {} });
  const { microsoftLoad, microsoftQueue } = await part("platforms/microsoft/browser.js");
  microsoftLoad("uetq", { ti: "1" });
  assert.deepEqual([window.uetq === there, microsoftQueue("uetq") === there, loaded(world)], [true, true, []]);
});

test("microsoft: a library that fails throws nothing into the page", async () => {
  const world = page();
  const { microsoftLoad } = await part("platforms/microsoft/browser.js");
  microsoftLoad("uetq", { ti: "1" });
  window.UET = throws;
  world.scripts[0].onload();
  assert.ok(Array.isArray(window.uetq));
});

test("pinterest: pintrk is a function that queues arrays, with the version that core.js looks for", async () => {
  const world = page();
  const { pinterestLoad } = await part("platforms/pinterest/browser.js");
  pinterestLoad();
  const { pintrk } = window;
  assert.deepEqual([typeof pintrk, pintrk.version, pintrk.queue], ["function", "3.0", []]);
  pintrk("load", "2612345678901", { em: "x" });
  assert.ok(Array.isArray(pintrk.queue[0]));
  assert.deepEqual(pintrk.queue, [["load", "2612345678901", { em: "x" }]]);
  assert.deepEqual(loaded(world), ["https://s.pinimg.com/ct/core.js"]);
});

test("pinterest: a tag that is there keeps its version and queue", async () => {
  const world = page();
  const there = (window.pintrk = Object.assign(() => {}, { version: "4.0", queue: [1] }));
  const { pinterestLoad } = await part("platforms/pinterest/browser.js");
  pinterestLoad();
  assert.equal(window.pintrk, there);
  assert.deepEqual([{ ...there }, loaded(world)], [{ version: "4.0", queue: [1] }, []]);
});

test("reddit: rdt queues Arguments as callQueue until the library takes over by sendEvent", async () => {
  const world = page();
  const { redditLoad } = await part("platforms/reddit/browser.js");
  redditLoad();
  const { rdt } = window;
  rdt("init", "a2_1");
  assert.ok(isArguments(rdt.callQueue[0]));
  assert.deepEqual([...rdt.callQueue[0]], ["init", "a2_1"]);
  const sent = [];
  rdt.sendEvent = (...call) => sent.push(call);
  rdt("track", "Lead", { conversionId: "7" });
  assert.deepEqual([sent, rdt.callQueue.length], [[["track", "Lead", { conversionId: "7" }]], 1]);
  assert.deepEqual(loaded(world), ["https://www.redditstatic.com/ads/pixel.js"]);
});

test("reddit: a pixel that is there is left alone", async () => {
  const world = page();
  const there = (window.rdt = Object.assign(() => {}, { callQueue: [1] }));
  const { redditLoad } = await part("platforms/reddit/browser.js");
  redditLoad();
  assert.equal(window.rdt, there);
  assert.deepEqual([{ ...there }, loaded(world)], [{ callQueue: [1] }, []]);
});

test("snap: snaptr queues Arguments until the library takes over by handleRequest", async () => {
  const world = page();
  const { snapLoad } = await part("platforms/snap/browser.js");
  snapLoad();
  const { snaptr } = window;
  snaptr("init", "1a2b");
  assert.ok(isArguments(snaptr.queue[0]));
  assert.deepEqual([...snaptr.queue[0]], ["init", "1a2b"]);
  const sent = [];
  snaptr.handleRequest = (...call) => sent.push(call);
  snaptr("track", "PAGE_VIEW");
  assert.deepEqual([sent, snaptr.queue.length], [[["track", "PAGE_VIEW"]], 1]);
  assert.deepEqual(loaded(world), ["https://sc-static.net/scevent.min.js"]);
});

test("snap: a pixel that is there is left alone", async () => {
  const world = page();
  const there = (window.snaptr = Object.assign(() => {}, { queue: [1] }));
  const { snapLoad } = await part("platforms/snap/browser.js");
  snapLoad();
  assert.equal(window.snaptr, there);
  assert.deepEqual([{ ...there }, loaded(world)], [{ queue: [1] }, []]);
});

const TIKTOK_METHODS = [
  ...["page", "track", "identify", "instances", "debug", "on", "off", "once", "ready", "alias", "group"],
  ...["enableCookie", "disableCookie", "holdConsent", "revokeConsent", "grantConsent"],
];

test("tiktok: ttq is an array with the 16 methods, never a function", async () => {
  page();
  const { tiktokLoad } = await part("platforms/tiktok/browser.js");
  tiktokLoad();
  const { ttq } = window;
  assert.ok(Array.isArray(ttq));
  assert.equal(window.TiktokAnalyticsObject, "ttq");
  assert.deepEqual(ttq.methods, TIKTOK_METHODS);
  TIKTOK_METHODS.map(name => ttq[name]("x", 1));
  assert.deepEqual([...ttq], TIKTOK_METHODS.map(name => [name, "x", 1]));
});

test("tiktok: load keeps address, time and options by id, and brings the library", async () => {
  const world = page();
  const { tiktokLoad } = await part("platforms/tiktok/browser.js");
  tiktokLoad();
  const { ttq } = window;
  ttq.load("A", { limited_data_use: true });
  ttq.load("B");
  assert.deepEqual(Object.keys(ttq._i), ["A", "B"]);
  assert.ok(Array.isArray(ttq._i.A));
  assert.equal(ttq._i.A._u, "https://analytics.tiktok.com/i18n/pixel/events.js");
  assert.deepEqual([ttq._t.A, ttq._o], [world.now, { A: { limited_data_use: true }, B: {} }]);
  assert.deepEqual(loaded(world), [
    "https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=A&lib=ttq",
    "https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=B&lib=ttq",
  ]);
});

test("tiktok: an instance queues on its own array", async () => {
  page();
  const { tiktokLoad } = await part("platforms/tiktok/browser.js");
  tiktokLoad();
  const { ttq } = window;
  ttq.load("A");
  ttq.instance("A").page();
  assert.deepEqual([...ttq._i.A], [["page"]]);
  assert.equal(ttq.length, 0);
  ttq.instance("unknown").track("x");
  assert.equal(ttq.length, 0);
});

test("tiktok: a pixel that is there is left alone", async () => {
  const world = page();
  const there = (window.ttq = { track() {} });
  const { tiktokLoad } = await part("platforms/tiktok/browser.js");
  tiktokLoad();
  assert.deepEqual([window.ttq === there, Object.keys(there), loaded(world)], [true, ["track"], []]);
});

test("x: twq is a function that queues Arguments, with the version that uwt.js looks for, until exe takes over", async () => {
  const world = page();
  const { xLoad } = await part("platforms/x/browser.js");
  xLoad();
  const { twq } = window;
  assert.deepEqual([typeof twq, twq.version, twq.queue], ["function", "1.1", []]);
  twq("config", "o8abc");
  assert.ok(isArguments(twq.queue[0]));
  assert.deepEqual([...twq.queue[0]], ["config", "o8abc"]);
  const sent = [];
  twq.exe = (...call) => sent.push(call);
  twq("event", "tw-o8abc-o9def", { value: 1 });
  assert.deepEqual([sent, twq.queue.length], [[["event", "tw-o8abc-o9def", { value: 1 }]], 1]);
  assert.deepEqual(loaded(world), ["https://static.ads-twitter.com/uwt.js"]);
});

test("x: a pixel that is there is left alone", async () => {
  const world = page();
  const there = (window.twq = Object.assign(() => {}, { version: "1", queue: [1] }));
  const { xLoad } = await part("platforms/x/browser.js");
  xLoad();
  assert.equal(window.twq, there);
  assert.deepEqual([{ ...there }, loaded(world)], [{ version: "1", queue: [1] }, []]);
});
