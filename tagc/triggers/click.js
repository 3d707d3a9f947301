import { attempt } from "../runtime/attempt.js";

// In the capture phase, so that a page which stops the event is still heard.
export const clickListen = handle => addEventListener("click", event => attempt(handle, event.target), true);
