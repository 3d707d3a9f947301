import { attempt } from "./attempt.js";
import { GPC, OPT_OUT, SHARED, SOURCES, UPDATE, gpcDenies, gpcHere, optOut } from "./config.js";

// Called after every decision.
export const watchers = [];

// How many there were.
export let decisions = 0;

// The categories that were granted; undefined until somebody decides.
let granted;

// Whether somebody may still tell: all that stood in the page before, and the consent tool.
let patient = true;

// While a page is rendered in advance nobody has seen it: what may go out waits until somebody does.
export const always = () => (document.prerendering ? 1 : 2);

// 0 denied, 1 unknown, 2 granted: `all` of several is their minimum, `any` their maximum.
export const level = category =>
  GPC && gpcHere() && gpcDenies.includes(category)
    ? 0
    : granted
      ? granted.includes(category) * always()
      : OPT_OUT && optOut() && !patient
        ? always()
        : 1;

// Who told it.
let teller;

const announce = () => {
  if (UPDATE && SHARED) {
    decisions++;
  }
  watchers.map(watcher => watcher());
};

// Somebody sees the page.
export const waitForVisitor = () => addEventListener("prerenderingchange", announce);

// A decision replaces the one before.
export const decide = (categories, source) => {
  granted = categories;
  if (SOURCES) {
    teller = source;
  }
  announce();
};

// A source takes back what it told, not what another one did: nobody has decided then.
export const undecide = source => {
  teller == source && decide();
};

// tagc('consent', decision): only true grants, and what is not named is denied. A text has no true parts, so 'revoke' denies all.
export const decideBy = decision => {
  (decision == "revoke" || typeof decision == "object") &&
    decide(Object.keys(decision).filter(category => decision[category] === true));
};

// The time to tell is over: what holds without a decision holds from now on.
export const losePatience = () => {
  patient = false;
  granted || announce();
};

// The consent tool has its time.
export const waitForTool = () => setTimeout(losePatience, 5000);

// The browser's own opt-out signal.
export const gpc = () => navigator.globalPrivacyControl === true;

// The first valid ISO 3166 code.
export const region = (...codes) => codes.find(code => /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code));

// The content of a meta element.
export const meta = name => attempt(() => document.querySelector("meta[name=" + JSON.stringify(name) + "]").content);
