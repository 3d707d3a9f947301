"""What the schema says of a place before anything is checked."""

from __future__ import annotations

from typing import Any

import pytest

from tagc import registry
from tagc.model import EXPRESSIONS
from tagc.schema import position
from tagc.schema.file import read

COMPUTED = frozenset(EXPRESSIONS)
TRIGGERS = frozenset(registry.triggers())

DOCUMENT: dict[str, Any] = {
    "container": "shop",
    "domains": ["shop.example"],
    "consent": {"sources": [{"use": "cookie", "map": {"a": "b"}}], "google": {"ad_storage": None}},
    "platforms": {
        "meta": {"requires": {"all": ["a"]}, "options": {}},
        "own": {"platform": "meta", "params": {"p": 1}},
    },
    "user_data": {"email": "$data.email"},
    "variables": {"plain": {"x": 1}, "table": {"lookup": "$page.path", "table": {"first": "a"}}},
    "triggers": {"named": {"click": "a"}},
    "events": {
        "purchase": {
            "on": {"click": {"x": 1}},
            "if": {"$page.path": {"starts_with": "/"}},
            "once_per": "$event.id",
            "description": "x",
            "params": {"items": {"each": "$event.items", "item": {"id": "$item.id"}}},
            "platforms": {"meta": {"event": "X", "params": {"p": None}}},
            "requires": "a",
        }
    },
    "environments": {"staging": {"platforms": {"meta": None}}},
}


def at(*path: str | int) -> position.Position:
    place, data = position.top(), DOCUMENT
    for step in path:
        place = place.step(step, data)
        data = data[step] if step in data or isinstance(data, list) else {}
    return place


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ((), frozenset()),
        (("platforms", "meta"), frozenset()),
        (("platforms", "own"), {"platform"}),
        (("platforms", "own", "params"), frozenset()),
        (("platforms", "own", "params", "p"), COMPUTED),
        (("platforms", "meta", "requires"), {"all", "any"}),
        (("consent", "sources", 0), {"use"}),
        (("consent", "regimes"), frozenset()),
        (("variables", "plain"), COMPUTED),
        (("variables", "plain", "x"), COMPUTED),
        (("variables", "table", "table"), frozenset()),
        (("variables", "table", "table", "first"), COMPUTED),
        (("triggers", "named"), TRIGGERS),
        (("events", "purchase"), frozenset()),
        (("events", "purchase", "on"), TRIGGERS),
        (("events", "purchase", "if"), frozenset()),
        (("events", "purchase", "params"), frozenset()),
        (("events", "purchase", "params", "items"), COMPUTED),
        (("events", "purchase", "params", "items", "item"), COMPUTED),
        (("user_data", "email"), COMPUTED | {"hashed"}),
    ],
)
def test_the_kinds_of_a_place_are_the_keys_that_name_them(
    path: tuple[str | int, ...], kinds: frozenset[str]
) -> None:
    assert at(*path).kinds == kinds


@pytest.mark.parametrize(
    ("path", "takes_null"),
    [
        (("container",), False),
        (("platforms", "meta"), False),
        (("platforms", "own", "params", "p"), True),
        (("consent", "google", "ad_storage"), True),
        (("events", "purchase", "params", "items"), True),
        (("events", "purchase", "params", "items", "item"), False),
        (("events", "purchase", "platforms", "meta"), True),
        (("events", "purchase", "description"), False),
        (("variables", "plain"), False),
    ],
)
def test_null_means_something_where_the_language_says_so(
    path: tuple[str | int, ...], *, takes_null: bool
) -> None:
    assert at(*path).takes_null == takes_null


@pytest.mark.parametrize(
    ("path", "followed"),
    [
        (("container",), False),
        (("domains", 0), False),
        (("platforms", "own", "pixel_id"), False),
        (("platforms", "own", "params", "p"), True),
        (("events", "purchase", "description"), False),
        (("events", "purchase", "on"), True),
        (("events", "purchase", "on", "click"), True),
        (("events", "purchase", "if", "$page.path", "starts_with"), True),
        (("events", "purchase", "once_per"), True),
        (("events", "purchase", "to"), False),
        (("events", "purchase", "platforms", "meta", "event"), False),
        (("variables", "table", "table", "first"), True),
        (("user_data", "email"), True),
    ],
)
def test_references_have_a_meaning_where_values_conditions_and_triggers_stand(
    path: tuple[str | int, ...], *, followed: bool
) -> None:
    assert at(*path).followed == followed


def test_a_place_that_the_language_does_not_know_has_no_kinds() -> None:
    place = at("no", "such", 0, "place")
    assert (place.kinds, place.takes_null, place.followed) == (frozenset(), False, False)


def test_the_definitions_whose_references_are_followed_are_there() -> None:
    assert read()["$defs"].keys() >= position._FOLLOWED
