import { attempt } from "./attempt.js";
import { empty, number, text } from "./values.js";

const ofText = (value, convert) => {
  value = text(value);
  return empty(value) ? undefined : convert(value);
};

// A number as people write it with a decimal comma: 1.234,50 and currency signs around it.
export const numberComma = value =>
  typeof value == "number"
    ? number(value)
    : ofText(value, plain =>
        number(plain.replace(/[^\d,-]/g, "").replace(/(?!^)-/g, "").replace(",", "."))
      );

// Small letters.
export const lower = value => ofText(value, plain => plain.toLowerCase());
// Capital letters.
export const upper = value => ofText(value, plain => plain.toUpperCase());
// Without white space at the ends.
export const trim = value => ofText(value, plain => plain.trim());
// A list of what stands between the separators.
export const split = (value, separator) => ofText(value, plain => plain.split(separator));
// Every match, by a text in which `$` means nothing.
export const replace = (value, pattern, replacement) => ofText(value, plain => plain.replace(pattern, () => replacement));

// Part of a text or a list; negative places count from the end.
export const slice = (value, start, end) =>
  Array.isArray(value) ? value.slice(start, end) : ofText(value, plain => plain.slice(start, end));

// The texts of a list as one; elements that have none are left out.
export const join = (value, separator) =>
  Array.isArray(value) ? value.map(text).filter(part => !empty(part)).join(separator) : undefined;

// One element; negative places count from the end.
export const item = (value, index) => (Array.isArray(value) ? value[index < 0 ? value.length + index : index] : undefined);

const rounded = (value, unit) => {
  value = number(value);
  return empty(value) ? undefined : number(Math.round(value * unit) / unit);
};

// Multiplied, without the noise of binary fractions.
export const scale = (value, factor) => rounded(empty(number(value)) ? value : number(value) * factor, 1e6);
// To whole `1 / unit`s.
export const round = (value, unit) => rounded(value, unit);

// A text that a regular expression takes as it stands.
export const escapePattern = value => ofText(value, plain => plain.replace(/[^\w]/g, "\\$&"));

// A text that a selector takes as a name.
export const escapeSelector = value => ofText(value, plain => CSS.escape(plain));

// A map as an address's parameters: one map further in as name[key]; lists and what is empty are left out.
export const escapeQuery = (map, within) =>
  Object.keys(map)
    .map(key => {
      const value = map[key];
      const inner = !within && {}.toString.call(value) == "[object Object]";
      const part = inner ? escapeQuery(value, key) : escapePart(value);
      return inner ? part : part && encodeURIComponent(within ? within + "[" + key + "]" : key) + "=" + part;
    })
    .filter(part => part)
    .join("&");

// A text that is one part of an address. Dots alone would lead to another folder: they are none.
export const escapePart = value =>
  ofText(value, plain => (/^\.+$/.test(plain) ? undefined : attempt(encodeURIComponent, plain)));

// An address without its fragment and, of its parameters, these alone.
export const keepQuery = (value, ...names) =>
  ofText(value, plain => {
    const [, page, query] = /^([^?#]*)\??([^#]*)/.exec(plain);
    const kept = query.split("&").filter(pair => names.includes(pair.split("=")[0]));
    return page + (kept.length ? "?" + kept.join("&") : "");
  });

// Milliseconds since 1970 as 2026-01-01T00:00:00.000Z; nothing before that and from the year 10000 on.
export const isoTime = value => {
  value = number(value);
  return value >= 0 && value < 253402300800000 ? new Date(value).toISOString() : undefined;
};

// Nothing instead of a list or a map with nothing in it.
export const unlessBare = value =>
  empty(value) || (typeof value == "object" && !Object.keys(value).length) ? undefined : value;
