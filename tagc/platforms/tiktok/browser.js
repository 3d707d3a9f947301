import { script } from "../../runtime/script.js";

// TikTok's queue is an array with methods of its own, never a function: a callable stub would lose every event.
export const tiktokLoad = () => {
  if (!window.ttq) {
    const address = "https://analytics.tiktok.com/i18n/pixel/events.js";
    const queue = (window[(window.TiktokAnalyticsObject = "ttq")] = []);
    const defer = target => {
      queue.methods.map(method => queue.setAndDefer(target, method));
      return target;
    };
    queue.methods =
      "page track identify instances debug on off once ready alias group enableCookie disableCookie holdConsent revokeConsent grantConsent".split(
        " "
      );
    queue.setAndDefer = (target, method) => {
      target[method] = (...args) => target.push([method, ...args]);
    };
    defer(queue);
    queue._i = {};
    queue._t = {};
    queue._o = {};
    queue.instance = id => defer(queue._i[id] || []);
    queue.load = (id, options) => {
      queue._i[id] = [];
      queue._i[id]._u = address;
      queue._t[id] = Date.now();
      queue._o[id] = options || {};
      script(address + "?sdkid=" + id + "&lib=ttq");
    };
  }
};
