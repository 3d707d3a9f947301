((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
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
    const gate = (allowed, start, send, names, turn, late) => {
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
          if (!on) {
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
    // The first one is fired by the boot. A page that comes back as it was, from the browser's cache of pages, is shown again.
    const pageViewListen = (handle) => addEventListener(
      "pageshow",
      (event) => event.persisted && attempt(handle)
    );
    const fire = (targets) => {
      const record = [uuid(), location.href.split("#")[0]];
      targets.map((hook) => hook(record));
    };
    const pageView = (only) => {
      // rule page_view
      attempt(() => fire(only ? [only] : [hook_meta]));
    };
    // Meta Pixel: meta
    const hook_meta = gate(() => level("marketing"), () => {
      metaLoad();
      fbq("set", "autoConfig", false, "1234567890123456");
      fbq("init", "1234567890123456");
    }, (id, kept0_address) => kept0_address == location.href.split("#")[0]
      && fbq("track", "PageView", {}, { eventID: id }), /_fb[cp]/g, (on) => fbq(
      "consent",
      on ? "grant" : "revoke"
    ), pageView);
    pageView();
    window.tagc = (command, a) => {
      command == "consent" && attempt(decideBy, a);
    };
    attempt(() => early.map((call) => attempt(() => window.tagc(...call))));
    pageViewListen(pageView);
    waitForVisitor();
  }
})(window);

