import { attempt } from "../runtime/attempt.js";

// What nobody caught. Each error once, and 20 at most: a vendor's own error in answer to an event makes no circle, and a page
// that throws all the time is no flood. What stands in a rejection may throw when it is written.
export const errorListen = handle => {
  const known = [];
  const tell = (...error) =>
    error[0] &&
    known.length < 20 &&
    !known.includes("" + error) &&
    known.push("" + error) &&
    attempt(handle, ...error);
  addEventListener("error", event => tell(event.message, event.filename, event.lineno));
  addEventListener("unhandledrejection", event => attempt(() => tell("" + event.reason)));
};
