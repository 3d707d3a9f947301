import { attempt } from "../runtime/attempt.js";
import { onRoute } from "../runtime/route.js";

// Once after each of the times (in milliseconds), anew on each route.
export const timerListen = (handle, delays) => {
  let timers = [];
  const begin = () => {
    timers.map(clearTimeout);
    timers = delays.map((delay, at) => setTimeout(attempt, delay, handle, delay / 1e3, at + 1));
  };
  onRoute(begin);
  begin();
};

// Again and again, `times` times if that is said, anew on each route.
export const timerEveryListen = (handle, every, times) => {
  let timer;
  const begin = () => {
    let count = 0;
    clearInterval(timer);
    timer = setInterval(() => {
      ++count == times && clearInterval(timer);
      attempt(handle, (count * every) / 1e3, count);
    }, every);
  };
  onRoute(begin);
  begin();
};
