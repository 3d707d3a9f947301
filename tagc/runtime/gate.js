import { attempt } from "./attempt.js";
import {
  AFTER,
  DELAY,
  ERASE,
  FINAL,
  IN_COMMON,
  LATE,
  LAZY,
  LEAVE,
  MATCHING,
  SHARED,
  STOP,
  STRICTER,
  UPDATE,
  WAKES,
} from "./config.js";
import { decisions, watchers } from "./consent.js";
import { delayed } from "./delay.js";
import { erase, keepers } from "./erase.js";
import { follow, followers, settle } from "./sequence.js";

// How far an event may go: 0 nowhere, 1 it waits, 2 out.
const worth = (event, stricter) =>
  DELAY && delayed.includes(event) ? (stricter && !stricter(event) ? 0 : 1) : stricter ? stricter(event) : 2;

// It is not told.
const lose = (event, mark) => {
  event && mark && settle(mark(event));
};

// One instance of a platform. Its functions exist only as arguments of this call: there is no other way to them.
//
//   allowed()  what its requirement is worth now: 0 denied, 1 unknown, 2 granted
//   start()    sets the library up, once
//   send(wake, ...event)  an event is a list; without `wake` where no library waits; what is not to be told after all does not wake; `wake(1)` also tells of the visitor, if there is news
//   names      a pattern of the cookies and keys that a withdrawal deletes
//   turn(on)   the library's own switch, off and on
//   final      it cannot be switched on again but by a new page
//   leave()    what else a withdrawal forgets
//   late(hook) fires the current page view for this instance
//   lazy       loading is a page view: wait until there is something to tell
//   update     the library is told of every decision, by its switch
//   library, begin()   what the instances of one library share: how many are awake, and how it is brought
//   stricter(event)    what the event's rule requires beyond that, and whether it is its turn: a level, as above
//   user, identify()   user data that may be being hashed, and how the library is told of it
//   mark(event)        the number of the call, if others wait for it; `send` then says whether it was made
//
// The result is called with an event, with nothing after a decision, and with 0 when user data is ready.
// Unknown: events are held, at most 100, and the first one, the landing page view, is never the one that is dropped.
// Denied: dropped, and what was on is switched off and forgotten. Granted: started, and all goes out in order.
export const gate = (
  allowed,
  start,
  send,
  names,
  turn,
  final,
  leave,
  late,
  lazy,
  update,
  library,
  begin,
  stricter,
  user,
  identify,
  mark
) => {
  let held = [];
  let on;
  let awake;
  let started;
  // A library that is told of every decision is told once of each, whatever its instances have to say.
  const tell =
    UPDATE && SHARED
      ? (command, on) => {
          if (!(update && library && library.told == decisions)) {
            attempt(command, on);
          }
          if (library) {
            library.told = decisions;
          }
        }
      : attempt;
  const wake = telling => {
    if (!awake) {
      awake = 1;
      if (SHARED && library) {
        if (!library.on++) {
          tell(library.begun ? turn : begin, 1);
        } else if (UPDATE && update) {
          tell(turn, 1);
        }
        library.begun = 1;
        started || attempt(start);
      } else {
        attempt(started ? turn : start, 1);
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
      if (WAKES) {
        awake && !(SHARED && library && --library.on) && STOP && tell(turn);
        awake = 0;
      } else {
        STOP && tell(turn);
      }
      ERASE && attempt(erase, names);
    }
    if (!now || (FINAL && final && started && !on)) {
      AFTER && [...(held || []), event].map(item => lose(item, mark));
      held = 0;
      return;
    }
    if (now > 1) {
      if (on) {
        UPDATE && event === undefined && update && tell(turn, 1);
      } else if (!(MATCHING && user && user.busy)) {
        on = 1;
        if (WAKES) {
          (LAZY && lazy) || wake();
        } else {
          attempt(started ? turn : start, 1);
          started = 1;
        }
      }
    }
    if (!held) {
      held = [];
      LATE && late && now > 1 && late(hook);
    }
    if (STRICTER) {
      held = AFTER
        ? held.filter(item => worth(item, stricter) || lose(item, mark))
        : held.filter(item => worth(item, stricter));
    }
    if (STRICTER && event && !worth(event, stricter)) {
      AFTER && lose(event, mark);
    } else if (AFTER) {
      event && held.push(event) > 100 && lose(held.splice(1, 1)[0], mark);
    } else {
      event && held.push(event) > 100 && held.splice(1, 1);
    }
    if (STRICTER) {
      for (let at = 0; on && held[at] && !(MATCHING && user && user.busy) && allowed() > 1; ) {
        if (worth(held[at], stricter) < 2) {
          at++;
        } else {
          const event = held.splice(at, 1)[0];
          const made = WAKES ? attempt(send, wake, ...event) : attempt(send, ...event);
          AFTER && settle(mark && mark(event), made);
        }
      }
    } else {
      while (on && held[0] && allowed() > 1 && !(MATCHING && user && user.busy)) {
        WAKES ? attempt(send, wake, ...held.shift()) : attempt(send, ...held.shift());
      }
    }
  };
  watchers.push(hook);
  IN_COMMON && names && keepers.push([allowed, names]);
  AFTER && stricter && followers.push(hook);
  if (MATCHING && user) {
    user.poke = AFTER
      ? event => {
          hook(event);
          follow();
        }
      : hook;
  }
  return hook;
};

// The level of several requirements: all of them.
export const all = (...levels) => Math.min(...levels);
// The level of several requirements: at least one.
export const any = (...levels) => Math.max(...levels);
