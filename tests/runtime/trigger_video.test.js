import assert from "node:assert/strict";
import test from "node:test";
import { page, part, throws } from "./page.js";

const EMBED = "https://www.youtube.com/embed/abc";
const API = "https://www.youtube.com/iframe_api";

// A page with frames, and YouTube's API as it behaves from outside: `film(frame)` is what the API knows of a frame's player.
const setUp = async ({ frames = [{ src: EMBED + "?enablejsapi=1" }], api = false, given = [[25, 50], []], enable } = {}) => {
  const films = new Map();
  const told = [];
  const listeners = [];
  const youtube = { ready: action => action(), get: id => films.get(id) };
  youtube.Player = function (frame, options) {
    frame.id = frame.id || `widget${films.size + 1}`;
    films.set(frame.id, film(frame, options.events));
    return films.get(frame.id);
  };
  const film = (frame, events = {}) => {
    const made = { state: -1, at: 0, length: 100, video: "abc", heard: [] };
    Object.assign(made, {
      getPlayerState: () => made.state,
      getCurrentTime: () => made.at,
      getDuration: () => made.length,
      getVideoUrl: () => `https://www.youtube.com/watch?t=9&v=${made.video}`,
      getVideoData: () => ({ title: "Hamlet" }),
      addEventListener: (name, listener) => made.heard.push(listener),
      ready: () => events.onReady && events.onReady({ data: null }),
      become: (state, at) => {
        Object.assign(made, { state, at });
        [events.onStateChange, ...made.heard].map(listener => listener && listener({ data: state }));
      },
      events,
    });
    return made;
  };
  const window = api ? { YT: youtube } : {};
  const world = page({ url: "https://shop.example/a", window, WeakSet });
  let intervals = [];
  globalThis.setInterval = (action, every) => {
    assert.equal(every, 250);
    intervals.push(action);
    return action;
  };
  globalThis.clearInterval = action => void (intervals = intervals.filter(each => each != action));
  document.querySelectorAll = () => frames;
  document.addEventListener = (type, listener, capture) => listeners.push([type, listener, capture]);
  const { videoListen } = await part("triggers/video.js", { TRUSTED: false });
  videoListen((...values) => void told.push(values), ...given, enable);
  const arrive = () => {
    window.YT = youtube;
    world.scripts.map(script => script.onload());
  };
  const pass = (which, seconds) => {
    for (let i = 0; i < seconds * 4; i++) {
      which.at += 0.25;
      intervals.map(action => action());
    }
  };
  const load = frame => listeners.map(([, listener]) => listener({ target: frame }));
  const take = () => told.splice(0).map(([status, , , percent, seconds]) => [status, percent, seconds].join(" "));
  return { ...{ world, films, told, take, arrive, pass, load, film, youtube, listeners, videoListen, window } };
};

test("YouTube's script is brought once a player is in the page, and no earlier", async () => {
  const none = await setUp({ frames: [{ src: "https://player.example/embed/1" }, { src: "" }, { src: EMBED }] });
  assert.deepEqual(none.world.scripts, []);
  none.load({ src: EMBED + "?enablejsapi=1" });
  assert.deepEqual(none.world.scripts.map(script => script.src), [API]);
  assert.deepEqual(none.listeners.map(([type, , capture]) => [type, capture]), [["load", true]]);
});

test("an API that is there is used", async () => {
  const { world, films, take } = await setUp({ api: true });
  assert.deepEqual(world.scripts, []);
  films.get("widget1").become(1, 0);
  assert.deepEqual(take(), ["start 0 0"]);
});

test("a player is heard when the script has come, and says what is played", async () => {
  const { films, told, arrive } = await setUp();
  arrive();
  films.get("widget1").become(1, 12.7);
  assert.deepEqual(told, [["start", "Hamlet", "https://www.youtube.com/watch?v=abc", 12, 12, 100]]);
});

test("both addresses of YouTube's players count, and nothing else does", async () => {
  const addresses = [
    "https://youtube.com/embed/a?enablejsapi=1",
    "https://www.youtube-nocookie.com/embed/b?rel=0&enablejsapi=1",
    "https://www.youtube.com/watch?v=c&enablejsapi=1",
    "https://www.youtube.com.evil.example/embed/d?enablejsapi=1",
    "https://evil.example/?https://www.youtube.com/embed/e?enablejsapi=1",
    "https://www.youtube.com/embed/f?enablejsapi=0",
  ];
  const { films } = await setUp({ api: true, frames: addresses.map(src => ({ src })) });
  assert.equal(films.size, 2);
});

test("a player that does not answer is loaded again as one that does, where that is wanted", async () => {
  const frame = { src: EMBED + "?rel=0" };
  const left = await setUp({ api: true, frames: [frame] });
  assert.deepEqual([frame.src, left.films.size], [EMBED + "?rel=0", 0]);
  const { films, load } = await setUp({ api: true, frames: [frame], enable: true });
  assert.equal(frame.src, EMBED + "?rel=0&enablejsapi=1&origin=https%3A%2F%2Fshop.example");
  assert.equal(films.size, 0);
  load(frame);
  load(frame);
  assert.equal(films.size, 1);
});

test("the page's own player of a frame is used, and what it does already is seen", async () => {
  const frame = { id: "theirs", src: EMBED + "?enablejsapi=1" };
  const { films, film, arrive, youtube, take } = await setUp({ frames: [frame] });
  const theirs = film(frame);
  Object.assign(theirs, { state: 1, at: 30 });
  films.set("theirs", theirs);
  youtube.Player = throws;
  arrive();
  assert.deepEqual(take(), ["start 30 30"]);
  theirs.become(2, 31);
  assert.deepEqual(take(), ["pause 31 31"]);
});

test("a player that plays already when it is ready has started", async () => {
  const { films, take } = await setUp({ api: true });
  films.get("widget1").ready();
  assert.deepEqual(take(), []);
  Object.assign(films.get("widget1"), { state: 1, at: 5 });
  films.get("widget1").ready();
  assert.deepEqual(take(), ["start 5 5"]);
});

test("depths count when they are played, once, and not when they are jumped over", async () => {
  const { films, take, pass } = await setUp({ api: true, given: [[10, 50], [5, 20]] });
  const film = films.get("widget1");
  film.become(1, 0);
  pass(film, 12);
  assert.deepEqual(take(), ["start 0 0", "progress 5 5", "progress 10 10"]);
  film.become(3, 60);
  film.become(1, 60);
  pass(film, 5);
  assert.deepEqual(take(), ["buffering 60 60"]);
  film.become(2, 15);
  film.become(1, 15);
  pass(film, 10);
  assert.deepEqual(take(), ["pause 15 15", "resume 15 15", "progress 20 20"]);
  film.become(1, 0);
  pass(film, 12);
  assert.deepEqual(take(), []);
});

test("what was played just before the end counts, and the end counts once", async () => {
  const { films, take, pass } = await setUp({ api: true, given: [[100], []] });
  const film = films.get("widget1");
  film.become(1, 98);
  pass(film, 1);
  film.become(0, 100);
  film.become(1, 0);
  film.become(0, 100);
  assert.deepEqual(take(), ["start 98 98", "progress 100 100", "complete 100 100"]);
});

test("another video in the same player counts anew", async () => {
  const { films, take } = await setUp({ api: true });
  const film = films.get("widget1");
  film.become(1, 0);
  film.video = "xyz";
  film.become(1, 0);
  film.become(1, 0);
  assert.deepEqual(take(), ["start 0 0", "start 0 0"]);
});

test("a paused player is not looked at", async () => {
  const { films, take, pass } = await setUp({ api: true });
  const film = films.get("widget1");
  film.become(1, 24);
  film.become(2, 24.5);
  pass(film, 5);
  assert.deepEqual(take(), ["start 24 24", "pause 24 24"]);
});

test("a broken API or player breaks nothing", async () => {
  const broken = await setUp({ frames: [] });
  broken.window.YT = {};
  broken.load({ src: EMBED + "?enablejsapi=1" });
  broken.window.YT = { ready: action => action(), get: throws };
  broken.load({ src: EMBED + "?enablejsapi=1" });
  broken.load(undefined);
  broken.load({});
  const { films, take } = await setUp({ api: true });
  films.get("widget1").getVideoData = throws;
  films.get("widget1").become(1, 0);
  assert.deepEqual(take(), ["start 0 0"]);
  films.get("widget1").getVideoUrl = throws;
  films.get("widget1").become(2, 0);
});
