import { attempt } from "../runtime/attempt.js";
import { decide } from "../runtime/consent.js";
import { cookie } from "../runtime/read.js";

// The ways in which consent tools write their cookie. What cannot be read is no decision.
export const readJson = text => attempt(() => JSON.parse(text));

export const readList = text =>
  text.split(",").reduce((record, name) => {
    record[name.trim()] = true;
    return record;
  }, {});

export const readPairs = text =>
  text.split(",").reduce((record, pair) => {
    const [name, ...value] = pair.split(/[:=]/);
    record[name.trim()] = value.join(":").trim();
    return record;
  }, {});

export const readFlag = text => text;

// Decides by the cookie now and whenever it changes. Where the browser does not tell, it is looked at every second.
export const consentCookie = (name, read, granted) => {
  let last;
  const look = () => {
    const text = cookie(name);
    if (text !== last) {
      last = text;
      const record = text && read(text);
      decide(record ? granted(record) : undefined);
    }
  };
  look();
  if (!attempt(() => !cookieStore.addEventListener("change", look))) {
    setInterval(look, 1000);
  }
  addEventListener("pageshow", look);
};
