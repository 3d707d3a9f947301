import { attempt } from "../runtime/attempt.js";
import { decide, undecide } from "../runtime/consent.js";
import { cookie } from "../runtime/read.js";

// The ways in which consent tools write their cookie. What cannot be read is no decision.
export const cookieJson = text => attempt(() => JSON.parse(text));

const cookieEntries = text =>
  text
    .split(/[,;&|!]/)
    .map(entry => entry.trim())
    .filter(entry => entry);

const cookieRecord = pairs =>
  pairs.reduce((made, pair) => {
    made[pair[0]] = pair[1];
    return made;
  }, {});

// Names of what is granted.
export const cookieList = text => cookieRecord(cookieEntries(text).map(name => [name, true]));

// name:value or name=value; a name alone is true.
export const cookiePairs = text =>
  cookieRecord(
    cookieEntries(text).map(entry => {
      const at = entry.search(/[:=]/);
      return at < 0 ? [entry, true] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    })
  );

// The whole value is the answer.
export const cookieFlag = text => text;

// Decides by the cookie now and whenever it changes. Where the browser does not tell, it is looked at every second.
export const cookieConsent = (name, read, granted) => {
  let last;
  const look = () => {
    const text = cookie(name);
    if (text !== last) {
      last = text;
      const told = text ? read(text) : null;
      told == null ? undecide(look) : decide(granted(told), look);
    }
  };
  look();
  if (!attempt(() => !cookieStore.addEventListener("change", look))) {
    setInterval(look, 1000);
  }
  addEventListener("pageshow", look);
};
