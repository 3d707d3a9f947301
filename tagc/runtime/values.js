import { attempt } from "./attempt.js";

// Empty has one meaning everywhere: undefined, null, "" or not a number.
export const empty = value => value == null || value === "" || value !== value;

// A property of a page's object by path: own properties only, and a getter that throws is as good as absent.
export const own = (object, ...path) =>
  attempt(() => path.reduce((value, step) => ({}.hasOwnProperty.call(Object(value), step) ? value[step] : undefined), object));

// A value as it is now: what the page does to the object later changes nothing, and a cycle is as good as absent.
export const copy = value => value && attempt(() => JSON.parse(JSON.stringify(value)));

// The map without its empty entries. Another one: a map from which something was deleted is slow.
export const clean = map => {
  const kept = {};
  for (const key in map) {
    empty(map[key]) || ({}.hasOwnProperty.call(map, key) && (kept[key] = map[key]));
  }
  return kept;
};

// The same where a key is called __proto__: it can be deleted, but not set.
export const cleanInPlace = map => {
  Object.keys(map).map(key => empty(map[key]) && delete map[key]);
  return map;
};

// One map of several: what a later one has counts.
export const merged = (...maps) => Object.assign({}, ...maps);

// The first value that is not empty.
export const first = (...values) => values.find(value => !empty(value));

// One item per element, empty ones left out; nothing of what is no list.
export const each = (list, item) =>
  Array.isArray(list) ? list.map(value => item(value)).filter(value => !empty(value)) : undefined;

// One item per element for which the test holds.
export const eachIf = (list, test, item) =>
  each(Array.isArray(list) ? list.filter(value => test(value)) : list, item);

// Texts, numbers and booleans have a text. What is empty has none.
export const text = value =>
  /str|num|boo/.test(typeof value) && !empty(value) ? "" + value : undefined;

// A finite number, or the one that a text writes as JavaScript would. Booleans are none.
export const number = value =>
  (typeof value == "number" || ((value = text(value)) && value.trim())) && isFinite(value) ? +value : undefined;

// The sum of the numbers in a list; nothing when there is none.
export const sum = list => {
  const numbers = Array.isArray(list) ? list.map(number).filter(value => !empty(value)) : [];
  return numbers.length ? number(numbers.reduce((total, value) => total + value, 0)) : undefined;
};

// Nothing unless both are numbers.
export const product = (left, right) => number(number(left) * number(right));

// A text made of parts; an empty part adds nothing.
export const concat = (...parts) => parts.map(part => first(text(part), "")).join("");

// Whether a value that is not empty passes, as text.
export const passes = (value, test) => {
  value = text(value);
  return !empty(value) && test(value);
};
