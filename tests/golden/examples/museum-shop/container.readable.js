((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
    // Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
    const googleGtag = function () {
      (window.dataLayer = window.dataLayer || []).push(arguments);
    };
    // Brings the library, which then knows every id that is configured.
    const googleLoad = (id) => {
      script("https://www.googletagmanager.com/gtag/js?id=" + id);
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
    // The queue of one tag: an array, until the library puts itself in its place.
    const microsoftQueue = (name) => window[name] = window[name] || [];
    // The library does nothing by itself: when it has come, each tag is made with the queue of what was said before. A tag that is
    // there already is used.
    const microsoftLoad = (options) => {
      options.q = microsoftQueue("uetq");
      if (Array.isArray(options.q)) {
        script("https://bat.bing.com/bat.js", () => attempt(() => {
          window.uetq = new window.UET(options);
          window.uetq.push("pageLoad");
        }));
      }
    };
    // The library reads arrays from the queue.
    const pinterestLoad = () => {
      stub("pintrk", "https://s.pinimg.com/ct/core.js", 0, "3.0");
    };
    // The library reads its queue under the name `callQueue`.
    const redditLoad = () => {
      const rdt = stub("rdt", "https://www.redditstatic.com/ads/pixel.js", "sendEvent");
      if (rdt) {
        rdt.callQueue = rdt.queue;
      }
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
    const optOut = () => /^(US-CA)(-|$)/.test(visitorRegion);
    const gpcDenies = ["marketing"];
    const gpcHere = () => gpc() && (!visitorRegion || optOut());
    // Called after every decision.
    const watchers = [];
    // How many there were.
    let decisions = 0;
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
    const announce = () => {
      decisions++;
      watchers.map((watcher) => watcher());
    };
    // Somebody sees the page.
    const waitForVisitor = () => addEventListener("prerenderingchange", announce);
    // A decision replaces the one before.
    const decide = (categories) => {
      granted = categories;
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
    // Small letters.
    const lower = (value) => ofText(value, (plain) => plain.toLowerCase());
    // Without white space at the ends.
    const trim = (value) => ofText(value, (plain) => plain.trim());
    // A list of what stands between the separators.
    const split = (value) => ofText(value, (plain) => plain.split("@"));
    // Every match, by a text in which `$` means nothing.
    const replace = (value, pattern) => ofText(value, (plain) => plain.replace(pattern, () => ""));
    // The texts of a list as one; elements that have none are left out.
    const join = (value) => Array.isArray(value)
      ? value.map(text).filter((part) => !empty(part)).join(",")
      : undefined;
    // One element; negative places count from the end.
    const item = (value, index) => Array.isArray(value)
      ? value[index < 0 ? value.length + index : index]
      : undefined;
    const rounded = (value, unit) => {
      value = number(value);
      return empty(value) ? undefined : number(Math.round(value * unit) / unit);
    };
    // To whole `1 / unit`s.
    const round = (value) => rounded(value, 1000);
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
    // Whether an instance may now keep names on the device, and the pattern of the names.
    const keepers = [];
    // Deletes what was declared and nobody else may keep, and nothing else: cookies over every parent domain and every prefix of
    // the path (a cookie's own domain and path cannot be read, and a public suffix is refused in silence), and keys of both
    // storages. `names` may match inside other names and values, too: what is deleted then is a declared name all the same.
    const erase = (names) => {
      (document.cookie + attempt(
        () => ";" + Object.keys(localStorage) + "," + Object.keys(sessionStorage)
      )).replace(names, (name) => {
        if (keepers.some(([allowed, theirs]) => allowed() > 1 && !name.replace(theirs, ""))) {
          return;
        }
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
    const gate = (
      allowed,
      start,
      send,
      names,
      turn,
      final,
      leave,
      late,
      update,
      library,
      begin,
      user,
      identify
    ) => {
      let held = [];
      let on;
      let awake;
      let started;
      const tell = (command, on) => {
        if (!(update && library && library.told == decisions)) {
          attempt(command, on);
        }
        if (library) {
          library.told = decisions;
        }
      };
      const wake = (telling) => {
        if (!awake) {
          awake = 1;
          if (library) {
            if (!library.on++) {
              tell(library.begun ? turn : begin, 1);
            } else if (update) {
              tell(turn, 1);
            }
            library.begun = 1;
            started || attempt(start);
          } else {
            attempt(started ? turn : start, 1);
          }
          started = 1;
        }
        telling && user.news && attempt(identify);
      };
      const hook = (event) => {
        const now = allowed();
        if (on && now < 2) {
          on = 0;
          leave && attempt(leave);
          awake && !(library && --library.on) && tell(turn);
          awake = 0;
          attempt(erase, names);
        }
        if (!now || final && started && !on) {
          held = 0;
          return;
        }
        if (now > 1) {
          if (on) {
            event === undefined && update && tell(turn, 1);
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
      names && keepers.push([allowed, names]);
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
    const keyed = (key) => {
      key = text(key);
      if (key) {
        const space = [111, 28, 63, 14, 106, 11, 93, 126, 156, 85, 43, 143, 111, 12, 122, 17];
        const state = sha1([...space, ...new TextEncoder().encode("purchase" + ":" + key)]);
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
      () => JSON.parse(store().getItem("tagc:museum-shop")).filter(test)
    )
      || [];
    const recall = () => {
      used = used || recalled(device, (entry) => entry[1] > Date.now() - month).concat([]);
      return used;
    };
    const write = (store, kept) => attempt(
      () => kept.length
        ? store().setItem("tagc:museum-shop", JSON.stringify(kept))
        : store().removeItem("tagc:museum-shop")
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
    // SINK. The only place that inserts a script.
    const script = (address, arrived) => {
      const element = document.createElement("script");
      element.src = address;
      if (arrived) {
        element.onload = arrived;
      }
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
    // The rows of a text, each a list of its cells.
    const table = (text) => text.split("|").map((row) => row.split(" "));
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
    // One map of several: what a later one has counts.
    const merged = (...maps) => Object.assign({}, ...maps);
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
    // A text made of parts; an empty part adds nothing.
    const concat = (...parts) => parts.map((part) => first(text(part), "")).join("");
    // Whether a value that is not empty passes, as text.
    const passes = (value, test) => {
      value = text(value);
      return !empty(value) && test(value);
    };
    // The first one is fired by the boot. A page that comes back as it was, from the browser's cache of pages, is shown again.
    const pageViewListen = (handle) => addEventListener(
      "pageshow",
      (event) => event.persisted && attempt(handle)
    );
    const visitorRegion = region(meta());
    const googleLibrary = { on: 0 };
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
    const user_pinterest = match(
      () => level("marketing"),
      (person) => [normalised(own(person, "email"), () => lower(trim(text(own(person, "email")))))],
      ([value0]) => clean({ em: value0 })
    );
    const user_reddit = match(
      () => level("marketing"),
      (person) => [
        normalised(
          own(person, "email"),
          () => !empty(item(split(lower(trim(text(own(person, "email"))))), 1))
            ? concat(
              replace(item(split(lower(trim(text(own(person, "email"))))), 0), /\+.*|[^a-z0-9]/g),
              "@",
              item(split(lower(trim(text(own(person, "email"))))), 1)
            )
            : void 0
        )
      ],
      ([value0]) => clean({ email: value0 })
    );
    const user_tiktok = match(
      () => level("marketing"),
      (person) => [normalised(own(person, "email"), () => lower(trim(text(own(person, "email")))))],
      ([value0]) => clean({ sha256_email: value0 })
    );
    const know = () => learn(
      () => level("marketing"),
      { email: copy(own(model, "customer", "email")) },
      1
    );
    const fire = (targets, own_values, id) => {
      const record = [
        id || uuid(),
        location.href,
        document.title,
        clean(
          {
            page_path: location.pathname + location.search + location.hash,
            page_title: document.title
          }
        ),
        ...own_values
      ];
      targets.map((hook) => hook(record));
    };
    const rows1 = table(
      "385 view_item_list ViewCategory category LIST_VIEW Custom ViewCategory Custom|7 view_item ViewContent product VIEW_CONTENT|512 search Search searchresults|55 add_to_cart AddToCart product ADD_CART|63 begin_checkout InitiateCheckout cart START_CHECKOUT Custom InitiateCheckout|1087 add_payment_info AddPaymentInfo cart ADD_BILLING Custom AddPaymentInfo|64 sign_up CompleteRegistration   SignUp   signup"
    );
    const rows2 = table(
      "1537 select_item|6529 view_promotion|6529 select_promotion|32783 add_shipping_info|24671 refund|32 login"
    );
    const on_dataLayer = (name, entry) => {
      know();
      rows1.map(
        (row) => row[1] === name
          && attempt(
            ([mask, key, cell5, cell6, cell9, cell8, cell13, cell4, cell7]) => fire(
              [
                hook_ga4,
                hook_meta,
                hook_microsoft,
                hook_pinterest,
                hook_reddit,
                hook_snap,
                hook_tiktok
              ],
              [
                key,
                mask & 1
                  ? each(
                    first(copy(own(entry, "ecommerce", "items")), copy(own(entry, "items"))),
                    (item0) => clean(
                      {
                        id: text(own(item0, "item_id")),
                        name: text(own(item0, "item_name")),
                        category: text(own(item0, "item_category")),
                        brand: text(own(item0, "item_brand")),
                        variant: text(own(item0, "item_variant")),
                        price: number(own(item0, "price")),
                        quantity: number(own(item0, "quantity"))
                      }
                    )
                  )
                  : void 0,
                mask & 2
                  ? text(
                    first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))
                  )
                  : void 0,
                mask & 4
                  ? number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value"))))
                  : void 0,
                "track" + (cell4 || ""),
                cell5,
                cell6 || void 0,
                cell7 || cell5.toLowerCase(),
                cell8 || cell5,
                cell9 || key.toUpperCase(),
                mask & 8
                  ? first(copy(own(entry, "ecommerce", "coupon")), copy(own(entry, "coupon")))
                  : void 0,
                mask & 16
                  ? text(
                    first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))
                  )
                  : void 0,
                mask & 32
                  ? number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value"))))
                  : void 0,
                cell13 || void 0,
                ,
                mask & 64 ? text(own(entry, "method")) : void 0,
                ,
                ,
                ,
                mask & 128
                  ? first(
                    copy(own(entry, "ecommerce", "item_list_id")),
                    copy(own(entry, "item_list_id"))
                  )
                  : void 0,
                mask & 256
                  ? first(
                    copy(own(entry, "ecommerce", "item_list_name")),
                    copy(own(entry, "item_list_name"))
                  )
                  : void 0,
                ,
                ,
                ,
                ,
                mask & 512 ? text(own(entry, "search_term")) : void 0,
                mask & 1024
                  ? first(
                    copy(own(entry, "ecommerce", "payment_type")),
                    copy(own(entry, "payment_type"))
                  )
                  : void 0
              ]
            ),
            row
          )
      );
      rows2.map(
        (row) => row[1] === name
          && attempt(
            ([mask, key]) => fire(
              [hook_ga4],
              [
                key,
                mask & 1
                  ? each(
                    first(copy(own(entry, "ecommerce", "items")), copy(own(entry, "items"))),
                    (item0) => clean(
                      {
                        id: text(own(item0, "item_id")),
                        name: text(own(item0, "item_name")),
                        category: text(own(item0, "item_category")),
                        brand: text(own(item0, "item_brand")),
                        variant: text(own(item0, "item_variant")),
                        price: number(own(item0, "price")),
                        quantity: number(own(item0, "quantity"))
                      }
                    )
                  )
                  : void 0,
                mask & 2
                  ? text(
                    first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))
                  )
                  : void 0,
                mask & 4
                  ? number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value"))))
                  : void 0,
                ,
                ,
                ,
                ,
                ,
                ,
                mask & 8
                  ? first(copy(own(entry, "ecommerce", "coupon")), copy(own(entry, "coupon")))
                  : void 0,
                ,
                ,
                ,
                mask & 16
                  ? text(
                    first(
                      copy(own(entry, "ecommerce", "transaction_id")),
                      copy(own(entry, "transaction_id"))
                    )
                  )
                  : void 0,
                mask & 32 ? text(own(entry, "method")) : void 0,
                mask & 64
                  ? first(
                    copy(own(entry, "ecommerce", "affiliation")),
                    copy(own(entry, "affiliation"))
                  )
                  : void 0,
                mask & 128
                  ? first(
                    copy(own(entry, "ecommerce", "creative_name")),
                    copy(own(entry, "creative_name"))
                  )
                  : void 0,
                mask & 256
                  ? first(
                    copy(own(entry, "ecommerce", "creative_slot")),
                    copy(own(entry, "creative_slot"))
                  )
                  : void 0,
                mask & 512
                  ? first(
                    copy(own(entry, "ecommerce", "item_list_id")),
                    copy(own(entry, "item_list_id"))
                  )
                  : void 0,
                mask & 1024
                  ? first(
                    copy(own(entry, "ecommerce", "item_list_name")),
                    copy(own(entry, "item_list_name"))
                  )
                  : void 0,
                mask & 2048
                  ? first(
                    copy(own(entry, "ecommerce", "promotion_id")),
                    copy(own(entry, "promotion_id"))
                  )
                  : void 0,
                mask & 4096
                  ? first(
                    copy(own(entry, "ecommerce", "promotion_name")),
                    copy(own(entry, "promotion_name"))
                  )
                  : void 0,
                mask & 8192
                  ? first(copy(own(entry, "ecommerce", "shipping")), copy(own(entry, "shipping")))
                  : void 0,
                mask & 16384
                  ? first(copy(own(entry, "ecommerce", "tax")), copy(own(entry, "tax")))
                  : void 0,
                ,
                ,
                mask & 32768
                  ? first(
                    copy(own(entry, "ecommerce", "shipping_tier")),
                    copy(own(entry, "shipping_tier"))
                  )
                  : void 0
              ]
            ),
            row
          )
      );
      // rule remove_from_cart
      attempt(
        () => name === "remove_from_cart"
          && fire(
            [hook_ga4, hook_microsoft],
            [
              "remove_from_cart",
              each(
                first(copy(own(entry, "ecommerce", "items")), copy(own(entry, "items"))),
                (item0) => clean(
                  {
                    id: text(own(item0, "item_id")),
                    name: text(own(item0, "item_name")),
                    category: text(own(item0, "item_category")),
                    brand: text(own(item0, "item_brand")),
                    variant: text(own(item0, "item_variant")),
                    price: number(own(item0, "price")),
                    quantity: number(own(item0, "quantity"))
                  }
                )
              ),
              text(first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))),
              number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value")))),
              ,
              ,
              "cart"
            ]
          )
      );
      // rule view_cart
      attempt(
        () => name === "view_cart"
          && fire(
            [hook_ga4, hook_microsoft],
            [
              "view_cart",
              each(
                first(copy(own(entry, "ecommerce", "items")), copy(own(entry, "items"))),
                (item0) => clean(
                  {
                    id: text(own(item0, "item_id")),
                    name: text(own(item0, "item_name")),
                    category: text(own(item0, "item_category")),
                    brand: text(own(item0, "item_brand")),
                    variant: text(own(item0, "item_variant")),
                    price: number(own(item0, "price")),
                    quantity: number(own(item0, "quantity"))
                  }
                )
              ),
              text(first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))),
              number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value")))),
              ,
              ,
              "cart"
            ]
          )
      );
      // rule purchase
      attempt(() => {
        if (name === "purchase") {
          const variable_ga4_transaction_id = first(
            copy(own(entry, "ecommerce", "transaction_id")),
            copy(own(entry, "transaction_id"))
          );
          const key = keyed(text(variable_ga4_transaction_id));
          fire(
            [
              hook_ga4,
              hook_google_ads,
              hook_linkedin,
              hook_meta,
              hook_microsoft,
              hook_pinterest,
              hook_reddit,
              hook_snap,
              hook_tiktok,
              hook_x
            ],
            [
              "purchase",
              each(
                first(copy(own(entry, "ecommerce", "items")), copy(own(entry, "items"))),
                (item0) => clean(
                  {
                    id: text(own(item0, "item_id")),
                    name: text(own(item0, "item_name")),
                    category: text(own(item0, "item_category")),
                    brand: text(own(item0, "item_brand")),
                    variant: text(own(item0, "item_variant")),
                    price: number(own(item0, "price")),
                    quantity: number(own(item0, "quantity"))
                  }
                )
              ),
              text(first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))),
              number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value")))),
              "track",
              "Purchase",
              "purchase",
              "checkout",
              "Purchase",
              "PURCHASE",
              first(copy(own(entry, "ecommerce", "coupon")), copy(own(entry, "coupon"))),
              text(first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))),
              number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value")))),
              ,
              text(variable_ga4_transaction_id),
              ,
              first(copy(own(entry, "ecommerce", "affiliation")), copy(own(entry, "affiliation"))),
              ,
              ,
              ,
              ,
              ,
              ,
              first(copy(own(entry, "ecommerce", "shipping")), copy(own(entry, "shipping"))),
              first(copy(own(entry, "ecommerce", "tax")), copy(own(entry, "tax"))),
              ,
              ,
              ,
              key,
              1,
              "/AbCdEfGhIjKlMnOp"
            ],
            key
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
            : [
              hook_ga4,
              hook_google_ads,
              hook_linkedin,
              hook_meta,
              hook_microsoft,
              hook_pinterest,
              hook_reddit,
              hook_snap,
              hook_tiktok,
              hook_x
            ],
          [
            "page_view",
            ,
            ,
            ,
            "track",
            "PageView",
            ,
            "pagevisit",
            "PageVisit",
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
            1,
            location.href.split("#")[0]
          ]
        )
      );
    };
    // Google Analytics 4: ga4
    const hook_ga4 = gate(
      () => level("analytics"),
      () => googleGtag(
        "config",
        "G-MUSEUM1234",
        { send_page_view: false, linker: { domains: ["museum.example", "shop.museum.example"] } }
      ),
      (
        wake,
        id,
        kept19_url,
        kept20_title,
        kept29_object,
        kept0_name,
        kept3_items,
        kept1_currency,
        kept2_value,
        kept26_kind,
        kept27_name,
        kept28_pagetype,
        kept30_name,
        kept31_name,
        kept35_name,
        kept8_coupon,
        kept32_currency,
        kept33_value,
        kept34_custom,
        kept4_order_id,
        kept6_method,
        kept7_affiliation,
        kept9_creative_name,
        kept10_creative_slot,
        kept11_item_list_id,
        kept12_item_list_name,
        kept14_promotion_id,
        kept15_promotion_name,
        kept16_shipping,
        kept18_tax,
        kept5_search_string,
        kept13_payment_type,
        kept17_shipping_tier,
        kept21_once,
        kept22_lasting
      ) => once("ga4", kept21_once, kept22_lasting)
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
              search_term: kept5_search_string,
              method: kept6_method,
              affiliation: kept7_affiliation,
              coupon: kept8_coupon,
              creative_name: kept9_creative_name,
              creative_slot: kept10_creative_slot,
              item_list_id: kept11_item_list_id,
              item_list_name: kept12_item_list_name,
              payment_type: kept13_payment_type,
              promotion_id: kept14_promotion_id,
              promotion_name: kept15_promotion_name,
              shipping: kept16_shipping,
              shipping_tier: kept17_shipping_tier,
              tax: kept18_tax,
              send_to: "G-MUSEUM1234",
              page_location: kept19_url,
              page_title: kept20_title
            }
          )
        ),
      /FPLC|_g(a(_MUSEUM1234|c_[\w.-]*)?|id)/g,
      () => googleGtag("consent", "update", googleState(1)),
      void 0,
      () => forget("ga4"),
      pageView,
      true,
      googleLibrary,
      () => {
        googleGtag("consent", "default", googleState());
        googleGtag("consent", "update", googleState(1));
        googleLoad("G-MUSEUM1234");
        googleGtag("js", new Date());
      }
    );
    // Google Ads: google_ads
    const hook_google_ads = gate(
      () => level("marketing"),
      () => googleGtag(
        "config",
        "AW-123456789",
        { send_page_view: false, linker: { domains: ["museum.example", "shop.museum.example"] } }
      ),
      (
        wake,
        id,
        kept19_url,
        kept20_title,
        kept29_object,
        kept0_name,
        kept3_items,
        kept1_currency,
        kept2_value,
        kept26_kind,
        kept27_name,
        kept28_pagetype,
        kept30_name,
        kept31_name,
        kept35_name,
        kept8_coupon,
        kept32_currency,
        kept33_value,
        kept34_custom,
        kept4_order_id,
        kept6_method,
        kept7_affiliation,
        kept9_creative_name,
        kept10_creative_slot,
        kept11_item_list_id,
        kept12_item_list_name,
        kept14_promotion_id,
        kept15_promotion_name,
        kept16_shipping,
        kept18_tax,
        kept5_search_string,
        kept13_payment_type,
        kept17_shipping_tier,
        kept21_once,
        kept22_lasting,
        kept23_path
      ) => once("google_ads", kept21_once, kept22_lasting)
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
                (item0) => clean({ id: item0.id, price: item0.price, quantity: item0.quantity })
              ),
              send_to: concat("AW-123456789", kept23_path),
              transaction_id: first(kept4_order_id, !empty(kept23_path) ? id : void 0),
              page_location: kept19_url,
              page_title: kept20_title
            }
          )
        ),
      /_g(ac_[\w.-]*|cl_[\w.-]*)/g,
      () => googleGtag("consent", "update", googleState(1)),
      void 0,
      () => forget("google_ads"),
      pageView,
      true,
      googleLibrary,
      () => {
        googleGtag("consent", "default", googleState());
        googleGtag("consent", "update", googleState(1));
        googleLoad("AW-123456789");
        googleGtag("js", new Date());
      }
    );
    // LinkedIn Insight Tag: linkedin
    const hook_linkedin = gate(
      () => level("marketing"),
      () => linkedinLoad(),
      (
        wake,
        id,
        kept19_url,
        kept20_title,
        kept29_object,
        kept0_name,
        kept3_items,
        kept1_currency,
        kept2_value,
        kept26_kind,
        kept27_name,
        kept28_pagetype,
        kept30_name,
        kept31_name,
        kept35_name,
        kept8_coupon,
        kept32_currency,
        kept33_value,
        kept34_custom,
        kept4_order_id,
        kept6_method,
        kept7_affiliation,
        kept9_creative_name,
        kept10_creative_slot,
        kept11_item_list_id,
        kept12_item_list_name,
        kept14_promotion_id,
        kept15_promotion_name,
        kept16_shipping,
        kept18_tax,
        kept5_search_string,
        kept13_payment_type,
        kept17_shipping_tier,
        kept21_once,
        kept22_lasting,
        kept23_path,
        kept24_page,
        kept25_address
      ) => (!kept25_address || kept25_address == location.href.split("#")[0])
        && once("linkedin", kept21_once, kept22_lasting)
        && (kept24_page || lintrk("track", { conversion_id: 1234567, event_id: id })),
      /l(i_(adsId|fat_id|giant|hem)|n_or)/g,
      void 0,
      true,
      () => forget("linkedin"),
      pageView
    );
    // Meta Pixel: meta
    const hook_meta = gate(() => level("marketing"), () => {
      metaLoad();
      fbq("set", "autoConfig", false, "1234567890123456");
      fbq("init", "1234567890123456", told(user_meta));
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page,
      kept25_address
    ) => (!kept25_address || kept25_address == location.href.split("#")[0])
      && once("meta", kept21_once, kept22_lasting)
      && (wake(1),
        fbq(
          kept26_kind,
          kept27_name,
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
              content_type: !empty(kept3_items) ? "product" : void 0,
              order_id: kept4_order_id,
              search_string: kept5_search_string,
              method: kept6_method
            }
          ),
          { eventID: id }
        )), /_fb[cp]/g, (on) => fbq("consent", on ? "grant" : "revoke"), void 0, () => forget(
      "meta"
    ), pageView, void 0, void 0, void 0, user_meta, () => fbq(
      "init",
      "1234567890123456",
      told(user_meta)
    ));
    // Microsoft Advertising: microsoft
    const hook_microsoft = gate(() => level("marketing"), () => {
      microsoftQueue("uetq").push("consent", "update", { ad_storage: "granted" });
      microsoftLoad(
        {
          ti: "12345678",
          disableAutoPageView: true,
          enableAutoSpaTracking: false,
          enableAutoConsent: false
        }
      );
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page
    ) => once("microsoft", kept21_once, kept22_lasting)
      && (kept24_page
        ? microsoftQueue("uetq").push("event", "page_view", kept29_object)
        : microsoftQueue("uetq").push(
          "event",
          kept0_name,
          clean(
            {
              revenue_value: round(
                !empty(kept1_currency)
                  ? empty(kept2_value)
                    ? sum(
                      each(
                        kept3_items,
                        (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                      )
                    )
                    : kept2_value
                  : void 0
              ),
              currency: kept1_currency,
              items: !empty(item(kept3_items, 0))
                ? each(
                  kept3_items,
                  (item0) => clean(
                    {
                      id: item0.id,
                      name: item0.name,
                      category: item0.category,
                      brand: item0.brand,
                      variant: item0.variant,
                      price: round(item0.price),
                      quantity: item0.quantity
                    }
                  )
                )
                : void 0,
              ecomm_prodid: !empty(kept28_pagetype)
                ? passes(
                  text(join(each(kept3_items, (item0) => item0.id))),
                  (plain) => /^[A-Za-z0-9-]{1,50}(,[A-Za-z0-9-]{1,50})*$/.test(plain)
                )
                  ? each(kept3_items, (item0) => item0.id)
                  : void 0
                : void 0,
              ecomm_pagetype: !empty(kept3_items) ? kept28_pagetype : void 0,
              ecomm_totalvalue: !empty(kept28_pagetype)
                ? round(
                  !empty(kept1_currency)
                    ? empty(kept2_value)
                      ? sum(
                        each(
                          kept3_items,
                          (item0) => product(
                            item0.price,
                            empty(item0.quantity) ? 1 : item0.quantity
                          )
                        )
                      )
                      : kept2_value
                    : void 0
                )
                : void 0,
              transaction_id: kept4_order_id,
              search_term: kept5_search_string,
              method: kept6_method,
              event_id: id
            }
          )
        )), /_uet(msclkid|sid(_exp)?|vid(_exp)?)/g, (on) => microsoftQueue("uetq").push(
      "consent",
      "update",
      on ? { ad_storage: "granted" } : { ad_storage: "denied" }
    ), void 0, () => forget("microsoft"), pageView);
    // Pinterest Tag: pinterest
    const hook_pinterest = gate(() => level("marketing"), () => {
      pinterestLoad();
      pintrk("load", "2612345678901", told(user_pinterest));
      pintrk("page");
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page,
      kept25_address
    ) => (!kept25_address || kept25_address == location.href.split("#")[0])
      && once("pinterest", kept21_once, kept22_lasting)
      && (wake(1),
        pintrk(
          "track",
          kept30_name,
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
              search_query: kept5_search_string,
              order_quantity: !empty(kept3_items)
                ? sum(each(kept3_items, (item0) => empty(item0.quantity) ? 1 : item0.quantity))
                : void 0,
              method: kept6_method,
              event_id: id
            }
          )
        )), /_(derived_epik|epik|pin_unauth|routing_id)/g, (on) => pintrk("setconsent", !!on), void 0, () => forget(
      "pinterest"
    ), pageView, void 0, void 0, void 0, user_pinterest, () => pintrk("set", told(user_pinterest)));
    // Reddit Pixel: reddit
    const hook_reddit = gate(() => level("marketing"), () => {
      redditLoad();
      rdt(
        "init",
        "t2_abc123de",
        merged(
          { useDecimalCurrencyValues: true, aam: { email: false, phone_number: false } },
          told(user_reddit)
        )
      );
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page,
      kept25_address
    ) => (!kept25_address || kept25_address == location.href.split("#")[0])
      && once("reddit", kept21_once, kept22_lasting)
      && (wake(1),
        rdt(
          "track",
          kept31_name,
          clean(
            {
              value: !empty(kept32_currency)
                ? empty(kept33_value)
                  ? sum(
                    each(
                      kept3_items,
                      (item0) => product(item0.price, empty(item0.quantity) ? 1 : item0.quantity)
                    )
                  )
                  : kept33_value
                : void 0,
              currency: kept32_currency,
              transactionId: kept4_order_id,
              products: each(
                kept3_items,
                (item0) => clean({ id: item0.id, name: item0.name, category: item0.category })
              ),
              customEventName: kept34_custom,
              conversionId: id
            }
          )
        )), /_rdt_(cid|em|uuid)/g, (on) => rdt(
      on ? "enableFirstPartyCookies" : "disableFirstPartyCookies"
    ), void 0, () => forget("reddit"), pageView, void 0, void 0, void 0, user_reddit, () => rdt(
      "init",
      "t2_abc123de",
      merged(
        { useDecimalCurrencyValues: true, aam: { email: false, phone_number: false } },
        told(user_reddit)
      )
    ));
    // Snap Pixel: snap
    const hook_snap = gate(() => level("marketing"), () => {
      snapLoad();
      snaptr("init", "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f");
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page,
      kept25_address
    ) => (!kept25_address || kept25_address == location.href.split("#")[0])
      && once("snap", kept21_once, kept22_lasting)
      && snaptr(
        "track",
        kept35_name,
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
            item_category: item(each(kept3_items, (item0) => item0.category), 0),
            number_items: !empty(kept3_items)
              ? sum(each(kept3_items, (item0) => empty(item0.quantity) ? 1 : item0.quantity))
              : void 0,
            transaction_id: kept4_order_id,
            search_string: kept5_search_string,
            sign_up_method: kept6_method,
            client_dedup_id: id
          }
        )
      ), /_(ScCbts|sc(hn|id(_r)?|lid|tr))|s(naptr-scut|rid)/g, void 0, true, () => forget("snap"), pageView);
    // TikTok Pixel: tiktok
    const hook_tiktok = gate(() => level("marketing"), () => {
      tiktokLoad();
      ttq.load("C4ABCDEFGHIJKLMNOPQR", {});
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page,
      kept25_address
    ) => (!kept25_address || kept25_address == location.href.split("#")[0])
      && once("tiktok", kept21_once, kept22_lasting)
      && (wake(1),
        kept24_page
          ? ttq.page()
          : ttq.track(
            kept27_name,
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
                content_type: !empty(kept3_items) ? "product" : void 0,
                order_id: kept4_order_id,
                query: kept5_search_string,
                search_string: kept5_search_string,
                method: kept6_method
              }
            ),
            { event_id: id }
          )), /_tt(_enable_cookie|p)|tt(_(appInfo|pixel_session_index|sessionId)|c(lid|sid(_C4ABCDEFGHIJKLMNOPQR)?))/g, (
      on
    ) => on ? (ttq.grantConsent(), ttq.enableCookie()) : (ttq.revokeConsent(), ttq.disableCookie()), void 0, () => forget(
      "tiktok"
    ), pageView, void 0, void 0, void 0, user_tiktok, () => ttq.identify(told(user_tiktok)));
    // X Pixel: x
    const hook_x = gate(() => level("marketing"), () => {
      xLoad();
      twq("config", "o8abc");
    }, (
      wake,
      id,
      kept19_url,
      kept20_title,
      kept29_object,
      kept0_name,
      kept3_items,
      kept1_currency,
      kept2_value,
      kept26_kind,
      kept27_name,
      kept28_pagetype,
      kept30_name,
      kept31_name,
      kept35_name,
      kept8_coupon,
      kept32_currency,
      kept33_value,
      kept34_custom,
      kept4_order_id,
      kept6_method,
      kept7_affiliation,
      kept9_creative_name,
      kept10_creative_slot,
      kept11_item_list_id,
      kept12_item_list_name,
      kept14_promotion_id,
      kept15_promotion_name,
      kept16_shipping,
      kept18_tax,
      kept5_search_string,
      kept13_payment_type,
      kept17_shipping_tier,
      kept21_once,
      kept22_lasting,
      kept23_path,
      kept24_page,
      kept25_address
    ) => (!kept25_address || kept25_address == location.href.split("#")[0])
      && once("x", kept21_once, kept22_lasting)
      && (kept24_page
        || twq(
          "event",
          "tw-o8abc-o9def",
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
      know();
      name && on_dataLayer(name, entry);
    });
    pageViewListen(pageView);
    waitForVisitor();
    losePatience();
    watchers.map((watcher) => watcher(0));
  }
})(window);

