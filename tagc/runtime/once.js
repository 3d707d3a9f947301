import { attempt } from "./attempt.js";
import { CONTAINER, PERSIST, SESSION } from "./config.js";
import { empty } from "./values.js";

// The keys that were used: [key, time]. A key that outlives the visit has the time of its use in milliseconds, one that
// lasts as long as the visit -1, and one of the page 0.
let used;

const month = 2592000000;

const device = () => localStorage;
const visit = () => sessionStorage;

const recalled = (store, test) => attempt(() => JSON.parse(store().getItem(CONTAINER)).filter(test)) || [];

const recall = () => {
  used =
    used ||
    (PERSIST ? recalled(device, entry => entry[1] > Date.now() - month) : []).concat(
      SESSION ? recalled(visit, entry => entry[1] < 0) : []
    );
  return used;
};

const write = (store, kept) =>
  attempt(() => (kept.length ? store().setItem(CONTAINER, JSON.stringify(kept)) : store().removeItem(CONTAINER)));

const keep = () => {
  PERSIST && write(device, used.filter(entry => entry[1] > 0).slice(-50));
  SESSION && write(visit, used.filter(entry => entry[1] < 0));
};

// Whether an instance is told for the first time. An empty key is always told. `lasting`: 1 outlives the visit, 2 does not.
export const once = (instance, key, lasting) => {
  if (empty(key)) {
    return true;
  }
  const name = instance + " " + key;
  if (!recall().some(entry => entry[0] === name)) {
    used.push([name, SESSION && lasting > 1 ? -1 : lasting ? Date.now() : 0]);
    (PERSIST || SESSION) && lasting && keep();
    return true;
  }
};

// A withdrawal deletes the instance's keys from the device; the page remembers what it told.
export const forget = instance => {
  recall().map(entry => entry[0].startsWith(instance + " ") && (entry[1] = 0));
  keep();
};
