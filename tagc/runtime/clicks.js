import { attempt } from "./attempt.js";

// Clicks of any kind that follow a link: with the first or the middle button, or a key. In the capture phase, so that a page
// which stops the event is still heard. Handed on is the event's path, which begins inside an open shadow tree.
export const clicks = handle =>
  ["click", "auxclick"].map(type =>
    addEventListener(type, event => event.button > 1 || attempt(handle, event.composedPath()), true)
  );
