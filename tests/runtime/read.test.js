import assert from "node:assert/strict";
import test from "node:test";
import { forbid, page, part, throws } from "./page.js";

const read = await part("runtime/read.js");
const NOT_THERE = undefined;

test("a global is read by path, and what is not there or throws is absent", () => {
  page();
  window.shop = { cart: { total: 5 }, get bad() { return throws(); } };
  assert.equal(read.globalPath("shop", "cart", "total"), 5);
  assert.deepEqual([read.globalPath("shop", "x", "y"), read.globalPath("shop", "bad"), read.globalPath("no")], [
    NOT_THERE, NOT_THERE, NOT_THERE,
  ]);
});

test("a global is never called", () => {
  page();
  window.f = () => assert.fail("called");
  assert.equal(typeof read.globalPath("f"), "function");
});

test("a query parameter is decoded; the first of a name counts", () => {
  page({ url: "https://a.example/?a=x%20y+z&b=&a=2&%C3%BC=%" });
  assert.deepEqual(["a", "b", "ü", "c"].map(read.query), ["x y z", "", "%", null]);
});

test("dom reads the trimmed text or an attribute of the first element", () => {
  const element = { textContent: "  A\n ", getAttribute: name => (name == "href" ? "/x" : null) };
  page({ document: { querySelector: selector => (selector == "h1" ? element : selector == "" ? throws() : null) } });
  assert.deepEqual([read.dom("h1"), read.dom("h1", "href"), read.dom("h1", "id")], ["A", "/x", null]);
  assert.deepEqual([read.dom("h2"), read.dom("h2", "href"), read.dom("")], [NOT_THERE, NOT_THERE, NOT_THERE]);
});

test("a cookie is found by its whole name and decoded", () => {
  page({ cookies: "xa=0; a=1%3D2; ab=3; j=%7B%22b%22%3A1%7D; bad=%E0%A4%A; empty=; a.b*=5" });
  assert.deepEqual(["a", "xa", "j", "bad", "empty", "a.b*", "b", ""].map(read.cookie), [
    "1=2", "0", '{"b":1}', "%E0%A4%A", "", "5", NOT_THERE, NOT_THERE,
  ]);
});

test("where cookies are forbidden there is none", () => {
  page({ document: { get cookie() { return throws(); } } });
  assert.equal(read.cookie("a"), NOT_THERE);
});

test("localStorage is asked first, an absent or empty key is looked for in sessionStorage", () => {
  page({ local: { a: "local", e: "" }, session: { a: "session", b: "session b", e: "session e" } });
  assert.deepEqual(["a", "b", "e", "c"].map(read.storage), ["local", "session b", "session e", NOT_THERE]);
});

test("a forbidden storage is empty", () => {
  page({ session: { a: "1" } });
  forbid("localStorage");
  assert.equal(read.storage("a"), "1");
  forbid("sessionStorage");
  assert.equal(read.storage("a"), NOT_THERE);
});

const linked = href => ({ closest: selector => (selector == "a[href],area[href]" ? { href } : null), textContent: " T " });

test("the parts of a link are those of its address, the protocol without its colon", () => {
  const element = linked("https://Dl.example.org:8443/a/b.tar.gz:?x=1#y");
  const parts = ["protocol", "hostname", "pathname"].map(part => read.linkPart(element, part));
  assert.deepEqual(parts, ["https", "dl.example.org", "/a/b.tar.gz:"]);
  assert.equal(read.link(element), "https://Dl.example.org:8443/a/b.tar.gz:?x=1#y");
  assert.equal(read.linkPart(linked("mailto:a@b.example"), "protocol"), "mailto");
});

test("a file's name and extension are the last step of the path", () => {
  const names = href => [read.fileName(linked(href)), read.extension(linked(href))];
  assert.deepEqual(names("https://a.example/x/report.v2.pdf?d=a.b"), ["report.v2.pdf", "pdf"]);
  assert.deepEqual(names("https://a.example/x/report"), ["report", NOT_THERE]);
  assert.deepEqual(names("https://a.example/x.y/"), ["", NOT_THERE]);
  assert.deepEqual(names("https://a.example/.htaccess"), [".htaccess", "htaccess"]);
});

test("what is no link, or no element, has none of them", () => {
  for (const element of [{ closest: () => null }, null, undefined, {}, linked("no address")]) {
    assert.deepEqual([read.linkPart(element, "hostname"), read.fileName(element), read.extension(element)], [
      NOT_THERE, NOT_THERE, NOT_THERE,
    ]);
  }
  assert.equal(read.link(null), NOT_THERE);
});

test("attributes and text of an element", () => {
  const element = { getAttribute: name => `the ${name}`, textContent: "\n A b " };
  assert.deepEqual([read.attribute(element, "id"), read.content(element)], ["the id", "A b"]);
  assert.deepEqual([read.attribute(null, "id"), read.content(null)], [NOT_THERE, NOT_THERE]);
});

test("a field of a form is its first text; files and what is absent are nothing", () => {
  page({
    FormData: class {
      constructor(form) {
        this.form = form || throws();
      }
      get(name) {
        return this.form[name] ?? null;
      }
    },
  });
  const form = { email: "a@b.example", file: { name: "x.pdf" }, empty: "" };
  assert.deepEqual(["email", "file", "empty", "no"].map(name => read.fieldOf(form, name)), [
    "a@b.example", NOT_THERE, "", NOT_THERE,
  ]);
  assert.equal(read.fieldOf(null, "email"), NOT_THERE);
});

test("inside is true or false, and absent where the selector is none", () => {
  const element = { closest: selector => (selector == ".a" ? {} : selector == ":(" ? throws() : null) };
  assert.deepEqual([read.inside(element, ".a"), read.inside(element, ".b"), read.inside(element, ":(")], [true, false, NOT_THERE]);
});

test("an SVG's link is an object, and its address is relative to the page", () => {
  page({ document: { baseURI: "https://a.example/shop/" } });
  assert.equal(read.link(linked({ baseVal: "x.pdf", animVal: "x.pdf" })), "https://a.example/shop/x.pdf");
});

test("the nearest element of a path that matches, whatever its fields are called", () => {
  const { Element } = globalThis;
  globalThis.Element = class {
    constructor(...names) {
      this.names = names;
    }
    matches(selector) {
      return selector == ":(" ? throws() : this.names.includes(selector);
    }
  };
  const [inner, form, outer] = [new globalThis.Element("b"), new globalThis.Element("form"), new globalThis.Element("a", "b")];
  form.matches = { name: "matches" };
  const path = [{ nodeType: 3 }, inner, form, outer, {}, null];
  assert.deepEqual(["b", "form", "a", "x", ":("].map(selector => read.nearest(path, selector)), [
    inner, form, outer, NOT_THERE, NOT_THERE,
  ]);
  globalThis.Element = Element;
});

test("a link leads away when it goes over the web to a host that is nobody's own", async () => {
  const { outbound } = await part("runtime/read.js", { domains: ["tickets.example"] });
  page({ url: "https://www.a.example/" });
  const away = address => outbound(linked(address));
  const own = ["https://www.a.example/x", "http://a.example:8080/", "https://shop.A.example/", "https://eu.tickets.example/"];
  assert.deepEqual(own.map(away), [false, false, false, false]);
  assert.deepEqual(["https://other.example/", "https://na.example/", "https://mytickets.example/"].map(away), [true, true, true]);
  assert.deepEqual(["mailto:x@other.example", "tel:1", "javascript:void 0"].map(away), [false, false, false]);
  assert.deepEqual([outbound({ closest: () => null }), outbound(null)], [NOT_THERE, NOT_THERE]);
});
