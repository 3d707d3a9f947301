import { attempt } from "./attempt.js";
import { watchers } from "./consent.js";
import { empty, text } from "./values.js";

// What is known of the visitor, raw, in memory only.
let person = {};

// What the page says of the visitor at every moment, as it said it last.
let standing = {};

const users = [];

const look = () => users.map(user => user());

// Adds what is not empty, unless its requirement is refused. What `stands` in the page counts when it changes: what an event
// told since then is newer.
export const learn = (allowed, fields, stands) => {
  const before = stands ? standing : {};
  allowed() &&
    Object.keys(fields).map(field => {
      const value = text(fields[field]);
      if (value !== before[field]) {
        before[field] = value;
        empty(value) || (person[field] = value);
      }
    });
  look();
};

// After a decision, and before the gates hear of it: a refusal forgets, a grant looks again and starts hashing.
export const watchPerson = (allowed, know) =>
  watchers.push(() => {
    if (!allowed()) {
      person = {};
      standing = {};
    }
    know ? know() : look();
  });

// The visitor as one platform sees them, for a call that tells it.
export const told = user => {
  user.news = 0;
  return user.data;
};

const digest = value =>
  typeof value != "string" || /^[0-9a-f]{64}$/.test(value)
    ? value
    : crypto.subtle
        .digest("SHA-256", new TextEncoder().encode(value))
        .then(bytes => [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, "0")).join(""));

// A SHA-256 as it has to be written; nothing for anything else.
export const hashOf = value => (/^\s*[0-9a-f]{64}\s*$/i.test(value) ? value.trim().toLowerCase() : undefined);

// A value that is a SHA-256 already stays what it is, anything else is normalised.
export const normalised = (value, rule) => hashOf(value) || (empty(value) ? undefined : rule() || undefined);

// Left raw: a SHA-256 is no raw value.
export const raw = (value, rule) => {
  const made = !hashOf(value) && !empty(value) && rule();
  return made ? [made] : undefined;
};

// One platform's view of the visitor. `values` gives its identifiers, texts to be hashed and [text]s to be left raw, `shape`
// the platform's object made from them. An event waits for the hashes at most 200 ms, and not at all when the page goes.
export const match = (allowed, values, shape) => {
  let asked = "";
  const user = { poke: () => {}, busy: 0, news: 0, data: undefined };
  const go = () => {
    if (user.busy) {
      user.busy = 0;
      user.poke(0);
    }
  };
  users.push(() => {
    const plain = allowed() > 1 ? values(person) : [];
    const question = plain.some(value => !empty(value)) ? JSON.stringify(plain) : "";
    if (question != asked) {
      asked = question;
      user.data = undefined;
      user.news = user.busy = 0;
      if (question) {
        user.busy = 1;
        setTimeout(go, 200);
        attempt(() =>
          Promise.all(plain.map(digest)).then(hashes => {
            if (question == asked) {
              user.data = shape(hashes.map(hash => (Array.isArray(hash) ? hash[0] : hash)));
              user.news = 1;
              user.busy || user.poke(0);
              go();
            }
          }, go)
        );
      }
    }
  });
  addEventListener("pagehide", go);
  return user;
};
