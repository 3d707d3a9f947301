((window, code_code$2f$help$2e$js, code_code$2f$leads$2d$with$2e$js$made) => {
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
    // Nothing that a page, a selector or a vendor throws reaches the page, or stops another platform.
    const attempt = (action, ...args) => {
      try {
        return action(...args);
      } catch (error) {}
    };
    // Called after every decision.
    const watchers = [];
    // The categories that were granted; undefined until somebody decides.
    let granted;
    // While a page is rendered in advance nobody has seen it: what may go out waits until somebody does.
    const always = () => document.prerendering ? 1 : 2;
    // 0 denied, 1 unknown, 2 granted: `all` of several is their minimum, `any` their maximum.
    const level = (category) => granted ? granted.includes(category) * always() : 1;
    const announce = () => {
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
    const ofText = (value, convert) => {
      value = text(value);
      return empty(value) ? undefined : convert(value);
    };
    // A text that is one part of an address. Dots alone would lead to another folder: they are none.
    const escapePart = (value) => ofText(
      value,
      (plain) => /^\.+$/.test(plain) ? undefined : attempt(encodeURIComponent, plain)
    );
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
    const gate = (allowed, start, send, names, turn, final, late, update) => {
      let held = [];
      let on;
      let started;
      const hook = (event) => {
        const now = allowed();
        if (on && now < 2) {
          on = 0;
          attempt(turn);
          attempt(erase, names);
        }
        if (!now || final && started && !on) {
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
    // A function that is made when it is first called: what a script file declares beside it is made then, and once.
    const kept = (make) => {
      let made;
      return (value) => (made = made || make())(value);
    };
    // The keys that were used: [key, time]. A key that outlives the visit has the time of its use in milliseconds, one that
    // lasts as long as the visit -1, and one of the page 0.
    let used;
    const recall = () => {
      used = used || [].concat([]);
      return used;
    };
    // Whether an instance is told for the first time. An empty key is always told. `lasting`: 1 outlives the visit, 2 does not.
    const once = (key) => {
      if (empty(key)) {
        return true;
      }
      const name = "tag.heatmap" + " " + key;
      if (!recall().some((entry) => entry[0] === name)) {
        used.push([name, 0]);
        return true;
      }
    };
    // SINK. The only place that inserts a script.
    const script = (address) => {
      const element = document.createElement("script");
      element.src = address;
      document.head.append(element);
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
    // Texts, numbers and booleans have a text. What is empty has none.
    const text = (value) => /str|num|boo/.test(typeof value) && !empty(value)
      ? "" + value
      : undefined;
    // A text made of parts; an empty part adds nothing.
    const concat = (...parts) => parts.map((part) => first(text(part), "")).join("");
    // The first one is fired by the boot. A page that comes back as it was, from the browser's cache of pages, is shown again.
    const pageViewListen = (handle) => addEventListener(
      "pageshow",
      (event) => event.persisted && attempt(handle)
    );
    const googleState = (live) => {
      const state = (level) => live && level > 1 ? "granted" : "denied";
      return {
        ad_storage: "denied",
        ad_user_data: "denied",
        ad_personalization: "denied",
        analytics_storage: state(level("analytics")),
        functionality_storage: "denied",
        personalization_storage: "denied",
        security_storage: "granted"
      };
    };
    const fire = (targets, own_values) => {
      const record = [uuid(), location.href, document.title, location.hostname, ...own_values];
      targets.map((hook) => hook(record));
    };
    const on_dataLayer = (name, entry) => {
      // rule seats_chosen
      attempt(
        () => name === "seats"
          && ["stalls", "circle"].includes(text(own(entry, "floor")))
          && fire(
            [hook_ga4],
            [
              concat("seats_", own(entry, "floor")),
              1,
              copy(own(entry, "seats")),
              copy(own(entry, "price"))
            ]
          )
      );
      // rule help_asked
      attempt(
        () => name === "help_asked"
          && fire([hook_ga4], ["help_asked", 2, , , copy(own(entry, "topic"))])
      );
    };
    const pageView = (only) => {
      // rule page_view
      attempt(() => fire([hook_ga4].filter((hook) => !only || hook == only), ["page_view", 0]));
      // rule help
      attempt(() => fire([hook_tag$$help].filter((hook) => !only || hook == only), []));
      // rule heatmap
      attempt(
        () => fire(
          [hook_tag$$heatmap].filter((hook) => !only || hook == only),
          [, , , , , "heatmap"]
        )
      );
    };
    const code_code$2f$leads$2d$with$2e$js = kept(code_code$2f$leads$2d$with$2e$js$made);
    // Google Analytics 4: ga4
    const hook_ga4 = gate(() => level("analytics"), () => {
      googleGtag("consent", "default", googleState());
      googleGtag("consent", "update", googleState(1));
      googleLoad();
      googleGtag("js", new Date());
      googleGtag("config", "G-ABCDE12345", { send_page_view: false });
    }, (
      id,
      kept5_url,
      kept6_title,
      kept7_part1,
      kept0_name,
      kept2_rule,
      kept1_seats,
      kept3_price,
      kept4_topic
    ) => googleGtag(
      "event",
      kept0_name,
      clean(
        {
          leads_with: kept2_rule == 1
            ? first(
              copy(attempt(code_code$2f$leads$2d$with$2e$js, { seats: kept1_seats })),
              "nothing"
            )
            : void 0,
          price: kept3_price,
          topic: kept4_topic,
          send_to: "G-ABCDE12345",
          page_location: kept5_url,
          page_title: kept6_title
        }
      )
    ), /FPLC|_g(a(_ABCDE12345|c_[\w.-]*)?|id)/g, () => googleGtag(
      "consent",
      "update",
      googleState(1)
    ), void 0, pageView, true);
    // tag: help
    const hook_tag$$help = gate(
      () => level("comfort"),
      () => {},
      (id, kept5_url, kept6_title) => code_code$2f$help$2e$js({ title: kept6_title }),
      void 0,
      void 0,
      true,
      pageView
    );
    // tag: heatmap
    const hook_tag$$heatmap = gate(
      () => level("analytics"),
      () => {},
      (
        id,
        kept5_url,
        kept6_title,
        kept7_part1,
        kept0_name,
        kept2_rule,
        kept1_seats,
        kept3_price,
        kept4_topic,
        kept8_once
      ) => once(kept8_once)
        && script(concat("https://cdn.heat.example/", escapePart(kept7_part1), "/record.js")),
      void 0,
      void 0,
      true,
      pageView
    );
    pageView();
    window.tagc = (command, a, b) => {
      command == "event"
        ? attempt(() => text(a) && on_dataLayer(text(a), b))
        : command == "consent" && attempt(decideBy, a);
    };
    attempt(() => early.map((call) => attempt(() => window.tagc(...call))));
    hear((name, entry) => {
      name && on_dataLayer(name, entry);
    });
    pageViewListen(pageView);
    waitForVisitor();
  }
})(window, ({ title }) => {
  const button = document.createElement("button");
  button.id = "help";
  button.className = "plain";
  button.textContent = "Which seats are good?";
  button.addEventListener("click", () => {
    button.textContent = "Row C of the stalls";
    window.dataLayer.push({ event: "help_asked", topic: title });
  });
  document.querySelector("#show").append(button);
}, () => {
  const count = (rows, seat) => ({ ...rows, [seat.row]: (rows[seat.row] || 0) + 1 });
  return ({ seats }) => {
    const rows = seats.reduce(count, {});
    return Object.keys(rows).sort((a, b) => rows[b] - rows[a])[0];
  };
});

