// What the tests of the parts share: parts with other settings than those of config.js, and a page made of a few objects.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const copies = mkdtempSync(join(tmpdir(), "tagc-parts-"));
let copy = 0;
writeFileSync(`${copies}/package.json`, '{"type": "module"}');
process.on("exit", () => rmSync(copies, { recursive: true, force: true }));

// A part that nobody else has: its state is new. `settings` replace exports of config.js; functions go over as text, so they
// can use globals only.
export const part = async (path, settings = {}) => {
  const folder = `${copies}/${(copy += 1)}`;
  cpSync(`${root}/tagc`, folder, { recursive: true, filter: name => !/\.(?:py|pyc|md)$/.test(name) });
  const config = `${folder}/runtime/config.js`;
  let text = readFileSync(config, "utf8");
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^export const ${name} = .*;`, "m");
    if (!line.test(text)) {
      throw new Error(`config.js does not export ${name}`);
    }
    const shown = typeof value == "function" || value instanceof RegExp ? value.toString() : JSON.stringify(value);
    text = text.replace(line, () => `export const ${name} = ${shown};`);
  }
  writeFileSync(config, text);
  return {
    ...(await import(`${folder}/${path}`)),
    sibling: other => import(`${folder}/${other}`),
  };
};

// What a part asks of every page.
globalThis.document ??= {};

const store = (entries = {}) => {
  const data = { ...entries };
  const hidden = {
    getItem: name => (Object.hasOwn(data, name) ? data[name] : null),
    setItem: (name, value) => void (data[name] = String(value)),
    removeItem: name => void delete data[name],
  };
  return new Proxy(data, { get: (target, name) => (Object.hasOwn(hidden, name) ? hidden[name] : target[name]) });
};

// Globals of a new page, and what happens to it: `scripts`, `cookieWrites`, `fire(type, event)`, `wait(milliseconds)`.
export const page = ({ url = "https://shop.example.co.uk/a/b", cookies = "", local, session, ...globals } = {}) => {
  const listeners = [];
  const timers = [];
  const made = {
    scripts: [],
    cookieWrites: [],
    listeners,
    now: 1767225600000,
    fire: (type, event = {}) => listeners.filter(l => l[0] == type).map(l => l[1]({ type, ...event })),
    wait: async milliseconds => {
      const until = made.now + milliseconds;
      for (;;) {
        await new Promise(setImmediate);
        const next = timers.filter(timer => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) {
          break;
        }
        made.now = next.at;
        next.every ? (next.at += next.every) : timers.splice(timers.indexOf(next), 1);
        next.action();
      }
      made.now = until;
    },
    timers,
    ids: 0,
  };
  const wait = timer => timers.push(Object.assign(timer, { id: (made.ids += 1) })) && timer.id;
  const stop = id => {
    const at = timers.findIndex(timer => timer.id == id);
    at < 0 || timers.splice(at, 1);
  };
  const address = new URL(url);
  const values = {
    window: {},
    location: address,
    document: {
      get cookie() {
        return cookies;
      },
      set cookie(text) {
        made.cookieWrites.push(text);
      },
      createElement: tag => ({ tag }),
      head: { append: element => made.scripts.push(element) },
    },
    localStorage: store(local),
    sessionStorage: store(session),
    navigator: {},
    addEventListener: (...listener) => void listeners.push(listener),
    setTimeout: (action, delay = 0, ...args) => wait({ action: () => action(...args), at: made.now + delay }),
    setInterval: (action, every) => wait({ action, at: made.now + every, every }),
    clearTimeout: stop,
    clearInterval: stop,
    requestAnimationFrame: action => wait({ action: () => action(made.now), at: made.now + 16 }),
    cookieStore: undefined,
    ...globals,
  };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
  made.setCookies = text => void (cookies = text);
  Date.now = () => made.now;
  return made;
};

export const throws = () => {
  throw new Error("the page is broken");
};

// A getter on the global that throws, as storage does where it is forbidden.
export const forbid = name => Object.defineProperty(globalThis, name, { get: throws, configurable: true });
