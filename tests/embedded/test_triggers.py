"""Every kind of trigger on a page without a browser: what happens there, and what is told, in both worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tagc.ir.evaluate import Decide, Fail, Hide, Navigate, PageState, Push, Ready, Scroll, Wait
from tests.embedded.agreement import CLICK, PAGE, after, reveal, site
from tests.embedded.test_agreement import site_of, told

if TYPE_CHECKING:
    from tagc.ir.evaluate import Step

Data = Any
MARKETING: Final = Decide({"marketing": True})
LOADED: Final = after(PAGE, state="complete")
SITE: Final = "https://www.example.org"


def heard(on: Data, *steps: Step, page: PageState = PAGE, gives: Data = "", **sections: Data) -> list[str]:
    """What one rule tells in its parameter, once per firing; the visitor has agreed before it all."""
    rules = {"probe": {"event": "lead", "on": on, "params": {"custom_1": gives or "heard"}}}
    calls = told(site_of(rules=rules, **sections), MARKETING, *steps, page=page)
    return [call.removeprefix("fbq track Lead custom_1=") for call in calls if " Lead" in call]


# ---- the document -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "state"), [("dom_ready", "interactive"), ("loaded", "complete")])
def test_a_state_of_the_document_fires_once_when_it_comes_or_at_once(kind: str, state: str) -> None:
    both = (Ready("interactive"), Ready("complete"))
    assert heard(kind) == []
    assert heard(kind, *both) == ["heard"]
    assert heard(kind, page=after(PAGE, state=state)) == ["heard"]


def test_the_document_is_parsed_before_it_has_loaded() -> None:
    on = ["loaded", "dom_ready"]
    rules = {"one": {"event": "lead", "on": on[0]}, "two": {"event": "search", "on": on[1]}}
    assert told(site_of(rules=rules), MARKETING, page=LOADED)[1:] == ["fbq track Search", "fbq track Lead"]


# ---- links --------------------------------------------------------------------------------------------------------------

LINKS: Final = ("#book", ".inner", "a.doc", "a.box-office", "a.mail", "a.song", ".plain")


def clicked(on: Data, **sections: Data) -> list[str]:
    """The classes of the links that fire."""
    return heard(on, *(CLICK[each] for each in LINKS), gives="$click.classes", **sections)


def test_a_link_is_clicked_also_on_what_stands_inside_it() -> None:
    assert clicked("link") == ["book-now big", "book-now big", "doc", "box-office", "mail", "song"]
    assert clicked({"link": {"starts_with": "mailto:"}}) == ["mail"]


def test_a_link_to_another_site_leads_away() -> None:
    assert clicked("outbound") == ["doc", "song"]
    assert clicked("outbound", domains=["files.example.net", "music.example"]) == []
    assert clicked("outbound", domains=["example.net"]) == ["song"]


def test_a_subdomain_is_the_pages_own_and_a_parent_domain_is_not() -> None:
    steps = [CLICK[each] for each in LINKS]
    page = after(PAGE, url="https://shop.example.org/")
    assert heard("outbound", *steps, page=page, gives="$click.hostname") == [
        "files.example.net",
        "tickets.example.org",
        "music.example",
    ]


def test_a_download_is_known_by_its_extension_or_its_attribute() -> None:
    assert clicked("download") == ["doc", "box-office", "song"]
    assert clicked({"download": "pdf"}) == ["doc", "box-office"]
    assert clicked({"download": [".zip", "docx"]}) == []


def test_a_rule_with_several_kinds_of_click_fires_once_per_click() -> None:
    assert clicked(["link", "outbound", "download", {"click": "a"}]) == [
        "book-now big",
        "book-now big",
        "doc",
        "box-office",
        "mail",
        "song",
    ]


def test_whether_a_link_leads_away_can_be_read() -> None:
    steps = (CLICK["#book"], CLICK["a.doc"], CLICK["a.mail"], CLICK[".plain"])
    on = {"click": ["a", ".plain"]}
    assert heard(on, *steps, gives={"from": "$click.outbound", "as": "text", "default": "no link"}) == [
        "false",
        "true",
        "false",
        "no link",
    ]


# ---- routes -------------------------------------------------------------------------------------------------------------


def go(path: str, source: str = "pushState", title: str = "") -> Navigate:
    return Navigate(SITE + path, title, source)


def test_a_route_is_a_change_of_the_address_with_its_title() -> None:
    gives = "${history.source} from ${history.old_path} to ${page.path} ${page.title}"
    steps = (
        go("/a", title="A"),
        go("/b", "replaceState", "B"),
        go("/c", "popstate", "C"),
        go("/c#x", "popstate", "C"),
    )
    assert heard("route", *steps, gives=gives) == [
        "pushState from /whats-on/hamlet to /a A",
        "replaceState from /a to /b B",
        "popstate from /b to /c C",
        "hashchange from /c to /c C",
    ]


def test_what_changes_the_state_and_not_the_address_is_no_route() -> None:
    assert heard("route", go("/a"), go("/a", "replaceState"), go("/a")) == ["heard"]


def test_a_test_restricts_routes_to_some_paths() -> None:
    assert heard({"route": {"starts_with": "/a"}}, go("/b"), go("/a/1"), go("/c"), gives="$page.path") == [
        "/a/1"
    ]


def test_a_single_page_site_has_a_page_view_for_each_route() -> None:
    data = site_of()
    data["events"]["page_view"] = {"on": ["page_view", "route"], "params": {"where": "$page.path"}}
    assert told(data, MARKETING, go("/a"), go("/a"), go("/b")) == [
        "fbq track PageView where=/whats-on/hamlet",
        "fbq track PageView where=/a",
        "fbq track PageView where=/b",
    ]


# ---- depths -------------------------------------------------------------------------------------------------------------

FRAME: Final = Wait(16)


def test_each_depth_fires_once_when_the_lower_edge_of_the_window_is_there() -> None:
    steps = (
        Scroll(0, 2880),
        FRAME,
        Scroll(719, 2880),
        FRAME,
        Scroll(1500, 2880),
        FRAME,
        Scroll(2160, 2880),
        FRAME,
    )
    page = after(LOADED, height=2880)
    assert heard({"scroll": ["25%", "50%", "75%", "100%"]}, *steps, page=page, gives="$scroll.percent") == [
        "25",
        "50",
        "75",
        "100",
    ]


def test_depths_in_pixels_come_after_those_in_percent_and_have_no_percentage() -> None:
    gives = "${scroll.percent}% ${scroll.pixels}px"
    page = after(LOADED, height=1000)
    assert heard({"scroll": ["900px", "90%", "700px"]}, Scroll(280, 1000), FRAME, page=page, gives=gives) == [
        "% 700px",
        "90% px",
        "% 900px",
    ]


def test_a_short_page_is_seen_when_it_has_loaded() -> None:
    on = {"scroll": ["50%", "100%"]}
    assert heard(on, Scroll(0, 720), FRAME, gives="$scroll.percent") == []
    assert heard(on, Ready("interactive"), Ready("complete"), gives="$scroll.percent") == ["50", "100"]
    assert heard(on, page=LOADED, gives="$scroll.percent") == ["50", "100"]


def test_depths_begin_anew_a_second_after_a_route() -> None:
    page = after(LOADED, height=1440)
    steps = (
        go("/a"),
        Scroll(720, 1440),
        Wait(900),
        Scroll(0, 1440),
        Wait(100),
        FRAME,
        Scroll(720, 1440),
        FRAME,
    )
    on, gives = {"scroll": ["50%", "100%"]}, "${page.path} ${scroll.percent}"
    assert heard(on, *steps, page=page, gives=gives) == ["/whats-on/hamlet 50", "/a 50", "/a 100"]


def test_two_routes_in_a_second_begin_once() -> None:
    steps = (go("/a"), Wait(900), go("/b"), Wait(900), Wait(200))
    assert heard({"scroll": "50%"}, *steps, page=LOADED, gives="$page.path") == ["/whats-on/hamlet", "/b"]


# ---- elements in view ---------------------------------------------------------------------------------------------------

GIVES: Final = "${visible.id}${visible.attributes.class} ${visible.percent}"


def test_an_element_comes_into_view_once() -> None:
    steps = (reveal("#book", 0.4), reveal("#book", 0.6), reveal("#book", 0), reveal("#book"), reveal("a.doc"))
    assert heard({"visible": "a"}, *steps, gives=GIVES) == ["bookbook-now big 60", "doc 100"]


def test_how_much_has_to_be_in_view_can_be_said() -> None:
    steps = (reveal("#book", 0.6), reveal("a.doc", 0.995))
    assert heard({"visible": {"selector": ["#book", "a.doc"], "percent": "100%"}}, *steps, gives=GIVES) == [
        "doc 100"
    ]
    assert heard({"visible": {"selector": "#book", "percent": 60}}, *steps, gives=GIVES) == [
        "bookbook-now big 60"
    ]


def test_an_element_has_to_stay_in_view() -> None:
    on = {"visible": {"selector": "a", "for": "2s"}}
    assert heard(on, reveal("#book"), Wait(1999)) == []
    assert heard(on, reveal("#book"), Wait(2000)) == ["heard"]
    assert heard(on, reveal("#book"), Wait(1500), reveal("#book", 0.1), reveal("#book"), Wait(1500)) == []
    assert heard(on, reveal("#book"), Wait(1500), Hide("hidden"), Wait(600)) == []


def test_elements_in_view_count_anew_on_each_route() -> None:
    steps = (reveal("#book"), go("/a"), reveal("#book", 0), go("/b"))
    assert heard({"visible": "#book"}, *steps, gives="$page.path") == ["/whats-on/hamlet", "/a"]


# ---- times --------------------------------------------------------------------------------------------------------------

TIME: Final = "${timer.count}: ${timer.seconds}"


def test_times_fire_once_each() -> None:
    assert heard({"timer": ["30s", "1500ms"]}, Wait(60_000), gives=TIME) == ["1: 1.5", "2: 30"]


def test_a_time_fires_again_and_again_until_it_is_enough() -> None:
    on = {"timer": {"every": "10s", "times": 3}}
    assert heard(on, Wait(60_000), gives=TIME) == ["1: 10", "2: 20", "3: 30"]
    assert len(heard({"timer": {"every": "1s"}}, Wait(9_500))) == 9


def test_times_begin_anew_on_each_route() -> None:
    on = [{"timer": "5s"}, {"timer": {"every": "4s", "times": 1}}]
    assert heard(on, Wait(4500), go("/a"), Wait(3000), Wait(2000), gives="${page.path} ${timer.seconds}") == [
        "/whats-on/hamlet 4",
        "/a 4",
        "/a 5",
    ]


# ---- errors, and the end ------------------------------------------------------------------------------------------------


def test_an_error_tells_what_where() -> None:
    steps = (
        Fail("Uncaught TypeError: x", "https://www.example.org/a.js", 7),
        Fail("TypeError: y", rejected=True),
    )
    gives = "${error.message} ${error.file} ${error.line}"
    assert heard("error", *steps, gives=gives) == [
        "Uncaught TypeError: x https://www.example.org/a.js 7",
        "TypeError: y  ",
    ]


def test_each_error_counts_once_and_twenty_at_most() -> None:
    assert heard("error", *[Fail("x")] * 3, Fail("y"), Fail("")) == ["heard", "heard"]
    assert len(heard("error", *(Fail(f"x{number}") for number in range(30)))) == 20


def test_a_page_is_left_once() -> None:
    assert heard("leave", Hide("visible")) == []
    assert heard("leave", Hide("hidden"), Hide("visible"), Hide("hidden"), Hide("gone")) == ["heard"]
    assert heard("leave", Hide("gone"), Hide("restored"), Hide("gone"), Hide("hidden")) == ["heard", "heard"]


# ---- what is not used is not there --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "without"),
    [
        ({"click": "a"}, "history"),
        ("link", "IntersectionObserver"),
        ({"link": "x"}, "protocol"),
        ("route", "scrollTop"),
        ({"timer": "5s"}, "setInterval"),
        ({"timer": {"every": "5s"}}, "1e3)),"),
        ("error", "history"),
        ("leave", "history"),
    ],
)
def test_a_kind_brings_only_what_it_needs(on: Data, without: str) -> None:
    assert without not in site(site_of(rules={"probe": {"event": "lead", "on": on}})).source


def test_a_trigger_that_is_declared_once_may_fire_several_rules() -> None:
    rules = {
        "one": {"event": "lead", "on": "deep"},
        "two": {
            "event": "search",
            "on": ["deep", {"data_layer": "x"}],
            "params": {"search_string": "$page.path"},
        },
    }
    data = site_of(rules=rules, triggers={"deep": {"scroll": "50%"}})
    assert told(data, MARKETING, Push({"event": "x"}), page=LOADED)[1:] == [
        "fbq track Lead",
        "fbq track Search search_string=/whats-on/hamlet",
        "fbq track Search search_string=/whats-on/hamlet",
    ]
    assert site(data).source.count('"50%"') == 0


def test_each_setting_has_a_listener_of_its_own_and_the_same_setting_one() -> None:
    rules = {
        "one": {"event": "lead", "on": {"scroll": "50%"}},
        "two": {"event": "search", "on": [{"scroll": "90%"}, {"scroll": ["50%"]}]},
        "three": {"event": "contact", "on": {"scroll": ["90%", "90%"]}},
    }
    data = site_of(rules=rules)
    steps = (MARKETING, Scroll(100, 1440), FRAME, Scroll(700, 1440), FRAME)
    page = after(LOADED, height=1440)
    assert told(data, *steps, page=page)[1:] == [
        "fbq track Lead",
        "fbq track Search",
        "fbq track Search",
        "fbq track Contact",
    ]
    source = site(data, readable=True).source
    assert source.count("scrollListen(on_scroll") == 2
