import { attempt } from "./attempt.js";
import { MERGED, merge } from "./config.js";
import { own, text } from "./values.js";

// Maps only: Arguments objects and arrays are commands to others, functions are skipped. Looking at a proxy can throw.
const isEntry = entry => attempt(() => ({}.toString.call(entry))) == "[object Object]";

// What stood in the data layer before, merged before the first page view is looked at.
export const mergeEarlier = () =>
  attempt(() => window.dataLayer.filter(isEntry).map(entry => attempt(merge, entry)));

// The data layer is taken over, not replaced: `handle(name, entry)` hears what stands in it, then every push, and `push`
// goes on to what it was. An element whose id is dataLayer is no data layer.
export const hear = handle => {
  const layer = (window.dataLayer = Array.isArray(window.dataLayer) ? window.dataLayer : []);
  const forward = layer.push;
  const one = entry => isEntry(entry) && attempt(() => handle(text(own(entry, "event")), entry));
  const before = layer.slice();
  layer.push = (...entries) => {
    entries.map(entry => {
      MERGED && isEntry(entry) && attempt(merge, entry);
      one(entry);
    });
    return forward.apply(layer, entries);
  };
  before.map(one);
};
