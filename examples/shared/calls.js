// Shows on the page what the container tells the vendors. The page's policy (the meta element in index.html) lets none of
// their scripts in, so the calls stay in the queues that wait for them, nothing leaves this computer, and we can read them here.
(function () {
  "use strict";
  const list = document.querySelector("#calls");
  const isCommand = entry => Object.prototype.toString.call(entry) === "[object Arguments]";
  // Microsoft's queue holds the calls one after the other; each ends with an object.
  const inCalls = words => {
    const calls = [];
    let call = [];
    for (const word of words || []) {
      call.push(word);
      if (typeof word === "object" || word === "pageLoad") call = void calls.push(call) || [];
    }
    return calls;
  };
  const queues = {
    "load ": () => [...document.querySelectorAll('script[src^="https:"]')].map(script => [script.src]),
    fbq: () => (window.fbq || {}).queue,
    ttq: () => window.ttq,
    pintrk: () => (window.pintrk || {}).queue,
    snaptr: () => (window.snaptr || {}).queue,
    rdt: () => (window.rdt || {}).callQueue || (window.rdt || {}).queue,
    twq: () => (window.twq || {}).queue,
    uetq: () => inCalls(window.uetq),
    lintrk: () => (window.lintrk || {}).q,
    gtag: () => (window.dataLayer || []).filter(isCommand),
  };
  const titles = {
    ...{ "load ": "Script", fbq: "Meta", ttq: "TikTok", pintrk: "Pinterest", snaptr: "Snapchat", rdt: "Reddit", twq: "X" },
    ...{ uetq: "Microsoft", lintrk: "LinkedIn", gtag: "Google" },
  };
  const shown = {};

  const spelled = value => (value instanceof Date ? "new Date()" : JSON.stringify(value, null, 1).replace(/\n\s*/g, " "));
  const written = (name, call) => {
    const parts = Array.from(call);
    if (name === "load ") return name + parts[0];
    return (name === "ttq" ? "ttq." + parts.shift() : name) + "(" + parts.map(spelled).join(", ") + ")";
  };

  const add = (name, call) => {
    const line = document.createElement("li");
    const who = document.createElement("b");
    const what = document.createElement("code");
    who.textContent = titles[name];
    what.textContent = written(name, call);
    line.append(who, what);
    list.append(line);
    list.scrollTop = list.scrollHeight;
  };

  const look = () => {
    for (const name of Object.keys(queues)) {
      const calls = queues[name]() || [];
      for (let at = shown[name] || 0; at < calls.length; at++) add(name, calls[at]);
      shown[name] = calls.length;
    }
    document.querySelector("#no-calls").hidden = list.children.length > 0;
  };
  look();
  setInterval(look, 100);
})();
