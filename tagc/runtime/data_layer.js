import { attempt } from "./attempt.js";
import { MERGED, merge } from "./config.js";
import { own } from "./values.js";

// The data layer is taken over, not replaced: `handle(name, entry)` hears what stands in it, then every push, and `push`
// goes on to what it was. Arguments objects and arrays are commands to others, functions are skipped.
export const hear = handle => {
  const layer = (window.dataLayer = window.dataLayer || []);
  const forward = layer.push;
  const one = entry =>
    attempt(() => {
      if ({}.toString.call(entry) == "[object Object]") {
        MERGED && merge(entry);
        handle(own(entry, "event"), entry);
      }
    });
  const before = layer.slice();
  layer.push = (...entries) => {
    entries.map(one);
    return forward.apply(layer, entries);
  };
  before.map(one);
};
