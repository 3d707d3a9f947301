import { attempt } from "../../runtime/attempt.js";
import { script } from "../../runtime/script.js";

// The queue of one tag: an array, until the library puts itself in its place.
export const microsoftQueue = name => (window[name] = window[name] || []);

// The library does nothing by itself: when it has come, each tag is made with the queue of what was said before. A tag that is
// there already is used.
export const microsoftLoad = (name, options) => {
  options.q = microsoftQueue(name);
  if (Array.isArray(options.q)) {
    script("https://bat.bing.com/bat.js", () =>
      attempt(() => {
        window[name] = new window.UET(options);
        window[name].push("pageLoad");
      })
    );
  }
};
