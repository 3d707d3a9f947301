import { empty, number, text } from "./values.js";

const ofText = (value, convert) => {
  value = text(value);
  return empty(value) ? undefined : convert(value);
};

export const numberComma = value =>
  typeof value == "number"
    ? number(value)
    : ofText(value, plain =>
        number(plain.replace(/[^\d,-]/g, "").replace(/(?!^)-/g, "").replace(",", "."))
      );

export const lower = value => ofText(value, plain => plain.toLowerCase());
export const upper = value => ofText(value, plain => plain.toUpperCase());
export const trim = value => ofText(value, plain => plain.trim());
export const split = (value, separator) => ofText(value, plain => plain.split(separator));
export const replace = (value, pattern, replacement) => ofText(value, plain => plain.replace(pattern, () => replacement));

export const slice = (value, start, end) =>
  Array.isArray(value) ? value.slice(start, end) : ofText(value, plain => plain.slice(start, end));

export const join = (value, separator) =>
  Array.isArray(value) ? value.map(text).filter(part => !empty(part)).join(separator) : undefined;

export const item = (value, index) => (Array.isArray(value) ? value[index < 0 ? value.length + index : index] : undefined);

const rounded = (value, unit) => {
  value = number(value);
  return empty(value) ? undefined : number(Math.round(value * unit) / unit);
};

export const scale = (value, factor) => rounded(empty(number(value)) ? value : number(value) * factor, 1e6);
export const round = (value, unit) => rounded(value, unit);

export const escapePattern = value => ofText(value, plain => plain.replace(/[^\w]/g, "\\$&"));

export const escapeSelector = value => ofText(value, plain => CSS.escape(plain));
