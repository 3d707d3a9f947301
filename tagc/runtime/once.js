import { attempt } from "./attempt.js";
import { CONTAINER, PERSIST } from "./config.js";
import { empty } from "./values.js";

// The keys that were used, with the time of use: [key, milliseconds].
let used;

const month = 2592000000;

const keep = () =>
  attempt(() => {
    // Keys of rules that hold for one page have no time and are not kept.
    const kept = used.filter(entry => entry[1]).slice(-50);
    kept.length ? localStorage.setItem(CONTAINER, JSON.stringify(kept)) : localStorage.removeItem(CONTAINER);
  });

const recall = () => {
  used =
    used ||
    (PERSIST &&
      attempt(() => JSON.parse(localStorage.getItem(CONTAINER)).filter(entry => entry[1] > Date.now() - month))) ||
    [];
  return used;
};

// Whether an instance is told for the first time. An empty key is always told.
export const once = (instance, key, lasting) => {
  if (empty(key)) {
    return true;
  }
  const name = instance + " " + key;
  if (!recall().some(entry => entry[0] === name)) {
    used.push([name, lasting ? Date.now() : 0]);
    PERSIST && lasting && keep();
    return true;
  }
};

// A withdrawal deletes the instance's keys from the device; the page remembers what it told.
export const forget = instance => {
  recall().map(entry => entry[0].startsWith(instance + " ") && (entry[1] = 0));
  keep();
};
