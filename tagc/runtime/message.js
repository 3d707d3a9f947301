import { attempt } from "./attempt.js";
import { CONFIG, CONTAINER, ENDPOINT, categories } from "./config.js";
import { level, watchers } from "./consent.js";
import { uuid } from "./ids.js";

// What the site's own server is to be told when the task is over.
let messages = [];
let posting;

// The visitor's consent record: its id, and what it said last. It is made with the first message that may be sent.
let recordId;
let recordSaid;

const recordKey = () => CONTAINER + ":consent";

const recallRecord = () => {
  if (!recordId) {
    [recordId, recordSaid] = attempt(() => JSON.parse(localStorage.getItem(recordKey()))) || [];
  }
};

const grants = () => categories.filter(category => level(category) > 1);

// SINK. The only place that sends to the site's own server.
const post = body => {
  attempt(() => navigator.sendBeacon(ENDPOINT, body)) ||
    attempt(() => fetch(ENDPOINT, { method: "POST", body, keepalive: true }).catch(() => {}));
};

// As many events at a time as a beacon takes; without any, the decision alone.
const postMessages = () => {
  posting = clearTimeout(posting);
  const granted = grants();
  do {
    let count = messages.length;
    let body;
    do {
      body = JSON.stringify({
        v: 1,
        config: CONFIG,
        consent: { id: recordId, time: Date.now(), granted },
        events: messages.slice(0, count),
      });
    } while (count > 1 && new TextEncoder().encode(body).length > 60000 && (count >>= 1));
    messages.splice(0, count);
    post(body);
  } while (messages[0]);
  recordSaid = "" + granted;
  attempt(() =>
    granted[0]
      ? localStorage.setItem(recordKey(), JSON.stringify([recordId, recordSaid]))
      : localStorage.removeItem(recordKey())
  );
  recordId = granted[0] && recordId;
};

const postSoon = () => {
  posting = posting || setTimeout(postMessages);
};

// One event for one platform, behind its gate.
export const message = entry => {
  recallRecord();
  recordId = recordId || uuid();
  messages.push(entry);
  postSoon();
};

// Every change of the decision is told; the gates, which hear of it later, may delete what is kept here.
export const keepRecord = () => {
  watchers.push(() => {
    recallRecord();
    recordId && recordSaid != grants() && postSoon();
  });
  addEventListener("pagehide", () => posting && postMessages());
};
