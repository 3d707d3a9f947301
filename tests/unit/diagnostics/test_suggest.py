"""Which name is offered for a mistyped one."""

from __future__ import annotations

import pytest

from tagc.diagnostics import did_you_mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("purchse", "purchase"),
        ("pageview", "page_view"),
        ("Page-View", "page_view"),
        ("add_to_basket", "add_to_cart"),
        ("xyzzy", None),
        ("", None),
        ("x" * 1_000_000, None),
    ],
)
def test_the_nearest_name_is_offered_and_only_a_near_one(typed: str, meant: str | None) -> None:
    assert did_you_mean(typed, ["page_view", "purchase", "add_to_cart", "scroll"]) == meant


def test_a_name_is_never_offered_for_itself() -> None:
    assert did_you_mean("click", ["click"]) is None


def test_the_order_of_the_candidates_does_not_matter() -> None:
    names = ["ab1", "ab2", "ab3", "AB1"]
    assert did_you_mean("ab", names) == did_you_mean("ab", reversed(names)) == "AB1"
