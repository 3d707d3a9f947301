((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
    // Google's library takes a command only if it is an Arguments object: never an arrow function with rest parameters here.
    const googleGtag = function () {
      (window.dataLayer = window.dataLayer || []).push(arguments);
    };
    // Brings the library, which then knows every id that is configured.
    const googleLoad = () => {
      script("https://www.googletagmanager.com/gtag/js?id=" + "AW-123456789");
    };
    // Each instance adds its id; the first one brings the library, which reads its queue under the name `q`.
    const linkedinLoad = () => {
      window._linkedin_partner_id = "1234567";
      (window._linkedin_data_partner_ids = window._linkedin_data_partner_ids || []).push("1234567");
      const lintrk = stub();
      if (lintrk) {
        lintrk.q = lintrk.queue;
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
    const domains = ["rota.example"];
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
    // Small letters.
    const lower = (value) => ofText(value, (plain) => plain.toLowerCase());
    // Without white space at the ends.
    const trim = (value) => ofText(value, (plain) => plain.trim());
    // A list of what stands between the separators.
    const split = (value) => ofText(value, (plain) => plain.split("@"));
    // Every match, by a text in which `$` means nothing.
    const replace = (value, pattern) => ofText(value, (plain) => plain.replace(pattern, () => ""));
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
    const gate = (allowed, start, send, names, turn, final, late, update, user, identify) => {
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
    // The keys that were used: [key, time]. A key that outlives the visit has the time of its use in milliseconds, one that
    // lasts as long as the visit -1, and one of the page 0.
    let used;
    const recall = () => {
      used = used || [].concat([]);
      return used;
    };
    // Whether an instance is told for the first time. An empty key is always told. `lasting`: 1 outlives the visit, 2 does not.
    const once = (instance, key) => {
      if (empty(key)) {
        return true;
      }
      const name = instance + " " + key;
      if (!recall().some((entry) => entry[0] === name)) {
        used.push([name, 0]);
        return true;
      }
    };
    // The address of a link, or of the link around an element; an SVG's is an object.
    const link = (element) => attempt(() => {
      const { href } = element.closest("a[href],area[href]");
      return href.animVal ? new URL(href.animVal, document.baseURI).href : href;
    });
    // A part of that address by its name in `URL`, the protocol without its colon.
    const linkPart = (element, part) => attempt(
      () => new URL(link(element))[part].replace(/^([^/]+):$/, "$1")
    );
    // A form's field by name; a file is no text.
    const fieldOf = (form, name) => attempt(() => {
      const value = new FormData(form).get(name);
      return typeof value == "string" ? value : undefined;
    });
    const fileOf = (element) => linkPart(element, "pathname").split("/").pop();
    // The last step of the link's path.
    const fileName = (element) => attempt(fileOf, element);
    // What follows its last dot.
    const extension = (element) => attempt(() => /\.([^.]+)$/.exec(fileOf(element))[1]);
    // The first element of an event's path that matches. A form's own fields hide its methods: <input name=matches>.
    const nearest = (path, selector) => path.find(
      (node) => attempt(() => Element.prototype.matches.call(node, selector))
    );
    // Whether the link leads to another site: over the web, to a host that is not the page's own, one of `domains`, or below one.
    const outbound = (element) => attempt(() => {
      const { protocol, hostname } = new URL(link(element));
      const own = [location.hostname.replace(/^www\./, ""), ...domains];
      return /^http/.test(protocol) && !own.some((name) => ("." + hostname).endsWith("." + name));
    });
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
    const stub = (handover, version) => {
      if (!window.lintrk) {
        const call = window.lintrk = function () {
          call[handover] ? call[handover](...arguments) : call.queue.push([...arguments]);
        };
        call.queue = [];
        call.version = version;
        script("https://snap.licdn.com/li.lms-analytics/insight.min.js");
        return call;
      }
      console.warn(
        "tagc: window." + "lintrk" + " was there already: is that platform on this page twice?"
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
    const watchPerson = (allowed) => watchers.push(() => {
      if (!allowed()) {
        person = {};
        standing = {};
      }
      look();
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
    // A finite number, or the one that a text writes as JavaScript would. Booleans are none.
    const number = (value) => (typeof value == "number" || (value = text(value)) && value.trim())
      && isFinite(value)
      ? +value
      : undefined;
    // A text made of parts; an empty part adds nothing.
    const concat = (...parts) => parts.map((part) => first(text(part), "")).join("");
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
        analytics_storage: "denied",
        functionality_storage: "denied",
        personalization_storage: "denied",
        security_storage: "granted"
      };
    };
    watchPerson(() => level("marketing"));
    const user_google_ads = match(
      () => level("marketing"),
      (person) => [
        normalised(
          own(person, "email"),
          () => ["gmail.com", "googlemail.com"].includes(
            text(item(split(lower(trim(text(own(person, "email"))))), 1))
          )
            ? concat(
              replace(item(split(lower(trim(text(own(person, "email"))))), 0), /\./g),
              "@",
              item(split(lower(trim(text(own(person, "email"))))), 1)
            )
            : lower(trim(text(own(person, "email"))))
        ),
        normalised(
          own(person, "phone"),
          () => !empty(replace(replace(trim(text(own(person, "phone"))), /\D/g), /^0+/g))
            ? concat("+", replace(replace(trim(text(own(person, "phone"))), /\D/g), /^0+/g))
            : void 0
        )
      ],
      ([value0, value1]) => clean({ sha256_email_address: value0, sha256_phone_number: value1 })
    );
    const user_microsoft = match(
      () => level("marketing"),
      (person) => [
        normalised(
          own(person, "email"),
          () => !empty(item(split(replace(lower(trim(text(own(person, "email")))), /\s/g)), 1))
            ? concat(
              replace(
                item(split(replace(lower(trim(text(own(person, "email")))), /\s/g)), 0),
                /\+.*|\./g
              ),
              "@",
              item(split(replace(lower(trim(text(own(person, "email")))), /\s/g)), 1)
            )
            : void 0
        ),
        normalised(
          own(person, "phone"),
          () => !empty(replace(replace(trim(text(own(person, "phone"))), /\D/g), /^0+/g))
            ? concat("+", replace(replace(trim(text(own(person, "phone"))), /\D/g), /^0+/g))
            : void 0
        )
      ],
      ([value0, value1]) => clean(
        { pid: first(value0, value1) && clean({ em: value0, ph: value1 }) }
      )
    );
    const fire = (targets, own_values) => {
      const record = [
        uuid(),
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
    const on_click = (path) => {
      // rule white_paper
      attempt(() => {
        const element = nearest(path, "a[href],area[href]");
        if (element && lower(text(extension(element))) === "pdf") {
          fire(
            [hook_linkedin, hook_google_ads, hook_microsoft],
            ["download", "conversion", 1234568, , "/WhItEpApEr12", , , , , fileName(element)]
          );
        }
      });
      // rule reviews_followed
      attempt(() => {
        const element = nearest(path, "a[href],area[href]");
        if (element
          && text(outbound(element)) === "true"
          && text(linkPart(element, "hostname")) === "reviews.example") {
          fire([hook_microsoft], ["reviews_followed"]);
        }
      });
    };
    const on_form = (path) => {
      // rule form_begun
      attempt(() => {
        const element = nearest(path, "#company");
        if (element) {
          fire([hook_microsoft], ["demo_form_begun", , , "form_begun"]);
        }
      });
      // rule demo_asked
      attempt(() => {
        const element = nearest(path, "#contact");
        if (element) {
          learn(
            () => level("marketing"),
            { email: fieldOf(element, "email"), phone: fieldOf(element, "phone") }
          );
          fire(
            [hook_linkedin, hook_google_ads, hook_microsoft],
            ["generate_lead", "conversion", 1234569, "demo_asked", "/DeMoAsKeD34", , , "EUR", 150]
          );
        }
      });
    };
    const pageView = (only) => {
      // rule page_view
      attempt(
        () => fire(
          only ? [only] : [hook_linkedin, hook_google_ads, hook_microsoft],
          [, "page_view", , , , 1, location.href.split("#")[0]]
        )
      );
    };
    // LinkedIn Insight Tag: linkedin
    const hook_linkedin = gate(
      () => level("marketing"),
      () => linkedinLoad(),
      (
        wake,
        id,
        kept9_url,
        kept10_title,
        kept12_object,
        kept11_name,
        kept4_name,
        kept0_conversion,
        kept3_once,
        kept8_path,
        kept1_page,
        kept2_address
      ) => (!kept2_address || kept2_address == location.href.split("#")[0])
        && once("linkedin", kept3_once)
        && (kept1_page || lintrk("track", { conversion_id: kept0_conversion, event_id: id })),
      /l(i_(adsId|fat_id|giant|hem)|n_or)/g,
      void 0,
      true,
      pageView
    );
    // Google Ads: google_ads
    const hook_google_ads = gate(() => level("marketing"), () => {
      googleGtag("consent", "default", googleState());
      googleGtag("consent", "update", googleState(1));
      googleLoad();
      googleGtag("js", new Date());
      googleGtag(
        "config",
        "AW-123456789",
        { send_page_view: false, allow_enhanced_conversions: true }
      );
    }, (
      wake,
      id,
      kept9_url,
      kept10_title,
      kept12_object,
      kept11_name,
      kept4_name,
      kept0_conversion,
      kept3_once,
      kept8_path,
      kept1_page,
      kept2_address,
      kept5_currency,
      kept6_value,
      kept7_file_name
    ) => once("google_ads", kept3_once)
      && (wake(1),
        googleGtag(
          "event",
          kept4_name,
          clean(
            {
              value: !empty(kept5_currency) ? kept6_value : void 0,
              currency: kept5_currency,
              file_name: kept7_file_name,
              send_to: concat("AW-123456789", kept8_path),
              transaction_id: !empty(kept8_path) ? id : void 0,
              page_location: kept9_url,
              page_title: kept10_title
            }
          )
        )), /_g(ac_[\w.-]*|cl_[\w.-]*)/g, () => googleGtag("consent", "update", googleState(1)), void 0, pageView, true, user_google_ads, () => googleGtag(
      "set",
      "user_data",
      told(user_google_ads)
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
      kept9_url,
      kept10_title,
      kept12_object,
      kept11_name,
      kept4_name,
      kept0_conversion,
      kept3_once,
      kept8_path,
      kept1_page,
      kept2_address,
      kept5_currency,
      kept6_value,
      kept7_file_name
    ) => once("microsoft", kept3_once)
      && (wake(1),
        kept1_page
          ? microsoftQueue("uetq").push("event", "page_view", kept12_object)
          : microsoftQueue("uetq").push(
            "event",
            kept11_name,
            clean(
              {
                revenue_value: round(!empty(kept5_currency) ? kept6_value : void 0),
                currency: kept5_currency,
                file_name: kept7_file_name,
                event_id: id
              }
            )
          )), /_uet(msclkid|sid(_exp)?|vid(_exp)?)/g, (on) => microsoftQueue("uetq").push(
      "consent",
      "update",
      on ? { ad_storage: "granted" } : { ad_storage: "denied" }
    ), void 0, pageView, void 0, user_microsoft, () => microsoftQueue("uetq").push(
      "set",
      told(user_microsoft)
    ));
    pageView();
    window.tagc = (command, a) => {
      command == "user"
        ? attempt(learn, () => level("marketing"), a)
        : command == "consent" && attempt(decideBy, a);
    };
    attempt(() => early.map((call) => attempt(() => window.tagc(...call))));
    clickListen(on_click);
    formListen(on_form);
    pageViewListen(pageView);
    waitForVisitor();
  }
})(window);

