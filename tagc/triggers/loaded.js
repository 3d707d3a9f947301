import { attempt } from "../runtime/attempt.js";

// The load event, or what comes after it.
export const loadedListen = handle =>
  document.readyState == "complete" ? attempt(handle) : addEventListener("load", () => attempt(handle));
