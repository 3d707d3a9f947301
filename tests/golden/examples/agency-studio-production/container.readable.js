((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
    // Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
    const googleGtag = function () {
      (window.dataLayer = window.dataLayer || []).push(arguments);
    };
    // Brings the library, which then knows every id that is configured.
    const googleLoad = () => {
      script("https://www.googletagmanager.com/gtag/js?id=" + "G-STUDIO1234");
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
    const gate = (allowed, start, send, names, turn, late, update) => {
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
      const value = new FormData(form).get("course");
      return typeof value == "string" ? value : undefined;
    });
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
    // Empty has one meaning everywhere: undefined, null, "" or not a number.
    const empty = (value) => value == null || value === "" || value !== value;
    // A property of a page's object by path: own properties only, and a getter that throws is as good as absent.
    const own = (object, ...path) => attempt(
      () => path.reduce(
        (value, step) => ({}).hasOwnProperty.call(Object(value), step) ? value[step] : undefined,
        object
      )
    );
    // The map without its empty entries. Another one: a map from which something was deleted is slow.
    const clean = (map) => {
      const kept = {};
      for (const key in map) {
        empty(map[key]) || {}.hasOwnProperty.call(map, key) && (kept[key] = map[key]);
      }
      return kept;
    };
    // Texts, numbers and booleans have a text. What is empty has none.
    const text = (value) => /str|num|boo/.test(typeof value) && !empty(value)
      ? "" + value
      : undefined;
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
    const fire = (targets, own_values) => {
      const record = [uuid(), location.href, document.title, ...own_values];
      targets.map((hook) => hook(record));
    };
    const on_click = (path) => {
      // rule programme
      attempt(() => {
        const element = nearest(path, "a.programme");
        if (element) {
          fire(
            [hook_ga4, hook_meta],
            ["file_download", "trackCustom", "Download", , fileName(element)]
          );
        }
      });
    };
    const on_form = (path) => {
      // rule newsletter
      attempt(() => {
        const element = nearest(path, "#newsletter");
        if (element) {
          fire([hook_ga4, hook_meta], ["generate_lead", "track", "Lead"]);
        }
      });
      // rule place_booked
      attempt(() => {
        const element = nearest(path, "#booking");
        if (element) {
          fire([hook_ga4, hook_meta], ["schedule", "track", "Schedule", text(fieldOf(element))]);
        }
      });
    };
    const pageView = (only) => {
      // rule page_view
      attempt(
        () => fire(
          only ? [only] : [hook_ga4, hook_meta],
          ["page_view", "track", "PageView", , , location.href.split("#")[0]]
        )
      );
    };
    // Google Analytics 4: ga4
    const hook_ga4 = gate(() => level("analytics"), () => {
      googleGtag("consent", "default", googleState());
      googleGtag("consent", "update", googleState(1));
      googleLoad();
      googleGtag("js", new Date());
      googleGtag("config", "G-STUDIO1234", { send_page_view: false });
    }, (
      id,
      kept3_url,
      kept4_title,
      kept0_name,
      kept5_kind,
      kept6_name,
      kept1_content_name,
      kept2_file_name
    ) => googleGtag(
      "event",
      kept0_name,
      clean(
        {
          content_name: kept1_content_name,
          file_name: kept2_file_name,
          house: "studio",
          release: "local",
          send_to: "G-STUDIO1234",
          page_location: kept3_url,
          page_title: kept4_title
        }
      )
    ), /FPLC|_g(a(_STUDIO1234|c_[\w.-]*)?|id)/g, () => googleGtag(
      "consent",
      "update",
      googleState(1)
    ), pageView, true);
    // Meta Pixel: meta
    const hook_meta = gate(() => level("marketing"), () => {
      metaLoad();
      fbq("set", "autoConfig", false, "1111111111111111");
      fbq("init", "1111111111111111");
    }, (
      id,
      kept3_url,
      kept4_title,
      kept0_name,
      kept5_kind,
      kept6_name,
      kept1_content_name,
      kept2_file_name,
      kept7_address
    ) => (!kept7_address || kept7_address == location.href.split("#")[0])
      && fbq(
        kept5_kind,
        kept6_name,
        clean({ content_name: kept1_content_name, file_name: kept2_file_name }),
        { eventID: id }
      ), /_fb[cp]/g, (on) => fbq("consent", on ? "grant" : "revoke"), pageView);
    pageView();
    window.tagc = (command, a) => {
      command == "consent" && attempt(decideBy, a);
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
    });
    clickListen(on_click);
    formListen(on_form);
    pageViewListen(pageView);
    waitForVisitor();
    watchers.map((watcher) => watcher(0));
  }
})(window);

