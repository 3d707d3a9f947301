import { attempt } from "../runtime/attempt.js";

// A deferred script runs before DOMContentLoaded, but all elements are there.
export const domReadyListen = handle =>
  document.readyState == "loading" ? addEventListener("DOMContentLoaded", () => attempt(handle)) : attempt(handle);
