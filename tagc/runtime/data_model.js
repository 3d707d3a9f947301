import { attempt } from "./attempt.js";

// The merged data layer, as Google Tag Manager merges it: maps by key, lists by position, everything else replaces. Dotted
// names stand for nested maps.
export const model = {};

const plain = value => ({}.toString.call(value) == "[object Object]");

const put = (target, key, value) => {
  if (key != "__proto__") {
    const nested = Array.isArray(value) ? [] : plain(value) ? {} : 0;
    const old = {}.hasOwnProperty.call(target, key) ? target[key] : 0;
    if (nested) {
      target[key] = (Array.isArray(value) ? Array.isArray(old) : plain(old)) ? old : nested;
      Object.keys(value).map(step => put(target[key], step, value[step]));
    } else {
      target[key] = value;
    }
  }
};

// Merges an entry; a key that throws is left out.
export const mergeEntry = entry =>
  Object.keys(entry).map(name =>
    attempt(() => {
      const steps = name.split(".");
      steps.includes("__proto__") ||
        put(model, steps[0], steps.slice(1).reduceRight((value, step) => ({ [step]: value }), entry[name]));
    })
  );
