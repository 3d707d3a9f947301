import { attempt } from "../runtime/attempt.js";

// In the capture phase, as for clicks.
export const formListen = handle =>
  addEventListener("submit", event => attempt(handle, event.composedPath()), true);
