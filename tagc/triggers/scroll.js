import { attempt } from "../runtime/attempt.js";
import { onRoute } from "../runtime/route.js";

// Each depth, [percent] or [, pixels], once when the lower edge of the window has reached it; a fraction of a pixel is often
// missing at the end. Before the page has loaded, and for a second after a route, its height is not its own yet. A scroll
// event cannot be cancelled, so it needs no `passive`.
export const scrollListen = (handle, depths) => {
  let left = [];
  let frame;
  let timer;
  const look = () => {
    frame = 0;
    attempt(() => {
      const page = document.scrollingElement;
      const seen = page.scrollTop + page.clientHeight + 1;
      left = left.filter(
        ([percent, pixels]) =>
          seen < (pixels || (page.scrollHeight * percent) / 100) || void attempt(handle, percent, pixels)
      );
    });
  };
  const begin = () => {
    left = depths;
    look();
  };
  ["scroll", "resize"].map(type => addEventListener(type, () => (frame = frame || requestAnimationFrame(look))));
  const complete = () => document.readyState == "complete";
  complete() ? begin() : addEventListener("load", begin);
  onRoute(() => {
    left = [];
    clearTimeout(timer);
    timer = complete() && setTimeout(begin, 1e3);
  });
};
