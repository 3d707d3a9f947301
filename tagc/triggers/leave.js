import { attempt } from "../runtime/attempt.js";

// A phone may kill a hidden page without another word, so the first time it is hidden counts. In the capture phase: before
// events that wait for hashing are sent on pagehide. A page that comes back from the browser's cache is visited again.
export const leaveListen = handle => {
  let left;
  ["visibilitychange", "pagehide", "pageshow"].map(type =>
    addEventListener(
      type,
      event => {
        if (type == "pageshow") {
          left = left && !event.persisted;
        } else if (!left && (type == "pagehide" || document.hidden)) {
          left = true;
          attempt(handle);
        }
      },
      true
    )
  );
};
