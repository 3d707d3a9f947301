"""YouTube as a page sees it, without YouTube: the script of the IFrame API, the one that it brings, and the player in its frame.

They talk by messages between windows, as the real ones do. A film lasts four seconds; `play`, `pause`, `jump` and `finish` are
what a visitor does in the frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.browser.site import TYPES

if TYPE_CHECKING:
    from tests.browser.site import Site

API: Final = "https://www.youtube.com/iframe_api"
WIDGET: Final = "https://www.youtube.com/s/player/1/www-widgetapi.js"
EMBED: Final = "https://www.youtube.com/embed/"

_API = f"""
if (!window.YT) var YT = {{ loading: 0, loaded: 0 }};
if (!YT.loading) {{
  YT.loading = 1;
  const waiting = [];
  YT.ready = action => {{ YT.loaded ? action() : waiting.push(action) }};
  window.onYTReady = () => {{ YT.loaded = 1; for (const action of waiting) try {{ action() }} catch (error) {{}} }};
  const script = document.createElement("script");
  script.src = "{WIDGET}";
  document.head.append(script);
}}
"""

_WIDGET = """
(() => {
  const players = new Map();
  YT.get = id => players.get(id);
  YT.Player = class {
    constructor(frame, options = {}) {
      this.frame = typeof frame == "string" ? document.getElementById(frame) : frame;
      this.frame.id = this.frame.id || "widget" + (players.size + 1);
      this.heard = Object.entries(options.events || {});
      this.known = {};
      players.set(this.frame.id, this);
      addEventListener("message", event => event.source == this.frame.contentWindow && this.hear(JSON.parse(event.data)));
      const knock = setInterval(() => this.known.ready ? clearInterval(knock) : this.say("listening"), 30);
    }
    say(event) { this.frame.contentWindow.postMessage(JSON.stringify({ event }), "https://www.youtube.com") }
    hear({ event, info, known }) {
      Object.assign(this.known, known, { ready: 1 });
      for (const [name, listener] of this.heard) if (name == event) listener({ target: this, data: info });
    }
    addEventListener(name, listener) { this.heard.push([name, listener]) }
    getPlayerState() { return this.known.state }
    getCurrentTime() { return this.known.at }
    getDuration() { return this.known.length }
    getVideoUrl() { return this.known.url }
    getVideoData() { return { title: this.known.title } }
  };
  window.onYTReady();
  if (window.onYouTubeIframeAPIReady) window.onYouTubeIframeAPIReady();
})();
"""

_PLAYER = """<!doctype html><title>player</title><script>
const answers = new URLSearchParams(location.search).get("enablejsapi") == 1;
let state = -1, at = 0, since = 0, listening;
const now = () => state == 1 ? Math.min(4, at + (performance.now() - since) / 1000) : at;
const known = () => ({
  state, at: now(), length: 4, title: "Hamlet: the trailer",
  url: "https://www.youtube.com/watch?v=" + location.pathname.split("/").pop(),
});
const say = (event, info) => listening && parent.postMessage(JSON.stringify({ event, info, known: known() }), "*");
const become = (next, where) => { at = where == null ? now() : where; state = next; since = performance.now(); say("onStateChange", state) };
addEventListener("message", event => {
  if (answers && JSON.parse(event.data).event == "listening" && !listening) { listening = 1; say("onReady") }
});
setInterval(() => say("infoDelivery"), 50);
const play = () => become(1), pause = () => become(2), jump = where => { become(3, where); become(1) }, finish = () => become(0, 4);
</script>"""


def install(site: Site, *films: str) -> Site:
    """Serve YouTube: its script, and a player for each film."""
    site.third_party(API, _API).third_party(WIDGET, _WIDGET)
    for film in films:
        site.third_party(EMBED + film, _PLAYER, content_type=TYPES["html"])
    return site


def frame(film: str, *, answers: bool = True, name: str = "") -> str:
    """A player as a page embeds it."""
    query = "?enablejsapi=1" if answers else ""
    return f'<iframe src="{EMBED}{film}{query}" id="{name}"></iframe>'


def visitor(site: Site, film: str, does: str) -> None:
    """Let a visitor do something in the player's frame."""
    found = next(each for each in site.page.frames if each.url.startswith(EMBED + film))
    found.evaluate(does)
