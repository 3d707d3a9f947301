import { attempt } from "./attempt.js";
import { ERASE, FINAL, LATE, LAZY, MATCHING, SHARED, STOP, STRICTER, UPDATE } from "./config.js";
import { level, watchers } from "./consent.js";
import { erase } from "./erase.js";

// One instance of a platform. Its functions exist only as arguments of this call: there is no other way to them.
//
//   allowed()  what its requirement is worth now: 0 denied, 1 unknown, 2 granted
//   start()    brings the library, once
//   send(event)
//   cookies, storage   patterns of the names that a withdrawal deletes
//   stop(), resume()   the library's own switch; resume is missing where nothing but a new page switches it on again
//   late(hook) fires the current page view for this instance
//   lazy       loading is a page view: wait for the first event
//   library    shared by the instances of one library: how many are on
//   stricter(event)    what the event's rule requires beyond that
//   user, identify()   user data that may be being hashed, and how the library is told of it
//
// The result is called with an event, with nothing after a decision, and with 0 when user data is ready.
// Unknown: events are held, at most 100, and the first one, the landing page view, is never the one that is dropped.
// Denied: dropped, and what was on is switched off and forgotten. Granted: started, and all goes out in order.
export const gate = (allowed, start, send, cookies, storage, stop, resume, late, lazy, update, library, stricter, user, identify) => {
  let held = [];
  let started;
  let on;
  const hook = event => {
    const now = allowed();
    if (on && now < 2) {
      on = 0;
      if (!SHARED || !--library.on) {
        STOP && attempt(stop);
        ERASE && attempt(erase, cookies, storage);
      }
    }
    if (!now || (FINAL && started && !on && !resume)) {
      held = 0;
      return;
    }
    const fresh = !held;
    held = held || [];
    if (now > 1 && !(MATCHING && user && user.busy)) {
      if (on) {
        UPDATE && event === undefined && attempt(update);
      } else if (!LAZY || !lazy || event || held[0] || (LATE && fresh && late)) {
        on = 1;
        if (SHARED) {
          library.on++ || (started && attempt(resume));
          started || attempt(start);
        } else {
          attempt(started ? resume : start);
        }
        started = 1;
        if (MATCHING && user) {
          user.news = 0;
        }
        LATE && fresh && late && late(hook);
      }
    }
    if (MATCHING && user && on && user.news) {
      user.news = 0;
      attempt(identify);
    }
    event && held.push(event) > 100 && held.splice(1, 1);
    if (STRICTER) {
      const waiting = on ? held.splice(0) : [];
      waiting.map(item => {
        const may = on ? Math.min(allowed(), stricter(item)) : 0;
        may > 1 ? attempt(send, item) : may && held && held.push(item);
      });
    } else {
      while (on && held[0] && allowed() > 1 && !(MATCHING && user && user.busy)) {
        attempt(send, held.shift());
      }
    }
  };
  watchers.push(hook);
  if (MATCHING && user) {
    user.poke = hook;
  }
  return hook;
};

export const all = (...levels) => Math.min(...levels);
export const any = (...levels) => Math.max(...levels);

// A category that is always granted.
export const always = () => 2;

export const isGranted = category => level(category) > 1;
