import { attempt } from "./attempt.js";
import { domains } from "./config.js";

// What the page shows and the device holds. Everything a page can break is as good as absent.

// A global of the page by path; nothing is called.
export const globalPath = (...path) => attempt(() => path.reduce((value, step) => value[step], window));

// A parameter of the address.
export const query = name => attempt(() => new URLSearchParams(location.search).get(name));

// The trimmed text, or an attribute, of the first element that matches.
export const dom = (selector, attribute) =>
  attempt(() => {
    const element = document.querySelector(selector);
    return attribute ? element.getAttribute(attribute) : element.textContent.trim();
  });

// A cookie by name, decoded where it can be.
export const cookie = name =>
  attempt(() => {
    const found = document.cookie.split("; ").find(pair => pair.startsWith(name + "="));
    const value = found && found.slice(name.length + 1);
    const decoded = attempt(decodeURIComponent, value);
    return found && (decoded === undefined ? value : decoded);
  });

// A key of localStorage, else of sessionStorage.
export const storage = name =>
  [() => localStorage, () => sessionStorage]
    .map(store => attempt(() => store().getItem(name)))
    .find(value => value);

// An attribute of the element.
export const attribute = (element, name) => attempt(() => element.getAttribute(name));

// The address of a link, or of the link around an element; an SVG's is an object.
export const link = element =>
  attempt(() => {
    const { href } = element.closest("a[href],area[href]");
    return href.animVal ? new URL(href.animVal, document.baseURI).href : href;
  });

// A part of that address by its name in `URL`, the protocol without its colon.
export const linkPart = (element, part) => attempt(() => new URL(link(element))[part].replace(/^([^/]+):$/, "$1"));

// The trimmed text of the element.
export const content = element => attempt(() => element.textContent.trim());

// A form's field by name; a file is no text.
export const fieldOf = (form, name) =>
  attempt(() => {
    const value = new FormData(form).get(name);
    return typeof value == "string" ? value : undefined;
  });

const fileOf = element => linkPart(element, "pathname").split("/").pop();

// The last step of the link's path.
export const fileName = element => attempt(fileOf, element);

// What follows its last dot.
export const extension = element => attempt(() => /\.([^.]+)$/.exec(fileOf(element))[1]);

// Whether the element is, or stands inside, one that matches.
export const inside = (element, selector) => attempt(() => !!element.closest(selector));

// The first element of an event's path that matches. A form's own fields hide its methods: <input name=matches>.
export const nearest = (path, selector) =>
  path.find(node => attempt(() => Element.prototype.matches.call(node, selector)));

// Whether the link leads to another site: over the web, to a host that is not the page's own, one of `domains`, or below one.
export const outbound = element =>
  attempt(() => {
    const { protocol, hostname } = new URL(link(element));
    const own = [location.hostname.replace(/^www\./, ""), ...domains];
    return /^http/.test(protocol) && !own.some(name => ("." + hostname).endsWith("." + name));
  });
