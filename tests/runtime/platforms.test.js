// The globals that each vendor's library finds, in the shape it expects.
import assert from "node:assert/strict";
import test from "node:test";
import { page, part } from "./page.js";

const isArguments = value => Object.prototype.toString.call(value) == "[object Arguments]";
const loaded = world => world.scripts.map(element => element.src);

test("ga4: commands are Arguments objects on the data layer, whatever stands there", async () => {
  page();
  const { ga4Gtag } = await part("platforms/ga4/browser.js");
  const layer = (window.dataLayer = [{ event: "mine" }]);
  ga4Gtag("event", "purchase", { value: 1 });
  assert.equal(window.dataLayer, layer);
  assert.ok(isArguments(layer[1]));
  assert.deepEqual([...layer[1]], ["event", "purchase", { value: 1 }]);
  page();
  ga4Gtag("js", 1);
  assert.deepEqual([...window.dataLayer[0]], ["js", 1]);
});

test("ga4: no global gtag is made, and the id is in the address", async () => {
  const world = page();
  const { ga4Gtag, ga4Load } = await part("platforms/ga4/browser.js");
  ga4Load("G-ABCDE12345");
  ga4Gtag("js");
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
