((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
    // Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
    const googleGtag = function () {
      (window.dataLayer = window.dataLayer || []).push(arguments);
    };
    // Brings the library, which then knows every id that is configured.
    const googleLoad = () => {
      script("https://www.googletagmanager.com/gtag/js?id=" + "G-CINEMA1234");
    };
    // A library that is there already keeps its own queue and settings.
    const metaLoad = () => {
      const fbq = stub();
      if (fbq) {
        window._fbq = window._fbq || fbq;
        fbq.push = fbq;
        fbq.loaded = true;
        fbq.disablePushState = true;
      }
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
    // Called after every decision.
    const watchers = [];
    // The categories that were granted; undefined until somebody decides.
    let granted;
    // While a page is rendered in advance nobody has seen it: what may go out waits until somebody does.
    const always = () => document.prerendering ? 1 : 2;
    // 0 denied, 1 unknown, 2 granted: `all` of several is their minimum, `any` their maximum.
    const level = (category) => granted ? granted.includes(category) * always() : 1;
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
    // Maps only: Arguments objects and arrays are commands to others, functions are skipped. Looking at a proxy can throw.
    const isEntry = (entry) => attempt(() => ({}).toString.call(entry)) == "[object Object]";
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
          one(entry);
        });
        return forward.apply(layer, entries);
      };
      before.map(one);
    };
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
    const gate = (allowed, start, send, names, turn, leave, late, update) => {
      let held = [];
      let on;
      let started;
      const hook = (event) => {
        const now = allowed();
        if (on && now < 2) {
          on = 0;
          leave && attempt(leave);
          attempt(turn);
          attempt(erase, names);
        }
        if (!now) {
          held = 0;
          return;
        }
        if (now > 1) {
          if (on) {
            event === undefined && update && attempt(turn, 1);
          } else {
            on = 1;
            attempt(started ? turn : start, 1);
            started = 1;
          }
        }
        if (!held) {
          held = [];
          late && now > 1 && late(hook);
        }
        event && held.push(event) > 100 && held.splice(1, 1);
        while (on && held[0] && allowed() > 1) {
          attempt(send, ...held.shift());
        }
      };
      watchers.push(hook);
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
      () => JSON.parse(store().getItem("tagc:northway-cinema")).filter(test)
    )
      || [];
    const recall = () => {
      used = used || recalled(device, (entry) => entry[1] > Date.now() - month).concat([]);
      return used;
    };
    const write = (store, kept) => attempt(
      () => kept.length
        ? store().setItem("tagc:northway-cinema", JSON.stringify(kept))
        : store().removeItem("tagc:northway-cinema")
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
    // The address of a link, or of the link around an element; an SVG's is an object.
    const link = (element) => attempt(() => {
      const { href } = element.closest("a[href],area[href]");
      return href.animVal ? new URL(href.animVal, document.baseURI).href : href;
    });
    // A part of that address by its name in `URL`, the protocol without its colon.
    const linkPart = (element) => attempt(
      () => new URL(link(element)).pathname.replace(/^([^/]+):$/, "$1")
    );
    const fileOf = (element) => linkPart(element).split("/").pop();
    // The last step of the link's path.
    const fileName = (element) => attempt(fileOf, element);
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
    const stub = () => {
      if (!window.fbq) {
        const call = window.fbq = function () {
          call.callMethod ? call.callMethod(...arguments) : call.queue.push(arguments);
        };
        call.queue = [];
        call.version = "2.0";
        script("https://connect.facebook.net/en_US/fbevents.js");
        return call;
      }
      console.warn(
        "tagc: window." + "fbq" + " was there already: is that platform on this page twice?"
      );
    };
    // The rows of a text, each a list of its cells.
    const table = (text) => text.split("|").map((row) => row.split(" "));
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
    const fire = (targets, own_values, id) => {
      const record = [id || uuid(), location.href, document.title, ...own_values];
      targets.map((hook) => hook(record));
    };
    const on_click = (path) => {
      // rule programme
      attempt(() => {
        const element = nearest(path, "a[href$=\".pdf\"]");
        if (element) {
          fire(
            [hook_ga4, hook_meta, hook_tiktok],
            [
              "file_download",
              ,
              "trackCustom",
              "Download",
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
              fileName(element)
            ]
          );
        }
      });
      // rule trailer
      attempt(() => {
        const element = nearest(path, "a.trailer");
        if (element) {
          fire(
            [hook_ga4, hook_meta, hook_tiktok],
            ["view_item", , "track", "ViewContent", , , , , , , , , , , , , , , , "trailer"]
          );
        }
      });
    };
    const rows1 = table(
      "97 view_item_list ViewCategory Custom|7 view_item ViewContent|128 search Search|7 add_to_cart AddToCart|15 begin_checkout InitiateCheckout|271 add_payment_info AddPaymentInfo|16 sign_up CompleteRegistration"
    );
    const rows2 = table(
      "1537 select_item|6529 view_promotion|6529 select_promotion|7 remove_from_cart|7 view_cart|32783 add_shipping_info|24671 refund|32 login"
    );
    const on_dataLayer = (name, entry) => {
      rows1.map(
        (row) => row[1] === name
          && attempt(
            ([mask, key, cell3, cell2]) => fire(
              [hook_ga4, hook_meta, hook_tiktok],
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
                "track" + (cell2 || ""),
                cell3,
                mask & 2
                  ? text(
                    first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))
                  )
                  : void 0,
                mask & 4
                  ? number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value"))))
                  : void 0,
                mask & 8
                  ? first(copy(own(entry, "ecommerce", "coupon")), copy(own(entry, "coupon")))
                  : void 0,
                ,
                mask & 16 ? text(own(entry, "method")) : void 0,
                ,
                ,
                ,
                mask & 32
                  ? first(
                    copy(own(entry, "ecommerce", "item_list_id")),
                    copy(own(entry, "item_list_id"))
                  )
                  : void 0,
                mask & 64
                  ? first(
                    copy(own(entry, "ecommerce", "item_list_name")),
                    copy(own(entry, "item_list_name"))
                  )
                  : void 0,
                ,
                ,
                ,
                ,
                mask & 128 ? text(own(entry, "search_term")) : void 0,
                ,
                ,
                ,
                mask & 256
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
                ,
                ,
                mask & 2
                  ? text(
                    first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))
                  )
                  : void 0,
                mask & 4
                  ? number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value"))))
                  : void 0,
                mask & 8
                  ? first(copy(own(entry, "ecommerce", "coupon")), copy(own(entry, "coupon")))
                  : void 0,
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
                ,
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
      // rule purchase
      attempt(() => {
        if (name === "purchase") {
          const variable_ga4_transaction_id = first(
            copy(own(entry, "ecommerce", "transaction_id")),
            copy(own(entry, "transaction_id"))
          );
          const key = keyed(text(variable_ga4_transaction_id));
          fire(
            [hook_ga4, hook_meta, hook_tiktok],
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
              "track",
              "Purchase",
              text(first(copy(own(entry, "ecommerce", "currency")), copy(own(entry, "currency")))),
              number(first(copy(own(entry, "ecommerce", "value")), copy(own(entry, "value")))),
              first(copy(own(entry, "ecommerce", "coupon")), copy(own(entry, "coupon"))),
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
              "tickets",
              ,
              ,
              ,
              key,
              1
            ],
            key
          );
        }
      });
      // rule generate_lead
      attempt(
        () => name === "generate_lead"
          && fire(
            [hook_ga4, hook_meta, hook_tiktok],
            [
              "generate_lead",
              ,
              "track",
              "Lead",
              text(own(entry, "currency")),
              number(own(entry, "value"))
            ]
          )
      );
    };
    const on_form = (path) => {
      // rule newsletter
      attempt(() => {
        const element = nearest(path, "#newsletter");
        if (element) {
          fire([hook_ga4, hook_meta, hook_tiktok], ["generate_lead", , "track", "Lead"]);
        }
      });
    };
    const pageView = (only) => {
      // rule page_view
      attempt(
        () => fire(
          only ? [only] : [hook_ga4, hook_meta, hook_tiktok],
          [
            "page_view",
            ,
            "track",
            "PageView",
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
            ,
            location.href.split("#")[0],
            1
          ]
        )
      );
    };
    // Google Analytics 4: ga4
    const hook_ga4 = gate(() => level("analytics"), () => {
      googleGtag("consent", "default", googleState());
      googleGtag("consent", "update", googleState(1));
      googleLoad();
      googleGtag("js", new Date());
      googleGtag(
        "config",
        "G-CINEMA1234",
        {
          send_page_view: false,
          linker: { domains: ["cinema.northway.example", "tickets.northway.example"] }
        }
      );
    }, (
      id,
      kept22_url,
      kept23_title,
      kept0_name,
      kept3_items,
      kept26_kind,
      kept27_name,
      kept1_currency,
      kept2_value,
      kept10_coupon,
      kept4_order_id,
      kept8_method,
      kept9_affiliation,
      kept11_creative_name,
      kept12_creative_slot,
      kept14_item_list_id,
      kept15_item_list_name,
      kept17_promotion_id,
      kept18_promotion_name,
      kept19_shipping,
      kept21_tax,
      kept5_search_string,
      kept6_content_type,
      kept7_content_name,
      kept13_file_name,
      kept16_payment_type,
      kept20_shipping_tier,
      kept24_once,
      kept25_lasting
    ) => once("ga4", kept24_once, kept25_lasting)
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
            content_type: kept6_content_type,
            content_name: kept7_content_name,
            method: kept8_method,
            affiliation: kept9_affiliation,
            coupon: kept10_coupon,
            creative_name: kept11_creative_name,
            creative_slot: kept12_creative_slot,
            file_name: kept13_file_name,
            house: "cinema",
            item_list_id: kept14_item_list_id,
            item_list_name: kept15_item_list_name,
            payment_type: kept16_payment_type,
            promotion_id: kept17_promotion_id,
            promotion_name: kept18_promotion_name,
            release: "local",
            shipping: kept19_shipping,
            shipping_tier: kept20_shipping_tier,
            tax: kept21_tax,
            send_to: "G-CINEMA1234",
            page_location: kept22_url,
            page_title: kept23_title
          }
        )
      ), /FPLC|_g(a(_CINEMA1234|c_[\w.-]*)?|id)/g, () => googleGtag(
      "consent",
      "update",
      googleState(1)
    ), () => forget("ga4"), pageView, true);
    // Meta Pixel: meta
    const hook_meta = gate(() => level("marketing"), () => {
      metaLoad();
      fbq("set", "autoConfig", false, "2222222222222222");
      fbq("init", "2222222222222222");
    }, (
      id,
      kept22_url,
      kept23_title,
      kept0_name,
      kept3_items,
      kept26_kind,
      kept27_name,
      kept1_currency,
      kept2_value,
      kept10_coupon,
      kept4_order_id,
      kept8_method,
      kept9_affiliation,
      kept11_creative_name,
      kept12_creative_slot,
      kept14_item_list_id,
      kept15_item_list_name,
      kept17_promotion_id,
      kept18_promotion_name,
      kept19_shipping,
      kept21_tax,
      kept5_search_string,
      kept6_content_type,
      kept7_content_name,
      kept13_file_name,
      kept16_payment_type,
      kept20_shipping_tier,
      kept24_once,
      kept25_lasting,
      kept28_address
    ) => (!kept28_address || kept28_address == location.href.split("#")[0])
      && once("meta", kept24_once, kept25_lasting)
      && fbq(
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
              (item0) => clean({ id: item0.id, quantity: item0.quantity, item_price: item0.price })
            ),
            content_ids: each(kept3_items, (item0) => item0.id),
            content_type: first(kept6_content_type, !empty(kept3_items) ? "product" : void 0),
            content_name: kept7_content_name,
            order_id: kept4_order_id,
            search_string: kept5_search_string,
            method: kept8_method,
            file_name: kept13_file_name
          }
        ),
        { eventID: id }
      ), /_fb[cp]/g, (on) => fbq("consent", on ? "grant" : "revoke"), () => forget("meta"), pageView);
    // TikTok Pixel: tiktok
    const hook_tiktok = gate(() => level("marketing"), () => {
      tiktokLoad();
      ttq.load("C4ABCDEFGHIJKLMNOPQR", {});
    }, (
      id,
      kept22_url,
      kept23_title,
      kept0_name,
      kept3_items,
      kept26_kind,
      kept27_name,
      kept1_currency,
      kept2_value,
      kept10_coupon,
      kept4_order_id,
      kept8_method,
      kept9_affiliation,
      kept11_creative_name,
      kept12_creative_slot,
      kept14_item_list_id,
      kept15_item_list_name,
      kept17_promotion_id,
      kept18_promotion_name,
      kept19_shipping,
      kept21_tax,
      kept5_search_string,
      kept6_content_type,
      kept7_content_name,
      kept13_file_name,
      kept16_payment_type,
      kept20_shipping_tier,
      kept24_once,
      kept25_lasting,
      kept28_address,
      kept29_page
    ) => (!kept28_address || kept28_address == location.href.split("#")[0])
      && once("tiktok", kept24_once, kept25_lasting)
      && (kept29_page
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
              content_type: ((subject) => subject === "product"
                ? "product"
                : subject === "product_group"
                  ? "product_group"
                  : !empty(kept3_items) ? "product" : void 0)(text(kept6_content_type)),
              content_name: kept7_content_name,
              order_id: kept4_order_id,
              query: kept5_search_string,
              search_string: kept5_search_string,
              method: kept8_method,
              file_name: kept13_file_name
            }
          ),
          { event_id: id }
        )), /_tt(_enable_cookie|p)|tt(_(appInfo|pixel_session_index|sessionId)|c(lid|sid(_C4ABCDEFGHIJKLMNOPQR)?))/g, (
      on
    ) => on ? (ttq.grantConsent(), ttq.enableCookie()) : (ttq.revokeConsent(), ttq.disableCookie()), () => forget(
      "tiktok"
    ), pageView);
    pageView();
    window.tagc = (command, a, b) => {
      command == "event"
        ? attempt(() => text(a) && on_dataLayer(text(a), b))
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
      name && on_dataLayer(name, entry);
    });
    clickListen(on_click);
    formListen(on_form);
    pageViewListen(pageView);
    waitForVisitor();
    watchers.map((watcher) => watcher(0));
  }
})(window);

