import { onRoute } from "../runtime/route.js";

// How the address changed, and the path it had.
export const routeListen = handle => onRoute((source, before) => handle(source, new URL(before).pathname));
