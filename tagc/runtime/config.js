// What the compiler knows of one site. The linker replaces these values; what is a literal then is folded away, with
// every branch that depends on it. The values here are the widest case, for unit tests of the other parts.

export const CONTAINER = "container"; // the key in localStorage

// consent.js
export const OPT_OUT = true; // somewhere nobody's decision counts as a grant
export const optOut = () => false; // here, for this visitor
export const SOURCES = true; // others than tagc('consent') decide, too, and take back what they told
export const GPC = true; // a Global Privacy Control signal can matter
export const gpcDenies = []; // the categories it denies
export const gpcHere = () => false; // it counts in this visitor's region

// gate.js
export const ERASE = true; // something is declared that a withdrawal deletes
export const IN_COMMON = true; // some of it is declared by several instances
export const STOP = true; // some library has a switch
export const LEAVE = true; // keys of once_per are kept on the device
export const FINAL = true; // some library has none and stays off until the page is left
export const LATE = true; // a grant after a refusal sends the current page view
export const LAZY = true; // some library waits for its first event
export const WAKES = true; // some library does not start, or stop, with its gate
export const UPDATE = true; // some library is told of every decision
export const SHARED = true; // several instances share a library
export const STRICTER = true; // some event may have to wait, or is dropped, although its instance is granted
export const AFTER = true; // some rule waits for another one
export const DELAY = true; // some trigger has a delay
export const MATCHING = true; // user data may have to be hashed before an event goes out

// data_layer.js
export const MERGED = true; // `$data` is used
export const merge = () => {}; // puts an entry into the model

// stub.js
export const READABLE = true; // a build to read: it also says what looks wrong in the page

// script.js
export const TRUSTED = true; // the site enforces Trusted Types
export const admitted = /^/; // the addresses of all scripts, without a query

// read.js
export const domains = []; // hosts that are one visit

// once.js
export const PERSIST = true; // keys outlive the page
export const SESSION = true; // something is told once per visit

// message.js
export const ENDPOINT = "/t/e"; // where the page sends what is forwarded
export const CONFIG = ""; // one build's destinations
export const categories = []; // what a visitor can consent to

// landing.js
export const clickIds = []; // parameters of the address that name a click
