import { attempt } from "./attempt.js";

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

// The address of a link, or of the link around an element.
export const link = element => attempt(() => element.closest("a[href],area[href]").href);

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
