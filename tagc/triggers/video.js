import { attempt } from "../runtime/attempt.js";
import { script } from "../runtime/script.js";

// YouTube's IFrame API, brought only where the page has a player and no API. Its own list of those who wait for it is used:
// onYouTubeIframeAPIReady has room for one, and that is the page's.
const videoApi = action => {
  const ready = () => attempt(() => window.YT.ready(() => attempt(action)));
  window.YT ? ready() : script("https://www.youtube.com/iframe_api", ready);
};

// Whether the frame is a player that answers. With `enable` one that does not is loaded again as one that does.
const videoAnswers = (frame, enable) => {
  const address = new URL(frame.src);
  if (/^(www\.)?youtube(-nocookie)?\.com$/.test(address.hostname) && address.pathname.startsWith("/embed/")) {
    if (address.searchParams.get("enablejsapi") == 1) {
      return true;
    }
    if (enable) {
      address.searchParams.set("enablejsapi", 1);
      address.searchParams.set("origin", location.origin);
      frame.src = address.href;
    }
  }
};

// One player. What is said once for each video of it is in `told`. Playing is looked at four times a second; a step that is
// longer than three seconds is a jump, and what was jumped over was not played.
const videoFollow = (player, handle, percents, seconds) => {
  const told = {};
  let timer;
  let paused;
  let last;
  const tell = (status, once, percent) => {
    const video = new URL(player.getVideoUrl()).searchParams.get("v");
    const key = video + status + once;
    if (!once || !told[key]) {
      told[key] = once;
      const length = player.getDuration();
      attempt(
        handle,
        status,
        attempt(() => player.getVideoData().title),
        "https://www.youtube.com/watch?v=" + video,
        percent || Math.floor((100 * last) / length),
        Math.floor(last),
        Math.floor(length)
      );
    }
  };
  const look = () => {
    const before = last;
    last = player.getCurrentTime();
    const passed = second => last - before < 3 && before < second && second <= last;
    percents.map(percent => passed((percent * player.getDuration()) / 100) && tell("progress", percent + "%", percent));
    seconds.map(second => passed(second) && tell("progress", second));
  };
  return event => {
    const state = event.data == null ? player.getPlayerState() : event.data;
    clearInterval(timer);
    timer ? look() : (last = player.getCurrentTime());
    timer = state == 1 && setInterval(() => attempt(look), 250);
    if (state == 1) {
      tell("start", 1);
      paused && tell("resume");
      paused = 0;
    }
    if (state == 2) {
      paused = 1;
      tell("pause");
    }
    state == 3 && tell("buffering");
    state || tell("complete", 1, 100);
  };
};

// Every player of the page, also one that comes later: the loading of a frame is heard on its way down.
export const videoListen = (handle, percents, seconds, enable) => {
  const known = new WeakSet();
  const look = frame =>
    attempt(() => {
      if (!known.has(frame) && videoAnswers(frame, enable)) {
        known.add(frame);
        videoApi(() => {
          let follow;
          const told = event => attempt(follow, event);
          const theirs = window.YT.get(frame.id);
          const player = theirs || new window.YT.Player(frame, { events: { onReady: told, onStateChange: told } });
          follow = videoFollow(player, handle, percents, seconds);
          if (theirs) {
            theirs.addEventListener("onStateChange", told);
            told({});
          }
        });
      }
    });
  document.addEventListener("load", event => look(event.target), true);
  [...document.querySelectorAll("iframe")].map(look);
};
