import { attempt } from "./attempt.js";
import { CONTAINER, clickIds } from "./config.js";

// What the address said of a click on an advertisement when the visit began: [value, milliseconds] by name.
const landed = {};

// Before anything changes the address. It stays in memory until somebody may keep it.
export const land = () =>
  attempt(() => {
    const parameters = new URLSearchParams(location.search);
    clickIds.map(name => parameters.get(name) && (landed[name] = [parameters.get(name), Date.now()]));
  });

const season = 7776000000;

// Its value, or with `time` when it was seen. Who asks has the visitor's consent: it is kept from now on, for 90 days.
export const landing = (name, time) => {
  const key = CONTAINER + ":" + name;
  landed[name] && attempt(() => localStorage.setItem(key, JSON.stringify(landed[name])));
  const [value, at] = landed[name] || attempt(() => JSON.parse(localStorage.getItem(key))) || [];
  return at > Date.now() - season ? (time ? at : value) : undefined;
};
