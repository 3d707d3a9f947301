"""Delays, groups, rules after others and once per visit, and videos, in a real browser with a real clock."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.youtube import API, EMBED, frame, install, visitor
from tests.documents import build, container, document

if TYPE_CHECKING:
    from tests.browser.site import Site

Data = Any
BUILDS = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])


def grant(site: Site, *categories: str) -> None:
    site.evaluate(f"() => tagc('consent', {json.dumps(dict.fromkeys(categories, True))})")


def told(site: Site) -> list[str]:
    """The events of GA4 and Meta since the last look: name, then the parameters of ours."""
    calls = site.vendor_calls()
    found = [call[1:] for call in calls.get("gtag", ()) if call[0] == "event"]
    found += [call[1:] for call in calls.get("fbq", ()) if call[0].startswith("track")]
    ours = ("what", "where")
    return [
        " ".join([name, *(str(params[key]) for key in ours if key in params)]) for name, params, *_ in found
    ]


def wait_for(site: Site, count: int) -> list[str]:
    """So many events, which may still be to come."""
    found: list[str] = []
    for _ in range(100):
        found += told(site)
        if len(found) >= count:
            break
        site.settle(50)
    return found


# ---- when rules go ------------------------------------------------------------------------------------------------------

LEAD: Data = {"event": "lead", "on": {"click": "#book"}, "params": {"where": "$page.path"}}
BOOK = '<a id="book" href="#book">Book</a>'


def of_rules(*platforms: str, **rules: Data) -> Data:
    return document(*platforms, events={"page_view": {}, **rules})


@BUILDS
def test_a_delayed_event_keeps_its_address(site: Site, *, readable: bool) -> None:
    lead = {**LEAD, "on": {"click": "#book", "delay": "300ms"}}
    site.install(container(of_rules("ga4", lead=lead), readable=readable), body=BOOK).open("/")
    grant(site, "analytics")
    told(site)
    site.page.click("#book")
    site.evaluate("() => history.pushState({}, '', '/book')")
    assert told(site) == []
    assert wait_for(site, 1) == ["generate_lead /"]


def test_a_withdrawal_drops_what_is_delayed(site: Site) -> None:
    lead = {**LEAD, "on": {"click": "#book", "delay": "200ms"}}
    site.install(container(of_rules("ga4", lead=lead)), body=BOOK).open("/")
    grant(site, "analytics")
    told(site)
    site.page.click("#book")
    grant(site)
    grant(site, "analytics")
    site.settle(400)
    assert told(site) == ["page_view"]


def test_a_group_waits_for_all_of_its_members_on_each_route(site: Site) -> None:
    group = {"group": [{"click": "#book"}, {"data_layer": "seats"}]}
    site.install(container(of_rules("ga4", lead={**LEAD, "on": group})), body=BOOK).open("/")
    grant(site, "analytics")
    told(site)
    site.page.click("#book")
    site.evaluate("() => history.pushState({}, '', '/book')")
    site.settle()
    site.evaluate("() => { dataLayer.push({event: 'seats'}) }")
    assert told(site) == []
    site.page.click("#book")
    assert told(site) == ["generate_lead /book"]


@BUILDS
def test_a_rule_after_another_waits_for_it_across_platforms(site: Site, *, readable: bool) -> None:
    rules = {
        "contact": {"on": {"data_layer": "seats"}, "to": ["meta"]},
        "lead": {**LEAD, "to": ["ga4"], "after": ["contact"]},
    }
    text = container(of_rules("ga4", "meta", **rules), readable=readable)
    site.install(text, body=BOOK).open("/")
    grant(site, "analytics", "marketing")
    assert sorted(told(site)) == ["PageView", "page_view"]
    site.page.click("#book")
    assert told(site) == []
    site.evaluate("() => { dataLayer.push({event: 'seats'}) }")
    assert told(site) == ["generate_lead /", "Contact"]


def test_a_rule_once_per_visit_is_told_on_one_page_of_the_visit(site: Site) -> None:
    lead = {**LEAD, "once_per": "session"}
    site.install(container(of_rules("ga4", lead=lead)), body=BOOK)
    site.serve("/next", site.document(body=BOOK)).open("/")
    site.page.click("#book")
    assert site.storage("session") == {}
    grant(site, "analytics")
    assert told(site) == ["page_view", "generate_lead /"]
    assert site.storage("session") == {"tagc:shop": '[["ga4 lead",-1]]'}
    site.open("/next")
    site.page.click("#book")
    grant(site, "analytics")
    assert told(site) == ["page_view"]
    grant(site)
    assert site.storage("session") == {}
    assert site.storage("local") == {}


# ---- videos -------------------------------------------------------------------------------------------------------------


def of_video(*, requires: str = "marketing", **setting: Data) -> Data:
    film = {
        "custom": "video_${video.status}",
        "to": ["ga4"],
        "on": {"video": {"provider": "youtube", **setting}, "requires": requires},
        "params": {"what": "${video.title} ${video.url} ${video.percent}"},
    }
    return of_rules("ga4", film=film)


FILM = "Hamlet: the trailer https://www.youtube.com/watch?v=hamlet"


def youtube_scripts(site: Site) -> list[str]:
    return [request.url for request in site.requests if request.url == API]


@BUILDS
def test_a_video_is_told_from_its_start_to_its_end(site: Site, *, readable: bool) -> None:
    text = container(of_video(percent=[25, 50]), readable=readable)
    install(site, "hamlet").install(text, body=frame("hamlet")).open("/")
    grant(site, "analytics", "marketing")
    assert told(site) == ["page_view"]
    site.wait_for_request("www-widgetapi")
    site.settle(200)
    visitor(site, "hamlet", "play()")
    assert wait_for(site, 3) == [
        f"video_start {FILM} 0",
        f"video_progress {FILM} 25",
        f"video_progress {FILM} 50",
    ]
    visitor(site, "hamlet", "finish()")
    assert wait_for(site, 1) == [f"video_complete {FILM} 100"]
    assert site.page_errors == []


def test_nothing_of_youtubes_is_brought_before_the_triggers_own_consent(site: Site) -> None:
    install(site, "hamlet").install(container(of_video()), body=frame("hamlet")).open("/")
    visitor(site, "hamlet", "play()")
    grant(site, "analytics")
    site.settle(200)
    assert youtube_scripts(site) == []
    assert (
        site.evaluate("() => [typeof window.YT, typeof window.onYouTubeIframeAPIReady]") == ["undefined"] * 2
    )
    grant(site, "analytics", "marketing")
    assert youtube_scripts(site) == [API] or site.wait_for_request("iframe_api")
    found = wait_for(site, 2)
    assert found[0] == "page_view"
    assert found[1].startswith(f"video_start {FILM}")


def test_without_a_player_youtubes_script_is_never_brought_and_a_later_player_brings_it(site: Site) -> None:
    install(site, "hamlet").install(container(of_video()), body='<iframe src="/other"></iframe>')
    site.serve("/other", "<!doctype html><title>a frame</title>").open("/")
    grant(site, "analytics", "marketing")
    site.settle(200)
    assert youtube_scripts(site) == []
    site.evaluate(f"() => {{ document.body.insertAdjacentHTML('beforeend', {json.dumps(frame('hamlet'))}) }}")
    site.wait_for_request("www-widgetapi")
    site.settle(200)
    visitor(site, "hamlet", "play()")
    assert wait_for(site, 2)[1].startswith("video_start")
    assert youtube_scripts(site) == [API]


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_pages_own_players_go_on_as_they_were(site: Site, when: str) -> None:
    """The page brings the API itself, in the way YouTube documents, before or after the container's listener."""
    theirs = (
        "<script>function onYouTubeIframeAPIReady() { window.called = (window.called || 0) + 1;"
        "window.player = new YT.Player('film', {events: {onStateChange: e => (window.seen = window.seen || []).push(e.data)}}) }"
        f'</script><script async src="{API}"></script>'
    )
    body = frame("hamlet", name="film")
    install(site, "hamlet").install(container(of_video()), body=body + (theirs if when == "before" else ""))
    site.open("/")
    if when == "before":
        site.wait_for_request("www-widgetapi")
    grant(site, "analytics", "marketing")
    if when == "after":
        site.evaluate(
            "() => { window.onYouTubeIframeAPIReady = () => { window.called = 1; window.player = new YT.Player('film',"
            "{events: {onStateChange: e => (window.seen = window.seen || []).push(e.data)}}) } }"
        )
    site.settle(300)
    visitor(site, "hamlet", "play()")
    assert wait_for(site, 2)[1].startswith("video_start")
    assert site.evaluate("() => [window.called, window.seen]") == [1, [1]]
    assert len(youtube_scripts(site)) == 1
    assert site.page_errors == []


def test_a_player_that_does_not_answer_is_loaded_again_only_if_asked_and_only_after_the_consent(
    site: Site,
) -> None:
    def embeds() -> list[str]:
        return [request.url for request in site.requests if request.url.startswith(EMBED)]

    text = container(of_video(enable_api=True))
    install(site, "hamlet").install(text, body=frame("hamlet", answers=False)).open("/")
    site.settle(100)
    assert embeds() == [EMBED + "hamlet"]
    grant(site, "analytics", "marketing")
    site.wait_for_request("enablejsapi=1")
    assert embeds()[1] == EMBED + "hamlet?enablejsapi=1&origin=https%3A%2F%2Fwww.northway.test"
    site.wait_for_request("www-widgetapi")
    site.settle(300)
    visitor(site, "hamlet", "play()")
    assert wait_for(site, 2)[1].startswith("video_start")


def test_after_a_withdrawal_players_are_not_heard(site: Site) -> None:
    text = container(of_video(status=["start", "pause"]))
    install(site, "hamlet").install(text, body=frame("hamlet")).open("/")
    grant(site, "analytics", "marketing")
    site.wait_for_request("www-widgetapi")
    site.settle(200)
    told(site)
    grant(site, "analytics")
    visitor(site, "hamlet", "play()")
    site.settle(200)
    assert told(site) == []
    grant(site, "analytics", "marketing")
    visitor(site, "hamlet", "pause()")
    assert wait_for(site, 1)[0].startswith("video_pause")


def test_the_manifests_policy_lets_the_players_and_their_script_in(site: Site) -> None:
    made = build(of_video())
    policy = json.loads(made.files["manifest.json"])["csp"]["after_consent"]["header"]
    body = frame("hamlet")
    install(site, "hamlet").install(made.files["container.js"].decode(), body=body, csp=policy).open("/")
    grant(site, "analytics", "marketing")
    site.wait_for_request("www-widgetapi")
    site.settle(200)
    assert site.csp_violations() == []
