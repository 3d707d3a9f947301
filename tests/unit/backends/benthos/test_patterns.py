"""Given this pattern of the language, this one for RE2."""

from __future__ import annotations

import pytest

from tagc.backends.benthos.patterns import Re2, Unsupported, in_units, re2
from tagc.ir.pattern import Pattern, parse


def translated(text: str, *, ignore_case: bool = False, places: bool = False) -> Re2:
    parsed = parse(text)
    assert isinstance(parsed, Pattern), parsed
    return re2(parsed, ignore_case=ignore_case, places=places)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^/whats-on/", r"\A/whats-on/"),
        (r"\.pdf$", r"[\x{2e}]pdf\z"),
        (r"\d{2,3}?", r"(?:[0-9]){2,3}?"),
        ("a*b+c?d{2}e{2,}", "(?:a)*(?:b)+(?:c)?(?:d){2}(?:e){2,}"),
        (r"(?:a|b)\b", r"(?:a|b)\b"),
        ("[a-c]", "[a-c]"),
        ("😀", r"\x{1f600}"),
        (r"\w", r"[0-9A-Z\x{5f}a-z]"),
        ("", ""),
    ],
)
def test_most_patterns_need_no_units(pattern: str, text: str) -> None:
    assert (translated(pattern).text, translated(pattern).in_units) == (text, False)


@pytest.mark.parametrize("pattern", [".", "[^a]", r"\D", r"\W", r"\S", r"\B", "😀.", r"[\s\S]"])
def test_what_can_match_half_a_character_is_for_a_text_in_units(pattern: str) -> None:
    assert translated(pattern).in_units


def test_a_whole_character_is_two_units_there() -> None:
    assert translated("😀.").text.startswith(r"\x{1f600}\x{10ffff}")
    assert in_units("a😀b") == "a😀\U0010ffffb"
    assert in_units("\U0010ffff") == "\U0010fffe\U0010ffff"


def test_case_is_folded_as_javascript_folds_it() -> None:
    assert translated("k", ignore_case=True).text == "[Kk]"
    assert translated("ß", ignore_case=True).text == r"[\x{df}]"


def test_where_a_match_stands_matters_between_halves_too() -> None:
    assert not translated("x*").in_units
    assert translated("x*", places=True).in_units
    assert not translated("x+", places=True).in_units


@pytest.mark.parametrize(
    ("pattern", "varies"),
    [("x*", True), ("a|", True), ("^", False), (r"\b", False), ("a{0}", False), ("a", False)],
)
def test_a_pattern_that_can_match_nothing_or_something_is_told(pattern: str, *, varies: bool) -> None:
    assert translated(pattern).varies is varies


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [("(?:a{30}){33}", True), ("(?:a{30}){34}", False), ("(?:a{1000})*", True), ("(?:a{2,}){501}", False)],
)
def test_repeats_within_repeats_have_the_engines_bound(pattern: str, *, fits: bool) -> None:
    if fits:
        translated(pattern)
    else:
        with pytest.raises(Unsupported, match="1000"):
            translated(pattern)


def test_a_set_that_holds_nothing_matches_nothing() -> None:
    assert translated(r"[^\s\S]").text == r"[^\x{0}-\x{10ffff}]"


def test_a_hole_stays_and_cannot_be_repeated() -> None:
    parsed = parse("^\ue000$")
    assert isinstance(parsed, Pattern)
    assert re2(parsed, holes="\ue000").text == "\\A\ue000\\z"
    repeated = parse("\ue000+")
    assert isinstance(repeated, Pattern)
    with pytest.raises(Unsupported, match="repeated"):
        re2(repeated, holes="\ue000")
    grouped = parse("(?:\ue000)+")
    assert isinstance(grouped, Pattern)
    assert re2(grouped, holes="\ue000").text == "(?:\ue000)+"
