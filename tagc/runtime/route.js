import { attempt } from "./attempt.js";

// Changes of the address within the document. The history is touched only where somebody asks.

const routed = [];

// The address that is known.
let here;

// A change is one that is still there a moment (a task) later: routers write the address first and the title after it, and
// what they redirect at once is one change. What only writes the state is none.
const moved = source => {
  const before = here;
  here = location.href;
  if (here != before) {
    const fragment = here.split("#")[0] == before.split("#")[0];
    routed.map(listener => attempt(listener, source || (fragment ? "hashchange" : "popstate"), before));
  }
};

const later = source => setTimeout(moved, 0, source);

// What the page, or another script, put there is still called, and what it throws is still thrown.
const wrap = name => {
  const native = history[name];
  history[name] = function () {
    const result = native.apply(this, arguments);
    later(name);
    return result;
  };
};

// Calls the listener with what changed the address (pushState, replaceState, popstate or hashchange) and the one before.
// Browsers announce a new fragment as popstate, too: it is a hashchange here.
export const onRoute = listener => {
  if (routed.push(listener) < 2) {
    here = location.href;
    ["pushState", "replaceState"].map(wrap);
    ["popstate", "hashchange"].map(type => addEventListener(type, () => later()));
  }
};
