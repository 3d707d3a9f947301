/* A fake window for an embedded JavaScript engine: what a tag container touches in a page, and nothing that differs between two
   runs. The clock stands until the test moves it, Math.random counts from a seed, nothing reaches a network.

   Everything a container does to the outside world is one line in `log`, in the order of happening: a vendor call, a script or an
   image, a cookie or a storage write, a beacon. host.py is the only caller; it gives the options to `setUp` and reads `log`. */
(function (global) {
  "use strict";

  let options, log = [], errors = [], consoleLines = [];
  const note = (...line) => { log.push(line); };
  const hidden = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

  // ---- values for the log: a copy made at once, with what JSON would lose spelled out -------------------------------------------
  const show = (value, above = []) => {
    switch (typeof value) {
      case "undefined": return "__undefined__";
      case "function": return "__function__";
      case "number": return Number.isFinite(value) ? value : "__" + value + "__";
      case "bigint": case "symbol": return "__" + String(value) + "__";
      case "object": break;
      default: return value;
    }
    if (value === null) return null;
    if (above.includes(value)) return "__cycle__";
    if (value instanceof Date) return "__date__" + value.getTime();
    if (value instanceof Error) return "__error__" + value.message;
    if (value instanceof Element) return "__element__" + value.tagName;
    const path = [...above, value];
    if (Array.isArray(value) || isArguments(value) || ArrayBuffer.isView(value))
      return Array.from(value, entry => show(entry, path));
    const copy = {};
    for (const key of Object.keys(value))
      Object.defineProperty(copy, key, { value: show(value[key], path), enumerable: true });  // __proto__ is a key too
    return copy;
  };
  const isArguments = value => Object.prototype.toString.call(value) === "[object Arguments]";

  // ---- clock, timers, chance ---------------------------------------------------------------------------------------------------
  let now = 0, timers = [], lastTimer = 0, seed = 1;
  const RealDate = Date;
  class FakeDate extends RealDate {
    constructor(...args) { if (args.length) super(...args); else super(now); }
    static now() { return now; }
  }
  const addTimer = (every, action, delay, args) => {
    delay = Math.max(0, Number(delay) || 0);
    timers.push({ id: ++lastTimer, at: now + delay, every: every ? Math.max(1, delay) : 0, action, args });
    return lastTimer;
  };
  const clear = id => { timers = timers.filter(timer => timer.id !== id); };
  const random = () => {  // mulberry32
    let t = seed += 0x6d2b79f5;
    t = Math.imul(t ^ t >>> 15, t | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };

  // ---- errors that nobody caught -------------------------------------------------------------------------------------------------
  let reporting = false;
  const uncaught = error => {
    const message = error instanceof Error ? error.name + ": " + error.message : String(error);
    errors.push(message);
    if (reporting) return;
    reporting = true;
    try {
      fire(global, makeEvent("error", { message: "Uncaught " + message, filename: options.url, lineno: 1, colno: 1, error }, false));
    } finally { reporting = false; }
  };
  const guarded = (action, self, ...args) => {
    try { return action.apply(self, args); } catch (error) { uncaught(error); }
  };

  // ---- events --------------------------------------------------------------------------------------------------------------------
  const makeEvent = (type, props = {}, bubbles = true, cancelable = true) => ({
    type, bubbles, cancelable, defaultPrevented: false, isTrusted: true, timeStamp: now, target: null, currentTarget: null,
    button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false,
    preventDefault() { if (this.cancelable) this.defaultPrevented = true; },
    stopPropagation() { this.stopped = true; },
    stopImmediatePropagation() { this.stopped = this.stoppedNow = true; },
    composedPath() { return this.path.slice(); },
    ...props,
  });
  const listeners = new Map();
  const target = {
    addEventListener(type, listener, how) {
      const self = this === undefined ? global : this;
      const capture = how === true || !!(how && how.capture), once = !!(how && how.once);
      if (!listeners.has(self)) listeners.set(self, []);
      const all = listeners.get(self);
      if (listener && !all.some(l => l.type === type && l.listener === listener && l.capture === capture))
        all.push({ type, listener, capture, once });
    },
    removeEventListener(type, listener, how) {
      const self = this === undefined ? global : this, capture = how === true || !!(how && how.capture);
      listeners.set(self, (listeners.get(self) || [])
        .filter(l => l.type !== type || l.listener !== listener || l.capture !== capture));
    },
    dispatchEvent(event) { return fire(this === undefined ? global : this, event); },
  };
  const fire = (on, event) => {
    const path = [];
    for (let node = on; node; node = node === document ? global : node === global ? null : node.parentNode || null)
      if (node !== root) path.push(node);
    event.target = on;
    event.path = path;
    const deliver = (node, capture) => {
      event.currentTarget = node;
      for (const l of (listeners.get(node) || []).slice()) {
        if (l.type !== event.type || l.capture !== capture || event.stoppedNow) continue;
        if (l.once) target.removeEventListener.call(node, l.type, l.listener, l.capture);
        if (typeof l.listener === "function") guarded(l.listener, node, event);
        else guarded(l.listener.handleEvent, l.listener, event);
      }
      const handler = !capture && node["on" + event.type];
      if (typeof handler === "function" && !event.stoppedNow) {
        if (node === global && event.type === "error")
          guarded(handler, node, event.message, event.filename, event.lineno, event.colno, event.error);
        else guarded(handler, node, event);
      }
    };
    for (const node of path.slice().reverse()) if (!event.stopped) deliver(node, true);
    for (const node of event.bubbles ? path : path.slice(0, 1)) if (!event.stopped) deliver(node, false);
    event.currentTarget = null;
    return !event.defaultPrevented;
  };

  // ---- selectors: tag, *, .class, #id, [attr], [attr op value], :not(), descendant, child, lists ---------------------------------
  const invalid = selector => {
    const error = new Error("'" + selector + "' is not a selector that the fake window knows");
    error.name = "SyntaxError";
    return error;
  };
  const NAME = "(?:\\\\.|[\\w\\u0080-\\uffff-])+";
  const SIMPLE = new RegExp(
    "^(?:(\\*|" + NAME + ")|\\.(" + NAME + ")|#(" + NAME + ")|\\[\\s*([\\w:-]+)\\s*(?:([~^$*|]?=)\\s*" +
    "(?:\"((?:\\\\.|[^\"\\\\])*)\"|'((?:\\\\.|[^'\\\\])*)'|([\\w-]+))\\s*)?\\]|:not\\(([^()]+)\\))");
  const plain = text => text.replace(/\\(.)/g, "$1");
  const test = {
    "=": (a, b) => a === b, "^=": (a, b) => !!b && a.startsWith(b), "$=": (a, b) => !!b && a.endsWith(b),
    "*=": (a, b) => !!b && a.includes(b), "~=": (a, b) => !!b && a.split(/\s+/).includes(b),
    "|=": (a, b) => a === b || a.startsWith(b + "-"),
  };
  const parsed = new Map();
  const parseSelector = selector => {
    selector = String(selector);
    if (parsed.has(selector)) return parsed.get(selector);
    const list = [];
    let rest = selector.trim(), parts = [], tests = [], link = " ";
    const finish = () => {
      if (!tests.length) throw invalid(selector);
      parts.push({ tests, link });
      tests = [];
    };
    while (rest) {
      const found = SIMPLE.exec(rest);
      if (found) {
        const [text, tag, cls, id, attr, op, v1, v2, v3, not] = found;
        if (tag && tests.length) throw invalid(selector);
        rest = rest.slice(text.length);
        if (tag) tests.push(e => tag === "*" || e.localName === plain(tag).toLowerCase());
        else if (cls) tests.push(e => e.classList.contains(plain(cls)));
        else if (id) tests.push(e => e.getAttribute("id") === plain(id));
        else if (not) { const inner = parseSelector(not); tests.push(e => !matchesList(e, inner)); }
        else if (!op) tests.push(e => e.hasAttribute(attr));
        else {
          const wanted = plain([v1, v2, v3].find(v => v !== undefined));
          tests.push(e => e.hasAttribute(attr) && test[op](e.getAttribute(attr), wanted));
        }
        continue;
      }
      const between = /^(\s*,\s*|\s*>\s*|\s+)/.exec(rest);
      if (!between) throw invalid(selector);
      finish();
      rest = rest.slice(between[0].length);
      if (between[0].trim() === ",") { list.push(parts); parts = []; link = " "; }
      else link = between[0].trim() || " ";
      if (!rest) throw invalid(selector);
    }
    finish();
    list.push(parts);
    parsed.set(selector, list);
    return list;
  };
  const matchesFrom = (element, parts, at) => {
    if (!parts[at].tests.every(t => t(element))) return false;
    if (at === 0) return true;
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (matchesFrom(up, parts, at - 1)) return true;
      if (parts[at].link === ">") return false;
    }
    return false;
  };
  const matchesList = (element, list) => list.some(parts => matchesFrom(element, parts, parts.length - 1));

  // ---- elements ------------------------------------------------------------------------------------------------------------------
  const urlOf = element => {
    try { return new URL(element.getAttribute("href") || "", location.href); } catch (error) { return null; }
  };
  class Element {
    constructor(tag) {
      this.localName = tag.toLowerCase();
      this.tagName = this.nodeName = tag.toUpperCase();
      this.nodeType = 1;
      this.parentNode = null;
      this.childNodes = [];
      this.attrs = {};
      for (const name of ["localName", "tagName", "nodeName", "nodeType", "parentNode", "childNodes", "attrs"])
        hidden(this, name, this[name]);
    }
    get children() { return this.childNodes.filter(n => n.nodeType === 1); }
    get parentElement() { return this.parentNode && this.parentNode.nodeType === 1 ? this.parentNode : null; }
    get isConnected() { return document.documentElement.contains(this); }
    get ownerDocument() { return document; }
    get id() { return this.attrs.id || ""; }
    set id(value) { this.attrs.id = String(value); }
    get className() { return this.attrs.class || ""; }
    set className(value) { this.attrs.class = String(value); }
    get classList() {
      const names = this.className.split(/\s+/).filter(Boolean);
      return {
        contains: name => names.includes(name),
        add: (...more) => { this.className = [...new Set([...names, ...more])].join(" "); },
        remove: (...gone) => { this.className = names.filter(n => !gone.includes(n)).join(" "); },
        length: names.length,
      };
    }
    get dataset() {
      const data = {};
      for (const name of Object.keys(this.attrs))
        if (name.startsWith("data-")) data[name.slice(5).replace(/-([a-z])/g, (_, c) => c.toUpperCase())] = this.attrs[name];
      return data;
    }
    get attributes() { return Object.keys(this.attrs).map(name => ({ name, value: this.attrs[name] })); }
    getAttribute(name) { name = String(name).toLowerCase(); return this.hasAttribute(name) ? this.attrs[name] : null; }
    hasAttribute(name) { return Object.prototype.hasOwnProperty.call(this.attrs, String(name).toLowerCase()); }
    setAttribute(name, value) {
      name = String(name).toLowerCase();
      if (name === "src") this.src = value;
      else this.attrs[name] = String(value);
    }
    removeAttribute(name) { delete this.attrs[String(name).toLowerCase()]; }
    get textContent() { return this.childNodes.map(n => n.nodeType === 3 ? n.data : n.textContent).join(""); }
    set textContent(text) { this.childNodes.length = 0; this.childNodes.push({ nodeType: 3, data: String(text), parentNode: this }); }
    get innerText() { return this.textContent.trim(); }
    set innerText(text) { this.textContent = text; }
    get innerHTML() { return this.textContent; }
    set innerHTML(html) { this.childNodes.length = 0; parseHtml(html, this); }
    matches(selector) { return matchesList(this, parseSelector(selector)); }
    closest(selector) {
      const list = parseSelector(selector);
      for (let e = this; e; e = e.parentElement) if (matchesList(e, list)) return e;
      return null;
    }
    querySelectorAll(selector) {
      const list = parseSelector(selector), found = [];
      const walk = e => e.children.forEach(child => { if (matchesList(child, list)) found.push(child); walk(child); });
      walk(this);
      return found;
    }
    querySelector(selector) { return this.querySelectorAll(selector)[0] || null; }
    getElementsByTagName(tag) { return this.querySelectorAll(tag); }
    contains(other) {
      for (let e = other; e; e = e.parentNode) if (e === this) return true;
      return false;
    }
    insertBefore(child, before) {
      if (child.nodeType === undefined) child = { nodeType: 3, data: String(child) };
      if (child.parentNode) child.parentNode.removeChild(child);
      const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
      this.childNodes.splice(at, 0, child);
      child.parentNode = this;
      if (child.nodeType === 1 && child.isConnected) {
        mutationObservers.forEach(observer => observer.notify());
        inserted(child);
      }
      return child;
    }
    appendChild(child) { return this.insertBefore(child, null); }
    append(...children) { children.forEach(child => this.insertBefore(child, null)); }
    prepend(...children) { children.forEach(child => this.insertBefore(child, this.childNodes[0])); }
    before(...others) { others.forEach(other => this.parentNode.insertBefore(other, this)); }
    after(...others) {
      const at = this.parentNode.childNodes.indexOf(this);
      others.forEach((other, i) => this.parentNode.insertBefore(other, this.parentNode.childNodes[at + 1 + i]));
    }
    removeChild(child) {
      const at = this.childNodes.indexOf(child);
      if (at >= 0) this.childNodes.splice(at, 1);
      child.parentNode = null;
      return child;
    }
    remove() { if (this.parentNode) this.parentNode.removeChild(this); }
    getBoundingClientRect() { return { top: 0, left: 0, bottom: 100, right: 100, width: 100, height: 100 }; }
    click() { clicked(this, {}); }
    // links
    get href() { const url = urlOf(this); return this.hasAttribute("href") ? (url ? url.href : this.attrs.href) : this.localName === "a" ? "" : undefined; }
    set href(value) { this.attrs.href = String(value); }
    // forms
    get elements() { return this.querySelectorAll("input,select,textarea,button"); }
    get form() { return this.closest("form"); }
    get name() { return this.attrs.name || ""; }
    set name(value) { this.attrs.name = String(value); }
    get type() { return this.attrs.type || (this.localName === "input" ? "text" : this.localName === "button" ? "submit" : ""); }
    set type(value) { this.attrs.type = String(value); }
    get value() {
      if ("current" in this) return this.current;
      return this.localName === "textarea" ? this.textContent : this.attrs.value || (this.type === "checkbox" ? "on" : "");
    }
    set value(value) { hidden(this, "current", String(value)); }
    get checked() { return "on" in this ? this.on : this.hasAttribute("checked"); }
    set checked(value) { hidden(this, "on", !!value); }
    get disabled() { return this.hasAttribute("disabled"); }
    get action() { return this.attrs.action === undefined ? location.href : new URL(this.attrs.action, location.href).href; }
    get method() { return (this.attrs.method || "get").toLowerCase(); }
    submit() { note("submit", this.action); }
    requestSubmit() { submitted(this); }
    // scripts and images
    get src() { return this.attrs.src ? new URL(this.attrs.src, location.href).href : ""; }
    set src(value) {
      this.attrs.src = String(value);
      if (this.localName === "img") note("image", this.src);
    }
    get content() { return this.attrs.content || ""; }
    get async() { return this.localName === "script" && !this.synchronous; }
    set async(value) { hidden(this, "synchronous", !value); }
  }
  for (const part of ["protocol", "hostname", "host", "origin", "pathname", "search", "hash"])
    Object.defineProperty(Element.prototype, part, {
      get() { const url = urlOf(this); return url && this.hasAttribute("href") ? url[part] : ""; }, configurable: true,
    });
  Object.assign(Element.prototype, target);
  const inserted = element => {
    if (element.localName === "script" && element.attrs.src && !element.ran) {
      hidden(element, "ran", true);
      if (options.broken.includes("load")) throw new Error("the page refuses scripts");
      note("load", element.src);
    } else if (element.localName === "script" && element.textContent && !element.ran) {
      hidden(element, "ran", true);
      note("inline-script", element.textContent);
    } else if (element.localName === "iframe") note("frame", element.src);
    element.children.forEach(inserted);
  };

  const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
  const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: "\u00a0" };
  const entities = text => text.replace(/&(\w+|#39);/g, (all, name) => ENTITIES[name] || all);
  const parseHtml = (html, into) => {
    const token = /<!--[^]*?-->|<\/([\w-]+)\s*>|<([\w-]+)((?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>|([^<]+)/g;
    let parent = into, found;
    while ((found = token.exec(html))) {
      const [, close, open, attrs, text] = found;
      if (text) parent.childNodes.push({ nodeType: 3, data: entities(text), parentNode: parent });
      else if (open) {
        const element = new Element(open);
        (attrs || "").replace(/([\w:@.-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g, (all, name, a, b, c) => {
          element.attrs[name.toLowerCase()] = entities(a !== undefined ? a : b !== undefined ? b : c || "");
        });
        element.parentNode = parent;
        parent.childNodes.push(element);
        if (!VOID.test(element.localName)) parent = element;
      } else if (close) {
        let up = parent;
        while (up !== into && up.localName !== close.toLowerCase()) up = up.parentNode;
        if (up !== into) parent = up.parentNode;
      }
    }
  };

  // ---- addresses -----------------------------------------------------------------------------------------------------------------
  const encode = text => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!'()~]/g, c => "%" + c.charCodeAt(0).toString(16).toUpperCase());
  const decode = text => {
    text = text.replace(/\+/g, " ");
    try { return decodeURIComponent(text); } catch (error) { return text; }
  };
  class URLSearchParams {
    constructor(init = "", changed = () => {}) {
      hidden(this, "changed", changed);
      hidden(this, "pairs", init && typeof init === "object"
        ? (typeof init[Symbol.iterator] === "function" ? [...init] : Object.keys(init).map(k => [k, init[k]])).map(p => p.map(String))
        : String(init).replace(/^\?/, "").split("&").filter(Boolean).map(pair => {
          const at = (pair + "=").indexOf("=");
          return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
        }));
    }
    get(name) { const found = this.pairs.find(p => p[0] === String(name)); return found ? found[1] : null; }
    getAll(name) { return this.pairs.filter(p => p[0] === name).map(p => p[1]); }
    has(name) { return this.pairs.some(p => p[0] === name); }
    append(name, value) { this.pairs.push([String(name), String(value)]); this.changed(this); }
    delete(name) { this.pairs = this.pairs.filter(p => p[0] !== name); this.changed(this); }
    set(name, value) {
      const first = this.pairs.findIndex(p => p[0] === name);
      this.pairs = this.pairs.filter((p, i) => p[0] !== name || i === first);
      if (first < 0) this.pairs.push([String(name), String(value)]);
      else this.pairs[first][1] = String(value);
      this.changed(this);
    }
    forEach(action) { this.pairs.forEach(p => action(p[1], p[0], this)); }
    keys() { return this.pairs.map(p => p[0])[Symbol.iterator](); }
    values() { return this.pairs.map(p => p[1])[Symbol.iterator](); }
    entries() { return this.pairs.map(p => p.slice())[Symbol.iterator](); }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.pairs.map(p => encode(p[0]) + "=" + encode(p[1])).join("&"); }
  }
  const PORTS = { "http:": "80", "https:": "443", "ws:": "80", "wss:": "443" };
  const escapeUrl = (text, extra) => text.replace(extra, c => encodeURIComponent(c));
  class URL {
    constructor(address, base) {
      const text = String(address).trim();
      let found = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(text);
      if (!found && base === undefined) throw new TypeError("Invalid URL: " + text);
      const from = found ? null : base instanceof URL ? base : new URL(base);
      hidden(this, "at", {});
      if (found && !(found[1].toLowerCase() + ":" in PORTS)) {
        const [, path, search, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(found[2]);
        Object.assign(this.at, { protocol: found[1].toLowerCase() + ":", hostname: "", port: "", path, search: search || "", hash: hash || "" });
        return;
      }
      const protocol = found ? found[1].toLowerCase() + ":" : from.protocol;
      let rest = (found ? found[2] : text).replace(/^[^?#]*/, path => path.replace(/\\/g, "/"));
      let hostname, port;
      if (found || rest.startsWith("//")) {
        const [all, , host, p] = /^\/*(?:([^/?#@]*)@)?([^/?#:]*)(?::(\d*))?/.exec(rest);
        if (!host || /[\s<>^|%]/.test(host)) throw new TypeError("Invalid URL: " + text);
        hostname = host.toLowerCase();
        port = p && p !== PORTS[protocol] ? p : "";
        rest = rest.slice(all.length);
      } else {
        ({ hostname, port } = from.at);
        if (rest === "" || rest[0] === "#") rest = from.pathname + from.search + rest;
        else if (rest[0] === "?") rest = from.pathname + rest;
        else if (rest[0] !== "/") rest = from.pathname.replace(/[^/]*$/, "") + rest;
      }
      const [, path, search, hash] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(rest);
      const steps = [];
      path.split("/").slice(1).forEach((step, i, all) => {
        if (step === "..") steps.pop();
        else if (step !== ".") return steps.push(step);
        if (i === all.length - 1) steps.push("");
      });
      Object.assign(this.at, {
        protocol, hostname, port,
        path: escapeUrl("/" + steps.join("/"), /[\s"<>`{}]|[\u0080-\udbff][\udc00-\udfff]|[\u0080-\ud7ff\ue000-\uffff]/g),
        search: search && search !== "?" ? escapeUrl(search, /[\s"<>']|[\ud800-\udbff][\udc00-\udfff]|[\u0080-\ud7ff\ue000-\uffff]/g) : "",
        hash: hash && hash !== "#" ? escapeUrl(hash, /[\s"<>`]|[\ud800-\udbff][\udc00-\udfff]|[\u0080-\ud7ff\ue000-\uffff]/g) : "",
      });
    }
    get protocol() { return this.at.protocol; }
    get hostname() { return this.at.hostname; }
    get port() { return this.at.port; }
    get host() { return this.hostname + (this.port && ":" + this.port); }
    get origin() { return this.protocol in PORTS ? this.protocol + "//" + this.host : "null"; }
    get pathname() { return this.at.path; }
    get search() { return this.at.search; }
    set search(value) { value = String(value).replace(/^\?/, ""); this.at.search = value && "?" + value; this.at.params = null; }
    get hash() { return this.at.hash; }
    set hash(value) { value = String(value).replace(/^#/, ""); this.at.hash = value && "#" + value; }
    get href() { return (this.protocol in PORTS ? this.origin : this.protocol) + this.pathname + this.search + this.hash; }
    get searchParams() {
      return this.at.params = this.at.params || new URLSearchParams(this.search, params => {
        this.at.search = params.pairs.length ? "?" + params : "";
      });
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
  }

  const location = {
    assign(url) { note("navigate", new URL(url, this.href).href); },
    replace(url) { this.assign(url); },
    reload() { note("reload"); },
    toString() { return this.href; },
  };
  let address;
  for (const part of ["href", "protocol", "hostname", "host", "port", "origin", "pathname", "search", "hash"])
    Object.defineProperty(location, part, {
      enumerable: true,
      get: () => address[part],
      set: value => {
        if (part !== "hash") return note("navigate", part === "href" ? new URL(value, address.href).href : part + "=" + value);
        const old = address.href;
        address = new URL(address.href.replace(/#.*$/, "") + "#" + String(value).replace(/^#/, ""));
        if (address.href !== old) fire(global, makeEvent("hashchange", { oldURL: old, newURL: address.href }));
      },
    });
  const enter = (state, url) => { history.state = state; if (url != null) address = new URL(url, address.href); };
  const history = {
    length: 1, state: null,
    pushState(state, title, url) { enter(state, url); },
    replaceState(state, title, url) { enter(state, url); },
    back() {}, forward() {}, go() {},
  };

  // ---- cookies -------------------------------------------------------------------------------------------------------------------
  let jar = [], cookieCount = 0;
  const PUBLIC_SUFFIX = /^(?:[^.]+|(?:ac|co|com|gov|ltd|me|net|org|plc|sch)\.(?:uk|au|nz|jp|za|br|in|il|kr)|github\.io|blogspot\.com)$/;
  const onDomain = cookie => cookie.hostOnly
    ? location.hostname === cookie.domain
    : location.hostname === cookie.domain || location.hostname.endsWith("." + cookie.domain);
  const onPath = cookie => location.pathname === cookie.path ||
    location.pathname.startsWith(cookie.path.endsWith("/") ? cookie.path : cookie.path + "/");
  const live = () => jar = jar.filter(cookie => cookie.expires === null || cookie.expires > now);
  const setCookie = text => {
    const [pair, ...rest] = text.split(";").map(part => part.trim());
    const at = pair.indexOf("=");
    const cookie = {
      name: at < 0 ? "" : pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), domain: location.hostname, hostOnly: true,
      path: location.pathname.replace(/\/[^/]*$/, "") || "/", expires: null, secure: false, sameSite: "", order: ++cookieCount,
    };
    let maxAge = null;
    for (const attribute of rest) {
      const cut = (attribute + "=").indexOf("="), key = attribute.slice(0, cut).trim().toLowerCase();
      const value = attribute.slice(cut + 1).trim();
      if (key === "domain" && value.replace(/^\./, "")) {
        cookie.domain = value.replace(/^\./, "").toLowerCase();
        cookie.hostOnly = false;
      } else if (key === "path") { if (value[0] === "/") cookie.path = value; }
      else if (key === "max-age" && /^-?\d+$/.test(value)) maxAge = Number(value);
      else if (key === "expires" && !isNaN(RealDate.parse(value))) cookie.expires = RealDate.parse(value);
      else if (key === "secure") cookie.secure = true;
      else if (key === "samesite") cookie.sameSite = value.toLowerCase();
    }
    if (maxAge !== null) cookie.expires = now + maxAge * 1000;
    if (!cookie.hostOnly && PUBLIC_SUFFIX.test(cookie.domain)) {
      if (cookie.domain !== location.hostname) return;
      cookie.hostOnly = true;
    }
    if (!onDomain(cookie) || cookie.secure && !global.isSecureContext || cookie.sameSite === "none" && !cookie.secure) return;
    if (/^__(secure|host)-/i.test(cookie.name) && !cookie.secure) return;
    const old = jar.find(c => c.name === cookie.name && c.domain === cookie.domain && c.path === cookie.path && c.hostOnly === cookie.hostOnly);
    if (old) { cookie.order = old.order; jar.splice(jar.indexOf(old), 1); }
    jar.push(cookie);
    live();
  };
  const visibleCookies = () => live().filter(c => onDomain(c) && onPath(c) && (!c.secure || global.isSecureContext))
    .sort((a, b) => b.path.length - a.path.length || a.order - b.order);

  // ---- document ------------------------------------------------------------------------------------------------------------------
  const document = Object.assign({
    nodeType: 9, nodeName: "#document", parentNode: null, title: "", referrer: "", readyState: "loading", visibilityState: "visible",
    hidden: false, prerendering: false, characterSet: "UTF-8", currentScript: null,
    get location() { return location; },
    get URL() { return location.href; },
    get baseURI() { return location.href; },
    get scrollingElement() { return root.querySelector("html"); },
    get domain() { return location.hostname; },
    get defaultView() { return global; },
    get cookie() { return visibleCookies().map(c => c.name ? c.name + "=" + c.value : c.value).join("; "); },
    set cookie(text) {
      note("cookie", String(text));
      if (options.broken.includes("cookie")) throw new Error("cookies are refused");
      setCookie(String(text));
    },
    createElement: tag => new Element(String(tag)),
    createTextNode: data => ({ nodeType: 3, data: String(data), parentNode: null }),
    createEvent: () => ({ initEvent(type, bubbles, cancelable) { Object.assign(this, makeEvent(type, {}, bubbles, cancelable)); } }),
    querySelector: selector => root.querySelector(selector),
    querySelectorAll: selector => root.querySelectorAll(selector),
    getElementsByTagName: tag => root.querySelectorAll(tag),
    getElementById: id => root.querySelectorAll("*").find(e => e.id === id) || null,
    write(html) { note("document.write", String(html)); },
    hasFocus: () => true,
  }, target);
  const root = new Element("root");
  root.nodeType = 11;
  root.parentNode = document;
  const part = tag => () => root.querySelector(tag);
  for (const [name, get] of [["documentElement", part("html")], ["head", part("head")], ["body", part("body")],
    ["forms", () => root.querySelectorAll("form")], ["scripts", () => root.querySelectorAll("script")]])
    Object.defineProperty(document, name, { get });

  const clicked = (element, props) => {
    const go = fire(element, makeEvent("click", props));
    const link = element.closest("a[href]"), button = element.closest("button,input");
    if (!go) return;
    if (link && !link.attrs.href.startsWith("#") && link.protocol.startsWith("http") && !link.attrs.target) note("navigate", link.href);
    else if (button && button.type === "submit" && button.form) submitted(button.form, button);
  };
  const submitted = (form, submitter = null) => {
    if (fire(form, makeEvent("submit", { submitter }))) note("submit", form.action);
  };
  class FormData {
    constructor(form) {
      hidden(this, "pairs", []);
      if (form) for (const field of form.elements)
        if (field.name && !field.disabled && field.localName !== "button" && !/^(submit|button|reset|image)$/.test(field.type) &&
            (!/^(checkbox|radio)$/.test(field.type) || field.checked)) this.append(field.name, fieldValue(field));
    }
    append(name, value) { this.pairs.push([String(name), String(value)]); }
  }
  for (const method of ["get", "getAll", "has", "forEach", "keys", "values", "entries", Symbol.iterator])
    hidden(FormData.prototype, method, URLSearchParams.prototype[method]);
  const fieldValue = field => {
    if (field.localName !== "select" || "current" in field) return field.value;
    const choice = field.querySelector("option[selected]") || field.querySelector("option");
    return choice ? choice.attrs.value === undefined ? choice.innerText : choice.attrs.value : "";
  };

  // ---- storage -------------------------------------------------------------------------------------------------------------------
  const makeStorage = (kind, data = new Map()) => {
    const write = (op, key) => {
      note("storage", kind + "." + op, key);
      if (options.broken.includes("storage.write")) throw named("QuotaExceededError", "the storage is full");
    };
    const methods = {
      getItem: key => data.has(String(key)) ? data.get(String(key)) : null,
      setItem: (key, value) => { write("set", String(key)); data.set(String(key), String(value)); },
      removeItem: key => { write("remove", String(key)); data.delete(String(key)); },
      clear: () => { write("clear", ""); data.clear(); },
      key: index => index < data.size ? [...data.keys()][index] : null,
    };
    const isMethod = key => Object.prototype.hasOwnProperty.call(methods, key);
    return {
      data,
      proxy: new Proxy({}, {
        get: (_, key) => key === "length" ? data.size : isMethod(key) ? methods[key]
          : typeof key === "symbol" || !data.has(key) ? Object.prototype[key] : data.get(key),
        set: (_, key, value) => { methods.setItem(key, value); return true; },
        has: (_, key) => key === "length" || isMethod(key) || data.has(key),
        deleteProperty: (_, key) => { methods.removeItem(key); return true; },
        ownKeys: () => [...data.keys()],
        getOwnPropertyDescriptor: (_, key) => data.has(key)
          ? { value: data.get(key), writable: true, enumerable: true, configurable: true } : undefined,
      }),
    };
  };
  const named = (name, message) => Object.assign(new Error(message), { name });
  const stores = { local: makeStorage("local"), session: makeStorage("session") };
  for (const kind of ["local", "session"])
    Object.defineProperty(global, kind + "Storage", {
      configurable: true,
      get() {
        if (options.broken.includes("storage")) throw named("SecurityError", "the storage is closed to this page");
        return stores[kind].proxy;
      },
    });

  // ---- text and hashes -----------------------------------------------------------------------------------------------------------
  class TextEncoder {
    encode(text = "") {
      const bytes = [];
      for (const char of String(text)) {
        let code = char.codePointAt(0);
        if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
        if (code < 0x80) bytes.push(code);
        else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
        else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
        else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
      }
      return new Uint8Array(bytes);
    }
  }
  let roundConstants, firstHash;
  const sha256 = message => {
    if (!roundConstants) {
      roundConstants = [];
      firstHash = [];
      for (let n = 2; roundConstants.length < 64; n++) {
        let prime = true;
        for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
        if (!prime) continue;
        const fraction = root => Math.floor((root - Math.floor(root)) * 4294967296) | 0;
        if (firstHash.length < 8) firstHash.push(fraction(Math.sqrt(n)));
        roundConstants.push(fraction(Math.cbrt(n)));
      }
    }
    const length = message.length, padded = new Uint8Array((length + 72 >> 6) << 6), view = new DataView(padded.buffer);
    padded.set(message);
    padded[length] = 0x80;
    view.setUint32(padded.length - 4, length << 3);
    view.setUint32(padded.length - 8, length / 0x20000000 | 0);
    const hash = firstHash.slice(), w = new Int32Array(64), turn = (x, n) => x >>> n | x << 32 - n;
    for (let block = 0; block < padded.length; block += 64) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { w[i] = view.getInt32(block + 4 * i); continue; }
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >>> 3) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >>> 10);
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i++) {
        const t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + roundConstants[i] + w[i] | 0;
        const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, d + t1 | 0, c, b, a, t1 + t2 | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] = hash[i] + value | 0; });
    }
    const out = new DataView(new ArrayBuffer(32));
    hash.forEach((value, i) => out.setInt32(4 * i, value));
    return out.buffer;
  };
  const crypto = {
    getRandomValues(array) {
      for (let i = 0; i < array.length; i++) array[i] = Math.floor(random() * 4294967296);
      return array;
    },
  };
  const secureCrypto = {
    randomUUID: () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit =>
      (digit ^ Math.floor(random() * 256) & 15 >> digit / 4).toString(16)),
    subtle: {
      digest: (algorithm, data) => Promise.resolve().then(() => {
        const name = String(algorithm && algorithm.name || algorithm).toUpperCase();
        if (name !== "SHA-256") throw named("NotSupportedError", "the fake window hashes with SHA-256 only, not " + name);
        return sha256(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }),
    },
  };

  // ---- vendors: whatever the container assigns keeps working, and every call is noted once -------------------------------------
  const QUEUES = ["queue", "q", "callQueue"];  // where the vendors' stubs keep calls until their library arrives
  const inside = {};
  const called = (vendor, line, action) => {
    if (!inside[vendor]) {
      note(...line);
      if (options.broken.includes(vendor)) throw new Error(vendor + " is broken");
    }
    inside[vendor] = (inside[vendor] || 0) + 1;
    try { return action(); } finally { inside[vendor]--; }
  };
  const watchQueue = (vendor, queue) => {
    if (!Array.isArray(queue) || queue.watched) return queue;
    hidden(queue, "watched", true);
    const push = queue.push;
    hidden(queue, "push", function (...calls) {
      return called(vendor, [vendor, ...(calls.length === 1 && calls[0] && typeof calls[0] === "object" ? show(Array.from(calls[0])) : show(calls))],
        () => push.apply(queue, calls));
    });
    return queue;
  };
  const watchFunction = (vendor, stub) => {
    for (const name of QUEUES) {
      let queue = watchQueue(vendor, stub[name]);
      Object.defineProperty(stub, name, {
        configurable: true, enumerable: true, get: () => queue, set: value => { queue = watchQueue(vendor, value); },
      });
    }
    return new Proxy(stub, {
      apply: (_, self, args) => called(vendor, [vendor, ...show(args)], () => Reflect.apply(stub, self, args)),
    });
  };
  const watchTiktok = (list, prefix) => {
    if (!list || typeof list !== "object" || list.watched) return list;
    hidden(list, "watched", true);
    const push = list.push;
    if (push) hidden(list, "push", function (...calls) {
      const line = ([method, ...args]) => prefix ? [prefix[0], prefix[1], String(method), ...show(args)] : ["ttq." + method, ...show(args)];
      return called("ttq", line(Array.from(calls[0])), () => push.apply(list, calls));
    });
    if (!prefix) {
      let instances = list._i;
      const watched = value => value && new Proxy(value, {
        set: (object, id, entry) => { object[id] = watchTiktok(entry, ["ttq.instance", id]); return true; },
      });
      instances = watched(instances);
      Object.defineProperty(list, "_i", { configurable: true, enumerable: true, get: () => instances, set: value => { instances = watched(value); } });
    }
    return push ? list : new Proxy(list, {  // the library itself, an object with methods and no queue
      get: (object, name) => typeof object[name] !== "function" ? object[name] : (...args) =>
        called("ttq", ["ttq." + String(name), ...show(args)], () => object[name](...args)),
    });
  };
  let fromPage;  // the entry that the page itself is pushing: not the container's doing, so not in the log
  const watchLayer = layer => {
    if (!Array.isArray(layer) || layer.watched) return layer;
    hidden(layer, "watched", true);
    const push = layer.push;
    hidden(layer, "push", function (...entries) {
      for (const entry of entries) {
        if (isArguments(entry)) {
          note("gtag", ...show(entry));
          if (options.broken.includes("gtag")) throw new Error("gtag is broken");
        } else if (Array.isArray(entry) && /^(?:config|consent|event|get|js|set)$/.test(entry[0])) note("NOT_ARGUMENTS", ...show(entry));
        else if (entry !== fromPage) note("dataLayer", show(entry));
      }
      return push.apply(layer, entries);
    });
    return layer;
  };
  const GLOBALS = { ttq: value => watchTiktok(value), dataLayer: watchLayer, uetq: value => watchQueue("uetq", value) };
  for (const vendor of ["fbq", "lintrk", "pintrk", "rdt", "snaptr", "twq"])
    GLOBALS[vendor] = stub => typeof stub === "function" ? watchFunction(vendor, stub) : stub;
  const watchGlobal = (name, watched) => {
    let value;
    Object.defineProperty(global, name, {
      configurable: true, enumerable: true, get: () => value,
      set: next => { value = next === value ? value : watched(next); },
    });
  };
  for (const name of Object.keys(GLOBALS)) watchGlobal(name, GLOBALS[name]);

  // ---- observers -----------------------------------------------------------------------------------------------------------------
  let observers = [], ratios = new Map();
  class IntersectionObserver {
    constructor(action, how = {}) { Object.assign(this, { action, how, elements: [] }); observers.push(this); }
    observe(element) {
      if (this.elements.includes(element)) return;
      this.elements.push(element);
      addTimer(false, () => this.notify(element), 0, []);  // every observer is told once how things stand
    }
    unobserve(element) { this.elements = this.elements.filter(e => e !== element); }
    disconnect() { this.elements = []; }
    notify(element) {
      const ratio = ratios.get(element) || 0;
      if (this.elements.includes(element))
        guarded(this.action, this, [{ target: element, isIntersecting: ratio > 0, intersectionRatio: ratio, time: now,
          boundingClientRect: element.getBoundingClientRect() }], this);
    }
  }
  let mutationObservers = [];
  class MutationObserver {
    constructor(action) { this.action = action; this.pending = false; }
    observe() { mutationObservers.push(this); }
    disconnect() { mutationObservers = mutationObservers.filter(o => o !== this); }
    notify() {
      if (this.pending) return;
      this.pending = true;
      Promise.resolve().then(() => { this.pending = false; guarded(this.action, this, [], this); });
    }
  }

  // ---- the window ----------------------------------------------------------------------------------------------------------------
  const sent = (kind, url, body) => note(kind, new URL(url, location.href).href, body == null ? "" : String(body && body.text || body));
  const navigator = {
    userAgent: "Mozilla/5.0 (fake window)", language: "en-GB", languages: ["en-GB", "en"], cookieEnabled: true, onLine: true,
    sendBeacon(url, body) { sent("beacon", url, body); return true; },
  };
  const api = {
    document, location, history, navigator, crypto, URL, URLSearchParams, FormData, TextEncoder, Element, HTMLElement: Element,
    IntersectionObserver, MutationObserver, Date: FakeDate, isSecureContext: true, innerWidth: 1280, innerHeight: 720, scrollX: 0, scrollY: 0,
    pageYOffset: 0, screen: { width: 1280, height: 720 },
    setTimeout: (action, delay, ...args) => addTimer(false, action, delay, args),
    setInterval: (action, delay, ...args) => addTimer(true, action, delay, args),
    clearTimeout: clear, clearInterval: clear,
    requestAnimationFrame: action => addTimer(false, () => action(now), 16, []),
    cancelAnimationFrame: clear,
    performance: { now: () => now - options.now, timeOrigin: 0, getEntriesByType: () => [] },
    fetch: (url, init = {}) => { sent("fetch", url, init.body); return Promise.resolve({ ok: true, status: 204, text: () => Promise.resolve("") }); },
    getComputedStyle: () => ({ display: "block", visibility: "visible" }),
    console: Object.fromEntries(["log", "info", "warn", "error", "debug"].map(level => [level, (...args) => { consoleLines.push([level, ...show(args)]); }])),
    Event: function Event(type, how = {}) { return makeEvent(type, {}, !!how.bubbles, !!how.cancelable); },
    CustomEvent: function CustomEvent(type, how = {}) { return makeEvent(type, { detail: how.detail }, !!how.bubbles, !!how.cancelable); },
    Image: function Image() { return new Element("img"); },
    Blob: function Blob(parts) { return { text: parts.join("") }; },
    ...target,
  };
  for (const name of Object.keys(api)) hidden(global, name, api[name]);
  for (const name of ["window", "self", "top", "parent", "frames"]) hidden(global, name, global);
  Math.random = random;

  // ---- what host.py calls ----------------------------------------------------------------------------------------------------------
  const measure = (y, height) => {
    global.scrollY = global.pageYOffset = y;
    Object.assign(document.documentElement, { scrollHeight: height, clientHeight: global.innerHeight, scrollTop: y });
    document.body.scrollHeight = height;
  };
  const find = selector => {
    const element = selector === "window" ? global : selector === "document" ? document : document.querySelector(selector);
    if (!element) throw new Error("the page has no element for the selector " + selector);
    return element;
  };
  hidden(global, "__host", {
    setUp(given) {
      options = given;
      now = given.now;
      seed = given.seed;
      address = new URL(given.url);
      options.url = address.href;
      global.isSecureContext = address.protocol === "https:" || address.hostname === "localhost";
      if (global.isSecureContext) Object.assign(crypto, secureCrypto);
      document.title = given.title;
      document.referrer = given.referrer;
      if (given.gpc !== null) navigator.globalPrivacyControl = given.gpc;
      parseHtml(/<body[\s>]/.test(given.html) ? given.html : "<html><head></head><body>" + given.html + "</body></html>", root);
      measure(0, global.innerHeight);
      for (const name of Object.keys(given.cookies)) setCookie(name + "=" + given.cookies[name] + ";path=/");
      for (const kind of ["local", "session"])
        for (const key of Object.keys(given[kind])) stores[kind].data.set(key, String(given[kind][key]));
      for (const name of given.queues) watchGlobal(name, value => watchQueue(name, value));
      for (const name of Object.keys(given.globals)) global[name] = given.globals[name];
      if (given.dataLayer) global.dataLayer = given.dataLayer;
    },
    plant: setCookie,
    push(entry) {
      fromPage = entry;
      guarded(() => (global.dataLayer = global.dataLayer || []).push(entry));
    },
    tagc: args => guarded(() => global.tagc(...args)),
    uncaught,
    show: value => JSON.stringify(show(value)),
    log: () => JSON.stringify(log),
    clearLog() { log = []; },
    errors: () => JSON.stringify(errors),
    console: () => JSON.stringify(consoleLines),
    cookies: () => JSON.stringify(visibleCookies().reverse().reduce((all, c) => ({ ...all, [c.name]: c.value }), {})),
    jar: () => JSON.stringify(live().slice().sort((a, b) => a.order - b.order)),
    storage: kind => JSON.stringify(Object.fromEntries(stores[kind].data)),
    broken(what) { options.broken = what; },
    state(state) {
      document.readyState = state;
      fire(document, makeEvent("readystatechange", {}, false));
      if (state === "interactive") fire(document, makeEvent("DOMContentLoaded"));
      if (state === "complete") fire(global, makeEvent("load", {}, false));
    },
    click: (selector, props) => clicked(find(selector), props),
    submit: selector => submitted(find(selector)),
    fill(selector, value) {
      const field = find(selector);
      if (typeof value === "boolean") field.checked = value; else field.value = value;
    },
    fire: (selector, type, props) => fire(find(selector), makeEvent(type, props)),
    scroll(y, height) {
      measure(y, height);
      fire(document, makeEvent("scroll"));
    },
    reveal(selector, ratio) {
      const element = find(selector);
      ratios.set(element, ratio);
      for (const observer of observers.slice()) observer.notify(element);
    },
    hide(how) {
      if (how === "gone") return fire(global, makeEvent("pagehide", { persisted: true }, false));
      if (how === "restored") return fire(global, makeEvent("pageshow", { persisted: true }, false));
      document.visibilityState = how;
      document.hidden = how === "hidden";
      fire(document, makeEvent("visibilitychange"));
    },
    finishLoad(text, works) {
      const script = root.querySelectorAll("script").find(e => e.ran && e.src.includes(text));
      if (!script) throw new Error("no script with " + text + " in its address was inserted");
      fire(script, makeEvent(works ? "load" : "error", {}, false));
    },
    go(url, how) {
      const old = address.href;
      if (how === "popstate") {
        address = new URL(url, old);
        fire(global, makeEvent("popstate", { state: null }));
        if (old.split("#")[0] === address.href.split("#")[0] && old !== address.href)
          fire(global, makeEvent("hashchange", { oldURL: old, newURL: address.href }));
      } else guarded(history[how], history, {}, "", url);
    },
    // The next timer that is due before `until`: runs it and says so. Promises are settled by host.py between two of them.
    runTimer(until) {
      const due = timers.filter(t => t.at <= until).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!due) { now = Math.max(now, until); return false; }
      now = Math.max(now, due.at);
      if (due.every) due.at = now + due.every;
      else clear(due.id);
      if (typeof due.action === "function") guarded(due.action, global, ...due.args);
      else note("eval", String(due.action));
      return true;
    },
    now: () => now,
    timers: () => timers.length,
  });

  // https://drafts.csswg.org/cssom/#serialize-an-identifier
  hidden(global, "CSS", {
    escape: (text) => Array.from(String(text)).map((character, at, all) => {
      const code = character.codePointAt(0);
      if (code === 0) return "\ufffd";
      const digit = /[0-9]/.test(character) && (at === 0 || (at === 1 && all[0] === "-"));
      if (code < 32 || code === 127 || digit) return "\\" + code.toString(16) + " ";
      if (character === "-" && all.length === 1) return "\\-";
      return code > 127 || /[\w-]/.test(character) ? character : "\\" + character;
    }).join(""),
  });
})(globalThis);
