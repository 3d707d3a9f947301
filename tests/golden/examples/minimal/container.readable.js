((window) => {
  const early = typeof window.tagc == "function" ? window.tagc.q : [];
  if (early) {
    // A library that is there already keeps its own queue and settings.
    const metaLoad = () => {
      const fbq = stub("fbq", "https://connect.facebook.net/en_US/fbevents.js", "callMethod");
      if (fbq) {
        window._fbq = window._fbq || fbq;
        fbq.push = fbq;
        fbq.loaded = true;
        fbq.version = "2.0";
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
    // 0 denied, 1 unknown, 2 granted: `all` of several is their minimum, `any` their maximum.
    const level = (category) => granted ? granted.includes(category) * 2 : 1;
    // Who told it.
    let teller;
    // A decision replaces the one before.
    const decide = (categories, source) => {
      granted = categories;
      teller = source;
      watchers.map((watcher) => watcher());
    };
    // tagc('consent', decision): only true grants, and what is not named is denied. A text has no true parts, so 'revoke' denies all.
    const decideBy = (decision) => {
      (decision == "revoke" || typeof decision == "object")
        && decide(Object.keys(decision).filter((category) => decision[category] === true));
    };
    const names = (store, pattern) => Object.keys(store).filter((name) => pattern.test(name));
    // Deletes what was declared, and nothing else: cookies over every parent domain and every prefix of the path (a cookie's own
    // domain and path cannot be read, and a public suffix is refused in silence), then keys of both storages.
    const erase = (cookies, storage) => {
      cookies
        && document.cookie.split("; ").map((cookie) => cookie.split("=")[0]).filter(
          (name) => cookies.test(name)
        ).map((name) => {
          for (let path = location.pathname; path; path = path.replace(/[^/]+$|.$/, "")) {
            for (let domain = "." + location.hostname; document.cookie = name + "=;max-age=0;path=" + path + ";domain=" + domain,
              domain; domain = domain.replace(/.[^.]*/, "")) {}
          }
        });
      storage
        && [() => localStorage, () => sessionStorage].map(
          (store) => attempt(() => names(store(), storage).map((name) => store().removeItem(name)))
        );
    };
    // One instance of a platform. Its functions exist only as arguments of this call: there is no other way to them.
    // allowed()  what its requirement is worth now: 0 denied, 1 unknown, 2 granted
    // start()    sets the library up, once
    // send(event, wake)  what is not to be told after all does not wake; `wake(1)` also tells of the visitor, if there is news
    // cookies, storage   patterns of the names that a withdrawal deletes
    // stop(), resume()   the library's own switch; resume is missing where nothing but a new page switches it on again
    // leave()    what else a withdrawal forgets
    // late(hook) fires the current page view for this instance
    // lazy       loading is a page view: wait until there is something to tell
    // update()   the library is told of every decision
    // library, begin()   what the instances of one library share: how many are awake, and how it is brought
    // stricter(event)    what the event's rule requires beyond that
    // user, identify()   user data that may be being hashed, and how the library is told of it
    // The result is called with an event, with nothing after a decision, and with 0 when user data is ready.
    // Unknown: events are held, at most 100, and the first one, the landing page view, is never the one that is dropped.
    // Denied: dropped, and what was on is switched off and forgotten. Granted: started, and all goes out in order.
    const gate = (allowed, start, send, cookies, storage, stop, resume, late) => {
      let held = [];
      let on;
      let awake;
      let started;
      const wake = (telling) => {
        if (!awake) {
          awake = 1;
          attempt(started ? resume : start);
          started = 1;
        }
      };
      const hook = (event) => {
        const now = allowed();
        if (on && now < 2) {
          on = 0;
          awake && attempt(stop);
          attempt(erase, cookies, storage);
          awake = 0;
        }
        if (!now) {
          held = 0;
          return;
        }
        const fresh = !held && now > 1;
        held = held || [];
        if (now > 1) {
          if (!on) {
            on = 1;
            wake();
          }
        }
        fresh && late && late(hook);
        if (event) {
          held.push(event) > 100 && held.splice(1, 1);
        }
        while (on && held[0] && allowed() > 1) {
          attempt(send, held.shift(), wake);
        }
      };
      watchers.push(hook);
      return hook;
    };
    // A random id in the shape of a UUID v4. 29 decimal digits are random enough and need no secure context.
    const uuid = () => "10000000-1000-4000-8000-100000000000".replace(
      /0/g,
      () => 10 * Math.random() | 0
    );
    // SINK. The only place that inserts a script.
    const script = (address) => {
      const element = document.createElement("script");
      element.src = address;
      document.head.append(element);
    };
    // SINK. The queue that a vendor's library takes over, made only where its global is absent: a library that is there is used,
    // and never loaded again. With a `handover` the library installs a method of that name and takes Arguments objects from
    // `queue`; without one it takes arrays. Returns the stub if it was made.
    const stub = (name, address, handover) => {
      if (!window[name]) {
        const call = window[name] = function () {
          call[handover]
            ? call[handover](...arguments)
            : call.queue.push(handover ? arguments : [...arguments]);
        };
        call.queue = [];
        script(address);
        return call;
      }
    };
    const fire = (targets, own_values, id, only) => {
      const record = [id || uuid(), location.href.split("#")[0], ...own_values];
      targets.map((hook) => (!only || hook == only) && hook(record));
    };
    const pageView = (only) => {
      // rule page_view
      attempt(() => fire([hook_meta], [], void 0, only));
    };
    // Meta Pixel: meta
    const hook_meta = gate(() => level("marketing"), () => {
      metaLoad();
      fbq("set", "autoConfig", false, "1234567890123456");
      fbq("init", "1234567890123456");
    }, ([id, kept0_address]) => kept0_address == location.href.split("#")[0]
      && fbq("track", "PageView", {}, { eventID: id }), /^(_fbp|_fbc)$/, void 0, () => fbq(
      "consent",
      "revoke"
    ), () => fbq("consent", "grant"), pageView);
    pageView();
    window.tagc = (command, a, b) => {
      command == "consent" && attempt(decideBy, a);
    };
    attempt(() => early.map((call) => attempt(() => window.tagc(...call))));
    watchers.map((watcher) => watcher(0));
  }
})(window);

