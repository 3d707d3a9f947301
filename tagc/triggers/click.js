import { clicks } from "../runtime/clicks.js";

// Links, downloads and ways out are clicks, too.
export const clickListen = handle => clicks(handle);
