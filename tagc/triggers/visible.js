import { attempt } from "../runtime/attempt.js";
import { onRoute } from "../runtime/route.js";

// Each element once when `share` of it has been in view for `wait` milliseconds, anew on each route. The whole document is
// searched again half a second after something changed in it, which costs a big page less than looking at every change.
// Nobody looks at a hidden page: the time begins anew when it is shown.
export const visibleListen = (handle, selector, share, wait) =>
  attempt(() => {
    let told;
    let watched;
    let timer;
    const observer = new IntersectionObserver(
      entries =>
        entries.map(({ target, isIntersecting, intersectionRatio }) => {
          const now = watched;
          clearTimeout(now.get(target));
          now.set(
            target,
            isIntersecting &&
              intersectionRatio >= share &&
              setTimeout(() => {
                if (now == watched) {
                  told.add(target);
                  observer.unobserve(target);
                  attempt(handle, target, Math.round(intersectionRatio * 100));
                }
              }, wait)
          );
        }),
      { threshold: share }
    );
    const look = () => {
      timer = 0;
      attempt(() =>
        document.querySelectorAll(selector).forEach(element => {
          if (!told.has(element) && !watched.has(element)) {
            watched.set(element);
            observer.observe(element);
          }
        })
      );
    };
    const begin = () => {
      observer.disconnect();
      watched = new WeakMap();
      look();
    };
    const anew = () => {
      told = new WeakSet();
      begin();
    };
    new MutationObserver(() => (timer = timer || setTimeout(look, 500))).observe(document, {
      childList: true,
      subtree: true,
      attributes: true
    });
    addEventListener("visibilitychange", begin);
    onRoute(anew);
    anew();
  });
