import { attempt } from "./attempt.js";
import { ERASE, FINAL, LATE, LAZY, LEAVE, MATCHING, SHARED, STOP, STRICTER, UPDATE } from "./config.js";
import { watchers } from "./consent.js";
import { erase } from "./erase.js";

// One instance of a platform. Its functions exist only as arguments of this call: there is no other way to them.
//
//   allowed()  what its requirement is worth now: 0 denied, 1 unknown, 2 granted
//   start()    sets the library up, once
//   send(event, wake)  what is not to be told after all does not wake; `wake(1)` also tells of the visitor, if there is news
//   cookies, storage   patterns of the names that a withdrawal deletes
//   stop(), resume()   the library's own switch; resume is missing where nothing but a new page switches it on again
//   leave()    what else a withdrawal forgets
//   late(hook) fires the current page view for this instance
//   lazy       loading is a page view: wait until there is something to tell
//   update()   the library is told of every decision
//   library, begin()   what the instances of one library share: how many are awake, and how it is brought
//   stricter(event)    what the event's rule requires beyond that
//   user, identify()   user data that may be being hashed, and how the library is told of it
//
// The result is called with an event, with nothing after a decision, and with 0 when user data is ready.
// Unknown: events are held, at most 100, and the first one, the landing page view, is never the one that is dropped.
// Denied: dropped, and what was on is switched off and forgotten. Granted: started, and all goes out in order.
export const gate = (
  allowed,
  start,
  send,
  cookies,
  storage,
  stop,
  resume,
  leave,
  late,
  lazy,
  update,
  library,
  begin,
  stricter,
  user,
  identify
) => {
  let held = [];
  let on;
  let awake;
  let started;
  const wake = telling => {
    if (!awake) {
      awake = 1;
      if (SHARED && library) {
        library.on++ || attempt(library.begun ? resume : begin);
        library.begun = 1;
        started || attempt(start);
      } else {
        attempt(started ? resume : start);
      }
      started = 1;
    }
    MATCHING && telling && user.news && attempt(identify);
  };
  const hook = event => {
    const now = allowed();
    if (on && now < 2) {
      on = 0;
      LEAVE && leave && attempt(leave);
      if (!SHARED || !library || !(awake ? --library.on : library.on)) {
        STOP && awake && attempt(stop);
        ERASE && attempt(erase, cookies, storage);
      }
      awake = 0;
    }
    if (!now || (FINAL && started && !on && !resume)) {
      held = 0;
      return;
    }
    const fresh = !held && now > 1;
    held = held || [];
    if (now > 1) {
      if (on) {
        UPDATE && event === undefined && update && attempt(update);
      } else if (!(MATCHING && user && user.busy)) {
        on = 1;
        (LAZY && lazy) || wake();
      }
    }
    LATE && fresh && late && late(hook);
    if (STRICTER && stricter) {
      held = held.filter(stricter);
    }
    if (event && !(STRICTER && stricter && !stricter(event))) {
      held.push(event) > 100 && held.splice(1, 1);
    }
    if (STRICTER && stricter) {
      held.splice(0).map(item => {
        if (on && allowed() > 1 && stricter(item) > 1 && !(MATCHING && user && user.busy)) {
          attempt(send, item, wake);
        } else if (held) {
          held.push(item);
        }
      });
    } else {
      while (on && held[0] && allowed() > 1 && !(MATCHING && user && user.busy)) {
        attempt(send, held.shift(), wake);
      }
    }
  };
  watchers.push(hook);
  if (MATCHING && user) {
    user.poke = hook;
  }
  return hook;
};

// The level of several requirements: all of them.
export const all = (...levels) => Math.min(...levels);
// The level of several requirements: at least one.
export const any = (...levels) => Math.max(...levels);
