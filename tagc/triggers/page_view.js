import { attempt } from "../runtime/attempt.js";

// The first one is fired by the boot. A page that comes back as it was, from the browser's cache of pages, is shown again.
export const pageViewListen = handle => addEventListener("pageshow", event => event.persisted && attempt(handle));
