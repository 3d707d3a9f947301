((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
    // Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
    const googleGtag = function () {
      (window.dataLayer = window.dataLayer || []).push(arguments);
    };
    // Brings the library, which then knows every id that is configured.
    const googleLoad = () => {
      script("https://www.googletagmanager.com/gtag/js?id=" + "G-ABCDE12345");
    };
    // Each instance adds its id; the first one brings the library, which reads its queue under the name `q`.
    const linkedinLoad = () => {
      window._linkedin_partner_id = "1234567";
      (window._linkedin_data_partner_ids = window._linkedin_data_partner_ids || []).push("1234567");
      const lintrk = stub("lintrk", "https://snap.licdn.com/li.lms-analytics/insight.min.js");
      if (lintrk) {
        lintrk.q = lintrk.queue;
      }
    };
    // A library that is there already keeps its own queue and settings.
    const metaLoad = () => {
      const fbq = stub("fbq", "https://connect.facebook.net/en_US/fbevents.js", "callMethod", "2.0");
      if (fbq) {
        window._fbq = window._fbq || fbq;
        fbq.push = fbq;
        fbq.loaded = true;
        fbq.disablePushState = true;
      }
    };
    // The library reads arrays from the queue.
    const pinterestLoad = () => {
      stub("pintrk", "https://s.pinimg.com/ct/core.js", 0, "3.0");
    };
    // Brings the library.
    const snapLoad = () => {
      stub("snaptr", "https://sc-static.net/scevent.min.js", "handleRequest");
    };
    // TikTok's queue is an array with methods of its own, never a function: a callable stub would lose every event.
    const tiktokLoad = () => {
      if (!window.ttq) {
        const address = "https://analytics.tiktok.com/i18n/pixel/events.js";
        const queue = window[window.TiktokAnalyticsObject = "ttq"] = [];
        const defer = (target) => {
          queue.methods.map((method) => queue.setAndDefer(target, method));
          return target;
        };
        queue.methods = "page track identify instances debug on off once ready alias group enableCookie disableCookie holdConsent revokeConsent grantConsent".split(
          " "
        );
        queue.setAndDefer = (target, method) => {
          target[method] = (...args) => target.push([method, ...args]);
        };
        defer(queue);
        queue._i = {};
        queue._t = {};
        queue._o = {};
        queue.instance = (id) => defer(queue._i[id] || []);
        queue.load = (id, options) => {
          queue._i[id] = [];
          queue._i[id]._u = address;
          queue._t[id] = Date.now();
          queue._o[id] = options || {};
          script(address + "?sdkid=" + id + "&lib=ttq");
        };
      }
    };
    // Brings the library.
    const xLoad = () => {
      stub("twq", "https://static.ads-twitter.com/uwt.js", "exe", "1.1");
    };
    // Nothing that a page, a selector or a vendor throws reaches the page, or stops another platform.
    const attempt = (action, ...args) => {
      try {
        return action(...args);
      } catch (error) {}
    };
    // Clicks of any kind that follow a link: with the first or the middle button, or a key. In the capture phase, so that a page
    // which stops the event is still heard. Handed on is the event's path, which begins inside an open shadow tree.
    const clicks = (handle) => ["click", "auxclick"].map(
      (type) => addEventListener(
        type,
        (event) => event.button > 1 || attempt(handle, event.composedPath()),
        true
      )
    );
    const optOut = () => /^(US)(-|$)/.test(visitorRegion);
    const gpcDenies = ["marketing"];
    const gpcHere = () => gpc() && (!visitorRegion || optOut());
    // Called after every decision.
    const watchers = [];
    // The categories that were granted; undefined until somebody decides.
    let granted;
    // Whether somebody may still tell: all that stood in the page before, and the consent tool.
    let patient = true;
    // While a page is rendered in advance nobody has seen it: what may go out waits until somebody does.
    const always = () => document.prerendering ? 1 : 2;
    // 0 denied, 1 unknown, 2 granted: `all` of several is their minimum, `any` their maximum.
    const level = (category) => gpcHere() && gpcDenies.includes(category)
      ? 0
      : granted ? granted.includes(category) * always() : optOut() && !patient ? always() : 1;
    // Who told it.
    let teller;
    const announce = () => {
      watchers.map((watcher) => watcher());
    };
    // Somebody sees the page.
    const waitForVisitor = () => addEventListener("prerenderingchange", announce);
    // A decision replaces the one before.
    const decide = (categories, source) => {
      granted = categories;
      teller = source;
      announce();
    };
    // tagc('consent', decision): only true grants, and what is not named is denied. A text has no true parts, so 'revoke' denies all.
    const decideBy = (decision) => {
      (decision == "revoke" || typeof decision == "object")
        && decide(Object.keys(decision).filter((category) => decision[category] === true));
    };
    // The time to tell is over: what holds without a decision holds from now on.
    const losePatience = () => {
      patient = false;
      granted || announce();
    };
    // The consent tool has its time.
    const waitForTool = () => setTimeout(losePatience, 5000);
    // The browser's own opt-out signal.
    const gpc = () => navigator.globalPrivacyControl === true;
    // The first valid ISO 3166 code.
    const region = (...codes) => codes.find((code) => /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code));
    // The content of a meta element.
    const meta = () => attempt(
      () => document.querySelector("meta[name=" + JSON.stringify("tagc-region") + "]").content
    );
    const ofText = (value, convert) => {
      value = text(value);
      return empty(value) ? undefined : convert(value);
    };
    // A number as people write it with a decimal comma: 1.234,50 and currency signs around it.
    const numberComma = (value) => typeof value == "number"
      ? number(value)
      : ofText(
        value,
        (plain) => number(plain.replace(/[^\d,-]/g, "").replace(/(?!^)-/g, "").replace(",", "."))
      );
    // Small letters.
    const lower = (value) => ofText(value, (plain) => plain.toLowerCase());
    // Without white space at the ends.
    const trim = (value) => ofText(value, (plain) => plain.trim());
    // One element; negative places count from the end.
    const item = (value) => Array.isArray(value) ? value[0] : undefined;
    // Maps only: Arguments objects and arrays are commands to others, functions are skipped. Looking at a proxy can throw.
    const isEntry = (entry) => attempt(() => ({}).toString.call(entry)) == "[object Object]";
    // What stood in the data layer before, merged before the first page view is looked at.
    const mergeEarlier = () => attempt(
      () => window.dataLayer.filter(isEntry).map((entry) => attempt(mergeEntry, entry))
    );
    // The data layer is taken over, not replaced: `handle(name, entry)` hears what stands in it, then every push, and `push`
    // goes on to what it was. An element whose id is dataLayer is no data layer.
    const hear = (handle) => {
      const layer = window.dataLayer = Array.isArray(window.dataLayer) ? window.dataLayer : [];
      const forward = layer.push;
      const one = (entry) => isEntry(entry)
        && attempt(() => handle(text(own(entry, "event")), entry));
      const before = layer.slice();
      layer.push = (...entries) => {
        entries.map((entry) => {
          isEntry(entry) && attempt(mergeEntry, entry);
          one(entry);
        });
        return forward.apply(layer, entries);
      };
      before.map(one);
    };
    // The merged data layer, as Google Tag Manager merges it: maps by key, lists by position, everything else replaces. Dotted
    // names stand for nested maps.
    const model = {};
    const plain = (value) => ({}).toString.call(value) == "[object Object]";
    const put = (target, key, value) => {
      if (key != "__proto__") {
        const nested = Array.isArray(value) ? [] : plain(value) ? {} : 0;
        const old = {}.hasOwnProperty.call(target, key) ? target[key] : 0;
        if (nested) {
          target[key] = (Array.isArray(value) ? Array.isArray(old) : plain(old)) ? old : nested;
          Object.keys(value).map((step) => put(target[key], step, value[step]));
        } else {
          target[key] = value;
        }
      }
    };
    // Merges an entry; a key that throws is left out.
    const mergeEntry = (entry) => Object.keys(entry).map((name) => attempt(() => {
      const steps = name.split(".");
      steps.includes("__proto__")
        || put(
          model,
          steps[0],
          steps.slice(1).reduceRight((value, step) => ({ [step]: value }), entry[name])
        );
    }));
    // Deletes what was declared and nobody else may keep, and nothing else: cookies over every parent domain and every prefix of
    // the path (a cookie's own domain and path cannot be read, and a public suffix is refused in silence), and keys of both
    // storages. `names` may match inside other names and values, too: what is deleted then is a declared name all the same.
    const erase = (names) => {
      (document.cookie + attempt(
        () => ";" + Object.keys(localStorage) + "," + Object.keys(sessionStorage)
      )).replace(names, (name) => {
        for (let path = location.pathname; path; path = path.replace(/[^/]+$|.$/, "")) {
          for (let domain = "." + location.hostname; document.cookie = name + "=;max-age=0;path=" + path + ";domain=" + domain,
            domain; domain = domain.replace(/.[^.]*/, "")) {}
        }
        attempt(() => {
          delete localStorage[name];
          delete sessionStorage[name];
        });
      });
    };
    // One instance of a platform. Its functions exist only as arguments of this call: there is no other way to them.
    // allowed()  what its requirement is worth now: 0 denied, 1 unknown, 2 granted
    // start()    sets the library up, once
    // send(wake, ...event)  an event is a list; without `wake` where no library waits; what is not to be told after all does not wake; `wake(1)` also tells of the visitor, if there is news
    // names      a pattern of the cookies and keys that a withdrawal deletes
    // turn(on)   the library's own switch, off and on
    // final      it cannot be switched on again but by a new page
    // leave()    what else a withdrawal forgets
    // late(hook) fires the current page view for this instance
    // lazy       loading is a page view: wait until there is something to tell
    // update     the library is told of every decision, by its switch
    // library, begin()   what the instances of one library share: how many are awake, and how it is brought
    // stricter(event)    what the event's rule requires beyond that, and whether it is its turn: a level, as above
    // user, identify()   user data that may be being hashed, and how the library is told of it
    // mark(event)        the number of the call, if others wait for it; `send` then says whether it was made
    // The result is called with an event, with nothing after a decision, and with 0 when user data is ready.
    // Unknown: events are held, at most 100, and the first one, the landing page view, is never the one that is dropped.
    // Denied: dropped, and what was on is switched off and forgotten. Granted: started, and all goes out in order.
    const gate = (allowed, start, send, names, turn, final, leave, late, update, user, identify) => {
      let held = [];
      let on;
      let awake;
      let started;
      const wake = (telling) => {
        if (!awake) {
          awake = 1;
          attempt(started ? turn : start, 1);
          started = 1;
        }
        telling && user.news && attempt(identify);
      };
      const hook = (event) => {
        const now = allowed();
        if (on && now < 2) {
          on = 0;
          leave && attempt(leave);
          awake && attempt(turn);
          awake = 0;
          attempt(erase, names);
        }
        if (!now || final && started && !on) {
          held = 0;
          return;
        }
        if (now > 1) {
          if (on) {
            event === undefined && update && attempt(turn, 1);
          } else if (!(user && user.busy)) {
            on = 1;
            wake();
          }
        }
        if (!held) {
          held = [];
          late && now > 1 && late(hook);
        }
        event && held.push(event) > 100 && held.splice(1, 1);
        while (on && held[0] && allowed() > 1 && !(user && user.busy)) {
          attempt(send, wake, ...held.shift());
        }
      };
      watchers.push(hook);
      if (user) {
        user.poke = hook;
      }
      return hook;
    };
    // A random id in the shape of a UUID v4, of decimal digits. 93 random bits are enough and need no secure context.
    const uuid = () => [80000000, 8000, 4000, 8000, 800000000000].map(
      (least) => Math.floor(least + least * Math.random() / 4)
    ).join("-");
    // SHA-1 of bytes, as 20 bytes (RFC 3174). Web Crypto has it, but only later, and an id is needed now.
    const sha1 = (bytes) => {
      const words = [];
      const state = [1732584193, 4023233417, 2562383102, 271733878, 3285377520];
      const length = bytes.length;
      const turn = (value, by) => value << by | value >>> 32 - by;
      [...bytes, 128].map((byte, i) => words[i >> 2] |= byte << 24 - 8 * (i & 3));
      const end = (length + 8 >> 6) * 16 + 15;
      words[end] = length * 8;
      for (let start = 0; start < end; start += 16) {
        let [a, b, c, d, e] = state;
        const w = [];
        for (let i = 0; i < 80; i++) {
          w[i] = i < 16
            ? words[start + i] | 0
            : turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
          const [mixed, constant] = i < 20
            ? [b & c | ~b & d, 1518500249]
            : i < 40
              ? [b ^ c ^ d, 1859775393]
              : i < 60 ? [b & c | b & d | c & d, 2400959708] : [b ^ c ^ d, 3395469782];
          [a, b, c, d, e] = [turn(a, 5) + mixed + e + w[i] + constant | 0, a, turn(b, 30), c, d];
        }
        [a, b, c, d, e].map((value, i) => state[i] = state[i] + value | 0);
      }
      return state;
    };
    const hex = (word) => (word >>> 0).toString(16).padStart(8, "0");
    // UUID v5 (RFC 9562) of a key in tagc's namespace, so that a reload, or a record made elsewhere, has the same id.
    // Nothing when the key is empty.
    const keyed = (event, key) => {
      key = text(key);
      if (key) {
        const space = [111, 28, 63, 14, 106, 11, 93, 126, 156, 85, 43, 143, 111, 12, 122, 17];
        const state = sha1([...space, ...new TextEncoder().encode(event + ":" + key)]);
        state[1] = state[1] & ~61440 | 20480;
        state[2] = state[2] & 1073741823 | -2147483648;
        return state.slice(0, 4).map(hex).join("").replace(
          /^(.{8})(.{4})(.{4})(.{4})/,
          "$1-$2-$3-$4-"
        );
      }
    };
    // The keys that were used: [key, time]. A key that outlives the visit has the time of its use in milliseconds, one that
    // lasts as long as the visit -1, and one of the page 0.
    let used;
    const month = 2592000000;
    const device = () => localStorage;
    const recalled = (store, test) => attempt(
      () => JSON.parse(store().getItem("tagc:northway-theatre")).filter(test)
    )
      || [];
    const recall = () => {
      used = used || recalled(device, (entry) => entry[1] > Date.now() - month).concat([]);
      return used;
    };
    const write = (store, kept) => attempt(
      () => kept.length
        ? store().setItem("tagc:northway-theatre", JSON.stringify(kept))
        : store().removeItem("tagc:northway-theatre")
    );
    const keep = () => {
      write(device, used.filter((entry) => entry[1] > 0).slice(-50));
    };
    // Whether an instance is told for the first time. An empty key is always told. `lasting`: 1 outlives the visit, 2 does not.
    const once = (instance, key, lasting) => {
      if (empty(key)) {
        return true;
      }
      const name = instance + " " + key;
      if (!recall().some((entry) => entry[0] === name)) {
        used.push([name, lasting ? Date.now() : 0]);
        lasting && keep();
        return true;
      }
    };
    // A withdrawal deletes the instance's keys from the device; the page remembers what it told.
    const forget = (instance) => {
      recall().map((entry) => entry[0].startsWith(instance + " ") && (entry[1] = 0));
      keep();
    };
    // A global of the page by path; nothing is called.
    const globalPath = (...path) => attempt(() => path.reduce((value, step) => value[step], window));
    // The trimmed text, or an attribute, of the first element that matches.
    const dom = () => attempt(() => {
      const element = document.querySelector(".show h1");
      return element.textContent.trim();
    });
    // A cookie by name, decoded where it can be.
    const cookie = () => attempt(() => {
      const found = document.cookie.split("; ").find((pair) => pair.startsWith("tagc_region" + "="));
      const value = found && found.slice("tagc_region".length + 1);
      const decoded = attempt(decodeURIComponent, value);
      return found && (decoded === undefined ? value : decoded);
    });
    // The address of a link, or of the link around an element; an SVG's is an object.
    const link = (element) => attempt(() => {
      const { href } = element.closest("a[href],area[href]");
      return href.animVal ? new URL(href.animVal, document.baseURI).href : href;
    });
    // A part of that address by its name in `URL`, the protocol without its colon.
    const linkPart = (element) => attempt(
      () => new URL(link(element)).pathname.replace(/^([^/]+):$/, "$1")
    );
    // A form's field by name; a file is no text.
    const fieldOf = (form) => attempt(() => {
      const value = new FormData(form).get("email");
      return typeof value == "string" ? value : undefined;
    });
    const fileOf = (element) => linkPart(element).split("/").pop();
    // The last step of the link's path.
    const fileName = (element) => attempt(fileOf, element);
    // What follows its last dot.
    const extension = (element) => attempt(() => /\.([^.]+)$/.exec(fileOf(element))[1]);
    // The first element of an event's path that matches. A form's own fields hide its methods: <input name=matches>.
    const nearest = (path, selector) => path.find(
      (node) => attempt(() => Element.prototype.matches.call(node, selector))
    );
    // SINK. The only place that inserts a script.
    const script = (address) => {
      const element = document.createElement("script");
      element.src = address;
      document.head.append(element);
    };
    // SINK. The queue that a vendor's library takes over, made only where its global is absent: a library that is there is used,
    // and never loaded again. With a `handover` the library installs a method of that name and takes Arguments objects from
    // `queue`; without one it takes arrays. `version` is that of the snippet, where the vendor has one. Returns the stub if it was made.
    const stub = (name, address, handover, version) => {
      if (!window[name]) {
        const call = window[name] = function () {
          call[handover]
            ? call[handover](...arguments)
            : call.queue.push(handover ? arguments : [...arguments]);
        };
        call.queue = [];
        call.version = version;
        script(address);
        return call;
      }
      console.warn(
        "tagc: window." + name + " was there already: is that platform on this page twice?"
      );
    };
    // What is known of the visitor, raw, in memory only.
    let person = {};
    // What the page says of the visitor at every moment, as it said it last.
    let standing = {};
    const users = [];
    const look = () => users.map((user) => user());
    // Adds what is not empty, unless its requirement is refused. What `stands` in the page counts when it changes: what an event
    // told since then is newer.
    const learn = (allowed, fields, stands) => {
      const before = stands ? standing : {};
      allowed() && Object.keys(fields).map((field) => {
        const value = text(fields[field]);
        if (value !== before[field]) {
          before[field] = value;
          empty(value) || (person[field] = value);
        }
      });
      look();
    };
    // After a decision, and before the gates hear of it: a refusal forgets, a grant looks again and starts hashing.
    const watchPerson = (allowed, know) => watchers.push(() => {
      if (!allowed()) {
        person = {};
        standing = {};
      }
      know ? know() : look();
    });
    // The visitor as one platform sees them, for a call that tells it.
    const told = (user) => {
      user.news = 0;
      return user.data;
    };
    const digest = (value) => typeof value != "string" || /^[0-9a-f]{64}$/.test(value)
      ? value
      : crypto.subtle.digest("SHA-256", new TextEncoder().encode(value)).then(
        (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join(
          ""
        )
      );
    // A SHA-256 as it has to be written; nothing for anything else.
    const hashOf = (value) => /^\s*[0-9a-f]{64}\s*$/i.test(value)
      ? value.trim().toLowerCase()
      : undefined;
    // A value that is a SHA-256 already stays what it is, anything else is normalised.
    const normalised = (value, rule) => hashOf(value)
      || (empty(value) ? undefined : rule() || undefined);
    // One platform's view of the visitor. `values` gives its identifiers, texts to be hashed and [text]s to be left raw, `shape`
    // the platform's object made from them. An event waits for the hashes at most 200 ms, and not at all when the page goes.
    const match = (allowed, values, shape) => {
      let asked = "";
      const user = { poke: () => {}, busy: 0, news: 0, data: undefined };
      const go = () => {
        if (user.busy) {
          user.busy = 0;
          user.poke(0);
        }
      };
      users.push(() => {
        const plain = allowed() > 1 ? values(person) : [];
        const question = plain.some((value) => !empty(value)) ? JSON.stringify(plain) : "";
        if (question != asked) {
          asked = question;
          user.data = undefined;
          user.news = user.busy = 0;
          if (question) {
            user.busy = 1;
            setTimeout(go, 200);
            attempt(() => Promise.all(plain.map(digest)).then((hashes) => {
              if (question == asked) {
                user.data = shape(hashes.map((hash) => Array.isArray(hash) ? hash[0] : hash));
                user.news = 1;
                user.busy || user.poke(0);
                go();
              }
            }, go));
          }
        }
      });
      addEventListener("pagehide", go);
      return user;
    };
    // Empty has one meaning everywhere: undefined, null, "" or not a number.
    const empty = (value) => value == null || value === "" || value !== value;
    // A property of a page's object by path: own properties only, and a getter that throws is as good as absent.
    const own = (object, ...path) => attempt(
      () => path.reduce(
        (value, step) => ({}).hasOwnProperty.call(Object(value), step) ? value[step] : undefined,
        object
      )
    );
    // A value as it is now: what the page does to the object later changes nothing, and a cycle is as good as absent.
    const copy = (value) => value && attempt(() => JSON.parse(JSON.stringify(value)));
    // The map without its empty entries. Another one: a map from which something was deleted is slow.
    const clean = (map) => {
      const kept = {};
      for (const key in map) {
        empty(map[key]) || {}.hasOwnProperty.call(map, key) && (kept[key] = map[key]);
      }
      return kept;
    };
    // The first value that is not empty.
    const first = (...values) => values.find((value) => !empty(value));
    // One item per element, empty ones left out; nothing of what is no list.
    const each = (list, item) => Array.isArray(list)
      ? list.map((value) => item(value)).filter((value) => !empty(value))
      : undefined;
    // Texts, numbers and booleans have a text. What is empty has none.
    const text = (value) => /str|num|boo/.test(typeof value) && !empty(value)
      ? "" + value
      : undefined;
    // A finite number, or the one that a text writes as JavaScript would. Booleans are none.
    const number = (value) => (typeof value == "number" || (value = text(value)) && value.trim())
      && isFinite(value)
      ? +value
      : undefined;
    // The sum of the numbers in a list; nothing when there is none.
    const sum = (list) => {
      const numbers = Array.isArray(list) ? list.map(number).filter((value) => !empty(value)) : [];
      return numbers.length ? number(numbers.reduce((total, value) => total + value, 0)) : undefined;
    };
    // Nothing unless both are numbers.
    const product = (left, right) => number(number(left) * number(right));
    // Links, downloads and ways out are clicks, too.
    const clickListen = (handle) => clicks(handle);
    // In the capture phase, as for clicks.
    const formListen = (handle) => addEventListener(
      "submit",
      (event) => attempt(handle, event.composedPath()),
      true
    );
    // The first one is fired by the boot. A page that comes back as it was, from the browser's cache of pages, is shown again.
    const pageViewListen = (handle) => addEventListener(
      "pageshow",
      (event) => event.persisted && attempt(handle)
    );
    const visitorRegion = region(globalPath("__tagc_region"), meta(), cookie());
    const googleState = (live) => {
      const state = (level) => live && level > 1 ? "granted" : "denied";
      return {
        ad_storage: state(level("marketing")),
        ad_user_data: state(level("marketing")),
        ad_personalization: state(level("marketing")),
        analytics_storage: state(level("analytics")),
        functionality_storage: "denied",
        personalization_storage: "denied",
        security_storage: "granted"
      };
    };
    watchPerson(() => level("marketing"), () => know());
    const user_meta = match(
      () => level("marketing"),
      (person) => [normalised(own(person, "email"), () => lower(trim(text(own(person, "email")))))],
      ([value0]) => clean({ em: value0 })
    );
    const user_tiktok = match(
      () => level("marketing"),
      (person) => [normalised(own(person, "email"), () => lower(trim(text(own(person, "email")))))],
      ([value0]) => clean({ sha256_email: value0 })
    );
    const know = () => learn(
      () => level("marketing"),
      { email: copy(own(model, "user", "email")) },
      1
    );
    const fire = (targets, own_values, id) => {
      const record = [
        id || uuid(),
        ((subject) => subject
          ? subject.startsWith("/whats-on/")
            ? "whats-on"
            : subject.startsWith("/support-us/")
              ? "fundraising"
              : subject.startsWith("/join/") ? "membership" : "other"
          : "other")(location.pathname),
        location.href,
        document.title,
        ...own_values
      ];
      targets.map((hook) => hook(record));
    };
    const on_click = (path) => {
      know();
      // rule booking_started
      attempt(() => {
        const element = nearest(path, "a.book-now");
        if (element) {
          fire(
            [hook_ga4, hook_meta, hook_tiktok, hook_pinterest, hook_snap],
            ["begin_checkout", "track", "InitiateCheckout", "initiatecheckout", "START_CHECKOUT"]
          );
        }
      });
      // rule brochure
      attempt(() => {
        const element = nearest(path, "a[href],area[href]");
        if (element && lower(text(extension(element))) === "pdf") {
          fire(
            [hook_ga4, hook_meta],
            ["file_download", "trackCustom", "Download", , , , , , , , , , , , , fileName(element)]
          );
        }
      });
    };
    const on_dataLayer = (name, entry) => {
      know();
      // rule tickets_bought
      attempt(() => {
        if (name === "order_complete") {
          const key = keyed("purchase", text(own(entry, "order_id")));
          fire(
            [hook_ga4, hook_meta, hook_tiktok, hook_pinterest, hook_snap, hook_linkedin, hook_x],
            [
              "purchase",
              "track",
              "Purchase",
              "checkout",
              "PURCHASE",
              "GBP",
              numberComma(own(entry, "total")),
              key,
              1,
              1234567,
              each(
                own(entry, "lines"),
                (item0) => clean(
                  {
                    id: text(own(item0, "performance_id")),
                    name: text(own(item0, "show")),
                    price: number(own(item0, "price")),
                    quantity: number(own(item0, "seats"))
                  }
                )
              ),
              text(own(entry, "order_id")),
              ,
              ,
              "box-office"
            ],
            key
          );
        }
      });
      // rule donation_complete
      attempt(() => {
        if (name === "donation_complete") {
          const key = keyed("donate", text(own(entry, "donation_id")));
          fire(
            [hook_ga4, hook_meta, hook_tiktok, hook_pinterest],
            ["donate", "track", "Donate", "custom", , "GBP", number(own(entry, "amount")), key, 1],
            key
          );
        }
      });
    };
    const on_form = (path) => {
      know();
      // rule newsletter
      attempt(() => {
        const element = nearest(path, "#newsletter");
        if (element) {
          learn(() => level("marketing"), { email: fieldOf(element) });
          fire(
            [hook_ga4, hook_meta, hook_tiktok, hook_pinterest, hook_linkedin],
            ["generate_lead", "track", "Lead", "lead", , , , , , 1234568]
          );
        }
      });
    };
    const pageView = (only) => {
      know();
      // rule page_view
      attempt(
        () => fire(
          only
            ? [only]
            : [hook_ga4, hook_meta, hook_tiktok, hook_pinterest, hook_snap, hook_linkedin, hook_x],
          [
            "page_view",
            "track",
            "PageView",
            "pagevisit",
            "PAGE_VIEW",
            ,
            ,
            ,
            ,
            ,
            ,
            ,
            ,
            ,
            ,
            ,
            location.href.split("#")[0],
            1
          ]
        )
      );
      // rule show_viewed
      attempt(() => {
        const variable_show = dom();
        if (!only && !empty(variable_show)) {
          fire(
            [hook_ga4, hook_meta, hook_tiktok, hook_pinterest, hook_snap],
            [
              "view_item",
              "track",
              "ViewContent",
              "viewcontent",
              "VIEW_CONTENT",
              ,
              ,
              ,
              ,
              ,
              ,
              ,
              "show",
              text(variable_show)
            ]
          );
        }
      });
    };
    // Google Analytics 4: ga4
    const hook_ga4 = gate(() => level("analytics"), () => {
      googleGtag("consent", "default", googleState());
      googleGtag("consent", "update", googleState(1));
      googleLoad();
      googleGtag("js", new Date());
      googleGtag(
        "config",
        "G-ABCDE12345",
        {
          send_page_view: false,
          linker: { domains: ["northway.example", "northway.ticketing.example"] }
        }
      );
    }, (
      wake,
      id,
      kept9_section,
      kept10_url,
      kept11_title,
      kept0_name,
      kept14_kind,
      kept15_name,
      kept18_name,
      kept19_name,
      kept1_currency,
      kept2_value,
      kept12_once,
      kept13_lasting,
      kept20_conversion,
      kept3_items,
      kept4_order_id,
      kept5_content_type,
      kept6_content_name,
      kept7_affiliation,
      kept8_file_name
    ) => once("ga4", kept12_once, kept13_lasting)
      && googleGtag(
        "event",
        kept0_name,
        clean(
          {
            value: !empty(kept1_currency)
              ? empty(kept2_value)
                ? sum(
                  each(
                    kept3_items,
                    (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                  )
                )
                : kept2_value
              : void 0,
            currency: kept1_currency,
            items: each(
              kept3_items,
              (item0) => clean(
                {
                  item_id: item0.id,
                  item_name: item0.name,
                  item_category: item0.category,
                  item_brand: item0.brand,
                  item_variant: item0.variant,
                  price: item0.price,
                  quantity: item0.quantity
                }
              )
            ),
            transaction_id: kept4_order_id,
            content_type: kept5_content_type,
            content_name: kept6_content_name,
            affiliation: kept7_affiliation,
            file_name: kept8_file_name,
            section: kept9_section,
            send_to: "G-ABCDE12345",
            page_location: kept10_url,
            page_title: kept11_title
          }
        )
      ), /FPLC|_g(a(_ABCDE12345|c_[\w.-]*)?|id)/g, () => googleGtag(
      "consent",
      "update",
      googleState(1)
    ), void 0, () => forget("ga4"), pageView, true);
    // Meta Pixel: meta
    const hook_meta = gate(() => level("marketing"), () => {
      metaLoad();
      fbq("set", "autoConfig", false, "1234567890123456");
      fbq("init", "1234567890123456", told(user_meta));
    }, (
      wake,
      id,
      kept9_section,
      kept10_url,
      kept11_title,
      kept0_name,
      kept14_kind,
      kept15_name,
      kept18_name,
      kept19_name,
      kept1_currency,
      kept2_value,
      kept12_once,
      kept13_lasting,
      kept20_conversion,
      kept3_items,
      kept4_order_id,
      kept5_content_type,
      kept6_content_name,
      kept7_affiliation,
      kept8_file_name,
      kept16_address
    ) => (!kept16_address || kept16_address == location.href.split("#")[0])
      && once("meta", kept12_once, kept13_lasting)
      && (wake(1),
        fbq(
          kept14_kind,
          kept15_name,
          clean(
            {
              value: !empty(kept1_currency)
                ? empty(kept2_value)
                  ? sum(
                    each(
                      kept3_items,
                      (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                    )
                  )
                  : kept2_value
                : void 0,
              currency: kept1_currency,
              contents: each(
                kept3_items,
                (item0) => clean(
                  { id: item0.id, quantity: item0.quantity, item_price: item0.price }
                )
              ),
              content_ids: each(kept3_items, (item0) => item0.id),
              content_type: first(kept5_content_type, !empty(kept3_items) ? "product" : void 0),
              content_name: kept6_content_name,
              order_id: kept4_order_id,
              file_name: kept8_file_name
            }
          ),
          { eventID: id }
        )), /_fb[cp]/g, (on) => fbq("consent", on ? "grant" : "revoke"), void 0, () => forget(
      "meta"
    ), pageView, void 0, user_meta, () => fbq("init", "1234567890123456", told(user_meta)));
    // TikTok Pixel: tiktok
    const hook_tiktok = gate(() => level("marketing"), () => {
      tiktokLoad();
      ttq.load("C4ABCDEFGHIJKLMNOPQR", {});
    }, (
      wake,
      id,
      kept9_section,
      kept10_url,
      kept11_title,
      kept0_name,
      kept14_kind,
      kept15_name,
      kept18_name,
      kept19_name,
      kept1_currency,
      kept2_value,
      kept12_once,
      kept13_lasting,
      kept20_conversion,
      kept3_items,
      kept4_order_id,
      kept5_content_type,
      kept6_content_name,
      kept7_affiliation,
      kept8_file_name,
      kept16_address,
      kept17_page
    ) => (!kept16_address || kept16_address == location.href.split("#")[0])
      && once("tiktok", kept12_once, kept13_lasting)
      && (wake(1),
        kept17_page
          ? ttq.page()
          : ttq.track(
            kept15_name,
            clean(
              {
                value: !empty(kept1_currency)
                  ? empty(kept2_value)
                    ? sum(
                      each(
                        kept3_items,
                        (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                      )
                    )
                    : kept2_value
                  : void 0,
                currency: kept1_currency,
                contents: each(
                  kept3_items,
                  (item0) => clean(
                    {
                      content_id: item0.id,
                      content_name: item0.name,
                      content_category: item0.category,
                      brand: item0.brand,
                      price: item0.price,
                      quantity: item0.quantity,
                      content_type: "product"
                    }
                  )
                ),
                content_type: ((subject) => subject === "product"
                  ? "product"
                  : subject === "product_group"
                    ? "product_group"
                    : !empty(kept3_items) ? "product" : void 0)(text(kept5_content_type)),
                content_name: kept6_content_name,
                order_id: kept4_order_id
              }
            ),
            { event_id: id }
          )), /_tt(_enable_cookie|p)|tt(_(appInfo|pixel_session_index|sessionId)|c(lid|sid(_C4ABCDEFGHIJKLMNOPQR)?))/g, (
      on
    ) => on ? (ttq.grantConsent(), ttq.enableCookie()) : (ttq.revokeConsent(), ttq.disableCookie()), void 0, () => forget(
      "tiktok"
    ), pageView, void 0, user_tiktok, () => ttq.identify(told(user_tiktok)));
    // Pinterest Tag: pinterest
    const hook_pinterest = gate(() => level("marketing"), () => {
      pinterestLoad();
      pintrk("load", "2612345678901");
      pintrk("page");
    }, (
      wake,
      id,
      kept9_section,
      kept10_url,
      kept11_title,
      kept0_name,
      kept14_kind,
      kept15_name,
      kept18_name,
      kept19_name,
      kept1_currency,
      kept2_value,
      kept12_once,
      kept13_lasting,
      kept20_conversion,
      kept3_items,
      kept4_order_id,
      kept5_content_type,
      kept6_content_name,
      kept7_affiliation,
      kept8_file_name,
      kept16_address
    ) => (!kept16_address || kept16_address == location.href.split("#")[0])
      && once("pinterest", kept12_once, kept13_lasting)
      && pintrk(
        "track",
        kept18_name,
        clean(
          {
            value: !empty(kept1_currency)
              ? empty(kept2_value)
                ? sum(
                  each(
                    kept3_items,
                    (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                  )
                )
                : kept2_value
              : void 0,
            currency: kept1_currency,
            line_items: each(
              kept3_items,
              (item0) => clean(
                {
                  product_id: item0.id,
                  product_name: item0.name,
                  product_category: item0.category,
                  product_brand: item0.brand,
                  product_variant: item0.variant,
                  product_price: item0.price,
                  product_quantity: item0.quantity
                }
              )
            ),
            order_id: kept4_order_id,
            order_quantity: !empty(kept3_items)
              ? sum(each(kept3_items, (item0) => empty(item0.quantity) ? 1 : item0.quantity))
              : void 0,
            content_type: kept5_content_type,
            content_name: kept6_content_name,
            event_id: id
          }
        )
      ), /_(derived_epik|epik|pin_unauth|routing_id)/g, (on) => pintrk("setconsent", !!on), void 0, () => forget(
      "pinterest"
    ), pageView);
    // Snap Pixel: snap
    const hook_snap = gate(() => level("marketing"), () => {
      snapLoad();
      snaptr("init", "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f");
    }, (
      wake,
      id,
      kept9_section,
      kept10_url,
      kept11_title,
      kept0_name,
      kept14_kind,
      kept15_name,
      kept18_name,
      kept19_name,
      kept1_currency,
      kept2_value,
      kept12_once,
      kept13_lasting,
      kept20_conversion,
      kept3_items,
      kept4_order_id,
      kept5_content_type,
      kept6_content_name,
      kept7_affiliation,
      kept8_file_name,
      kept16_address
    ) => (!kept16_address || kept16_address == location.href.split("#")[0])
      && once("snap", kept12_once, kept13_lasting)
      && snaptr(
        "track",
        kept19_name,
        clean(
          {
            price: !empty(kept1_currency)
              ? empty(kept2_value)
                ? sum(
                  each(
                    kept3_items,
                    (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                  )
                )
                : kept2_value
              : void 0,
            currency: kept1_currency,
            item_ids: each(kept3_items, (item0) => item0.id),
            item_category: item(each(kept3_items, (item0) => item0.category)),
            number_items: !empty(kept3_items)
              ? sum(each(kept3_items, (item0) => empty(item0.quantity) ? 1 : item0.quantity))
              : void 0,
            transaction_id: kept4_order_id,
            description: kept6_content_name,
            client_dedup_id: id
          }
        )
      ), /_(ScCbts|sc(hn|id(_r)?|lid|tr))|s(naptr-scut|rid)/g, void 0, true, () => forget("snap"), pageView);
    // LinkedIn Insight Tag: linkedin
    const hook_linkedin = gate(
      () => level("marketing"),
      () => linkedinLoad(),
      (
        wake,
        id,
        kept9_section,
        kept10_url,
        kept11_title,
        kept0_name,
        kept14_kind,
        kept15_name,
        kept18_name,
        kept19_name,
        kept1_currency,
        kept2_value,
        kept12_once,
        kept13_lasting,
        kept20_conversion,
        kept3_items,
        kept4_order_id,
        kept5_content_type,
        kept6_content_name,
        kept7_affiliation,
        kept8_file_name,
        kept16_address,
        kept17_page
      ) => (!kept16_address || kept16_address == location.href.split("#")[0])
        && once("linkedin", kept12_once, kept13_lasting)
        && (kept17_page || lintrk("track", { conversion_id: kept20_conversion, event_id: id })),
      /l(i_(adsId|fat_id|giant|hem)|n_or)/g,
      void 0,
      true,
      () => forget("linkedin"),
      pageView
    );
    // X Pixel: x
    const hook_x = gate(() => level("marketing"), () => {
      xLoad();
      twq("config", "o8abc");
    }, (
      wake,
      id,
      kept9_section,
      kept10_url,
      kept11_title,
      kept0_name,
      kept14_kind,
      kept15_name,
      kept18_name,
      kept19_name,
      kept1_currency,
      kept2_value,
      kept12_once,
      kept13_lasting,
      kept20_conversion,
      kept3_items,
      kept4_order_id,
      kept5_content_type,
      kept6_content_name,
      kept7_affiliation,
      kept8_file_name,
      kept16_address,
      kept17_page
    ) => (!kept16_address || kept16_address == location.href.split("#")[0])
      && once("x", kept12_once, kept13_lasting)
      && (kept17_page
        || twq(
          "event",
          "tw-o8abc-o9def",
          clean(
            {
              value: empty(kept2_value)
                ? sum(
                  each(
                    kept3_items,
                    (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                  )
                )
                : kept2_value,
              currency: "GBP",
              contents: each(
                kept3_items,
                (item0) => clean(
                  {
                    content_id: item0.id,
                    content_name: item0.name,
                    content_type: item0.category,
                    content_price: item0.price,
                    num_items: item0.quantity
                  }
                )
              ),
              conversion_id: id
            }
          )
        )), /_twclid/g, void 0, true, () => forget("x"), pageView);
    mergeEarlier();
    pageView();
    window.tagc = (command, a, b) => {
      command == "event"
        ? attempt(() => text(a) && on_dataLayer(text(a), b))
        : command == "user"
          ? attempt(learn, () => level("marketing"), a)
          : command == "consent" && attempt(decideBy, a);
    };
    attempt(() => early.map((call) => attempt(() => window.tagc(...call))));
    hear((name, entry) => {
      name === "consent_saved"
        && decide(
          [
            ["true", "granted", "allow", "yes", "1"].includes(
              text(own(entry, "consent", "statistics"))
            )
              && "analytics",
            ["true", "granted", "allow", "yes", "1"].includes(
              text(own(entry, "consent", "marketing"))
            )
              && "marketing"
          ]
        );
      know();
      name && on_dataLayer(name, entry);
    });
    clickListen(on_click);
    formListen(on_form);
    pageViewListen(pageView);
    waitForVisitor();
    watchers.map((watcher) => watcher(0));
    waitForTool();
  }
})(window);

