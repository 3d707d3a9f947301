import { attempt } from "./attempt.js";

// What the page shows and the device holds. Everything a page can break is as good as absent.

export const globalPath = (...path) => attempt(() => path.reduce((value, step) => value[step], window));

export const query = name => attempt(() => new URLSearchParams(location.search).get(name));

export const dom = (selector, attribute) =>
  attempt(() => {
    const element = document.querySelector(selector);
    return attribute ? element.getAttribute(attribute) : element.textContent.trim();
  });

export const cookie = name =>
  attempt(() => {
    const found = document.cookie.split("; ").find(pair => pair.startsWith(name + "="));
    const value = found && found.slice(name.length + 1);
    const decoded = attempt(decodeURIComponent, value);
    return found && (decoded === undefined ? value : decoded);
  });

export const storage = name =>
  [() => localStorage, () => sessionStorage]
    .map(store => attempt(() => store().getItem(name)))
    .find(value => value);

export const attribute = (element, name) => attempt(() => element.getAttribute(name));

// The address of a link, or of the link around an element.
export const link = element => attempt(() => element.closest("a[href],area[href]").href);

export const linkPart = (element, part) => attempt(() => new URL(link(element))[part].replace(/^([^/]+):$/, "$1"));

export const content = element => attempt(() => element.textContent.trim());

export const fieldOf = (form, name) =>
  attempt(() => {
    const value = new FormData(form).get(name);
    return typeof value == "string" ? value : undefined;
  });

const fileOf = element => linkPart(element, "pathname").split("/").pop();

export const fileName = element => attempt(fileOf, element);

export const extension = element => attempt(() => /\.([^.]+)$/.exec(fileOf(element))[1]);

export const inside = (element, selector) => attempt(() => !!element.closest(selector));
