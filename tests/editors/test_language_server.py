"""What an editor offers and marks in a tagc file: yaml-language-server with the schema, as VS Code and others run it.

The file is that of the Northway theatre, changed in one place. `│` is the cursor.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.server import CURSOR, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILE = ROOT / "examples" / "northway-theatre" / "tagc.yaml"
TEXT = FILE.read_text("utf-8")
PROGRAM = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


@pytest.fixture(scope="module")
def server(missing_program: Callable[[str, str], None]) -> Iterator[Server]:
    node = shutil.which("node")
    if node is None:
        missing_program("node", "install Node.js 18 or newer")
    if not PROGRAM.exists():
        missing_program("npm", "run `npm ci --prefix tests/editors`; .ci/env pytest does it by itself")
    running = Server(str(node), PROGRAM, FILE.parent)
    yield running
    running.stop()


def before(line: str, new: str) -> str:
    """The file with lines put in before the one that begins so."""
    assert TEXT.count(f"\n{line}") == 1
    return TEXT.replace(f"\n{line}", f"\n{new}\n{line}")


def instead(line: str, new: str) -> str:
    """The file with a line in the place of the one that begins so."""
    (old,) = [each for each in TEXT.splitlines() if each.startswith(line)]
    return TEXT.replace(old, new)


def rule(lines: str) -> str:
    """The file with one rule more at its end."""
    return f"{TEXT}\n  new:\n{lines}\n"


def instance(lines: str) -> str:
    """The file with one instance more."""
    return before("user_data:", f"  meta_two:\n    platform: meta\n{lines}\n")


OFFERS = {
    "a platform": (instead("  meta: {pixel_id", "  │"), {"meta"}),
    "a platform of which the first letter is there": (instead("  meta: {pixel_id", "  m│"), {"meta"}),
    "the platform of an instance": (
        before("user_data:", "  meta_two:\n    platform: │\n"),
        {"ga4", "meta", "tiktok", "linkedin"},
    ),
    "a setting": (instance("    │"), {"pixel_id", "requires", "options", "params"}),
    "a setting inside braces, after its first letter": (
        TEXT.replace("linkedin: {partner_id: 1234567, requires", "linkedin: {partner_id: 1234567, re│"),
        {"requires", "params"},
    ),
    "a requirement": (instance("    requires: │"), {"necessary", "marketing", "analytics"}),
    "a requirement inside braces": (
        TEXT.replace("1234567, requires: marketing}", "1234567, requires: │}"),
        {"necessary", "marketing"},
    ),
    "an event": (rule("    event: │"), {"purchase", "lead", "page_view", "refund"}),
    "a key of a rule": (rule("    │"), {"event", "on", "params", "once_per", "to", "if"}),
    "a kind of trigger": (rule("    on:\n      │"), {"click", "form", "data_layer", "page_view"}),
    "a bare trigger": (rule("    on: │"), {"page_view"}),
    "a trigger in a list": (rule("    on:\n      - │"), {"page_view", "click", "form"}),
    "a parameter": (rule("    params:\n      │"), {"value", "currency", "items", "order_id"}),
    "a currency": (rule("    params:\n      currency: │"), {"EUR", "GBP"}),
    "a consent source": (
        TEXT.replace("use: data_layer", "use: │\n      #"),
        {"cookie", "data_layer"},
    ),
    "a setting of a consent source": (
        TEXT.replace("use: data_layer", "use: cookie\n      │\n      #"),
        {"name", "format", "granted"},
    ),
    "an option": (instance("    options:\n      │"), {"automatic_events"}),
    "an operator": (rule("    if:\n      $page.path:\n        │"), {"starts_with", "exists", "not", "lt"}),
    "an operator of a trigger": (rule("    on:\n      page_view:\n        │"), {"starts_with", "matches"}),
    "a field of an item in each": (
        rule("    params:\n      items:\n        each: $event.lines\n        item:\n          │"),
        {"id", "name", "price", "quantity"},
    ),
    "a field of an item in a list": (
        rule("    params:\n      items:\n        - │"),
        {"id", "name", "price", "quantity"},
    ),
    "an expression": (
        rule("    params:\n      value:\n        │"),
        {"from", "first", "lookup", "each", "dom"},
    ),
    "a conversion": (
        rule("    params:\n      value:\n        from: $event.total\n        as: │"),
        {"number", "lower", "trim"},
    ),
    "what it is once for": (rule("    once_per: │"), {"page", "session"}),
    "an instance of a rule": (rule("    platforms:\n      │"), {"meta", "ga4"}),
    "an instance to send to": (rule("    to:\n      - │"), {"meta", "ga4"}),
    "a regime": (TEXT.replace("default: opt_in", "default: │"), {"opt_in", "opt_out"}),
    "a field of user data": (before("  email: $data", "  │"), {"phone", "external_id"}),
}


@pytest.mark.parametrize("what", OFFERS)
def test_it_offers(server: Server, what: str) -> None:
    text, wanted = OFFERS[what]
    assert text.count(CURSOR) == 1
    offered = server.offered(text)
    assert wanted <= set(offered), offered


def test_it_does_not_offer_what_is_there_already(server: Server) -> None:
    assert not {"meta", "ga4"} & set(server.offered(before("  meta: {pixel_id", "  │")))


def test_it_offers_events_only_where_an_event_is_expected(server: Server) -> None:
    assert "purchase" not in server.offered(rule("    params:\n      │"))


def test_it_says_what_a_key_is_for(server: Server) -> None:
    shown = server.hover(TEXT.replace("once_per: $event.order_id", "on│ce_per: $event.order_id"))
    assert "At most once per page" in shown


def test_it_has_nothing_against_the_file_as_it_is(server: Server) -> None:
    assert server.show(TEXT) == []


MISTAKES = {
    "a key that does not exist": (rule("    evnt: lead"), "evnt"),
    "an event that does not exist": (rule("    event: purchse"), "purchse"),
    "a platform that does not exist": (
        before("user_data:", "  other:\n    platform: mta\n    requires: marketing\n"),
        "mta",
    ),
    "an id of the wrong form": (TEXT.replace("pixel_id: 1234567890123456", "pixel_id: 12x"), "12x"),
    "an option that does not exist": (instance("    requires: marketing\n    pixel_id: 1234567890\n    options:\n      automatic: true"), "automatic"),
    "a regime that does not exist": (TEXT.replace("default: opt_in", "default: optin"), "optin"),
    "a list where a text belongs": (TEXT.replace("container: northway-theatre", "container: [a]"), "[a]"),
    "an operator that does not exist": (rule("    if:\n      $page.path:\n        begins_with: /x"), "begins_with"),
    "a setting of another platform": (
        TEXT.replace("linkedin: {partner_id: 1234567,", "linkedin: {partner_id: 1234567, pixel_id: 1,"),
        "pixel_id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_it_marks(server: Server, what: str) -> None:
    text, wrong = MISTAKES[what]
    lines = text.splitlines()
    marked = []
    for problem in server.show(text):
        start, end = problem["range"]["start"], problem["range"]["end"]
        assert start["line"] == end["line"]
        marked.append(lines[start["line"]][start["character"] : end["character"]])
    assert wrong in marked, marked


def test_a_required_setting_that_is_missing_is_marked_at_the_instance(server: Server) -> None:
    text = TEXT.replace(
        "linkedin: {partner_id: 1234567, requires: marketing}", "linkedin: {partner_id: 1234567}"
    )
    (problem,) = server.show(text)
    assert 'Missing property "requires"' in problem["message"]
    assert text.splitlines()[problem["range"]["start"]["line"]].startswith("  linkedin:")


def test_one_mistake_is_marked_once(server: Server) -> None:
    assert len(server.show(rule("    event: purchse"))) == 1
