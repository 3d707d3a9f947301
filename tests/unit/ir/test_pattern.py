"""Patterns: the shared subset, JavaScript's meaning, and no runaway backtracking."""

from __future__ import annotations

import pytest

from tagc.ir.pattern import Pattern, PatternProblem, body, escape, parse, runaway, search, substitute


def parsed(text: str) -> Pattern:
    pattern = parse(text)
    assert isinstance(pattern, Pattern), pattern
    return pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^/(shows|events)/[^/]+/?$", "/shows/hamlet", True),
        ("^/(shows|events)/[^/]+/?$", "/shows/", False),
        ("a$", "a\n", False),
        (r"^\d+$", "١٢", False),
        (r"^\w+$", "é", False),
        (r"^\s$", "\ufeff", True),
        (r"^\s$", "\x1c", False),
        ("^.$", "\u2028", False),
        ("^..$", "😀", True),
        (r"\B", "", True),
        (r"^[\w.-]+@[^@]+$", "a-b@c", True),
        (r"^\x41\u00e9\/$", "Aé/", True),
        ("^a{2,3}?b$", "aaab", True),
        ("", "x", True),
    ],
)
def test_a_pattern_matches_as_in_javascript(pattern: str, text: str, found: bool) -> None:  # noqa: FBT001
    assert search(parsed(pattern), text) is found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("kiss", "KISS", True),
        ("k", "\u212a", False),  # the Kelvin sign
        ("s", "\u017f", False),  # the long s
        ("\u03c3", "\u03c2", True),
        ("^[^a-c]$", "B", False),
        ("ß", "SS", False),
        ("é", "É", True),
    ],
)
def test_case_is_ignored_as_in_javascript(pattern: str, text: str, found: bool) -> None:  # noqa: FBT001
    assert search(parsed(pattern), text, ignore_case=True) is found


@pytest.mark.parametrize(
    ("pattern", "offset", "words"),
    [
        ("a(?=b)", 1, "look-ahead (?=…) is not supported"),
        ("(?<=a)b", 0, "look-behind (?<=…) is not supported"),
        ("(?<n>a)", 0, "named groups are not supported: nothing can refer to them, write (?:…)"),
        (r"(a)\1", 3, "backreferences are not supported"),
        (r"\p{L}", 0, r"Unicode properties (\p{…}) are not supported"),
        (
            "(?i)a",
            0,
            "inline flags such as (?i) are not supported: write `ignore_case: true` beside the test",
        ),
        ("a{,3}", 1, r"a brace that is no quantifier: write \{ for the character"),
        ("a*+", 2, "possessive quantifiers such as a*+ are not supported"),
        ("a**", 2, "two quantifiers in a row: put (?:…) around the first"),
        ("*.pdf", 0, "there is nothing before this * to repeat"),
        ("(a", 0, "this ( is never closed"),
        ("a)", 1, "this ) closes nothing"),
        ("x[a", 1, "this [ is never closed"),
        ("[]", 0, r"this class holds nothing: write \] for the character"),
        ("[z-a]", 1, "this range is upside down"),
        ("[[:alpha:]]", 1, "classes such as [:alpha:] are not supported: write a-zA-Z"),
        ("[😀]", 1, "this character cannot stand in a class: write alternatives, (?:a|b)"),
        (r"a\Z", 1, r"\Z is no anchor here: write $"),
        ("^*", 0, "an anchor cannot be repeated"),
        ("a{2000}", 1, "repeats of more than 1000 are not supported"),
        ("a\\", 1, "a backslash at the very end escapes nothing"),
        ("(" * 60 + ")" * 60, 50, "groups are nested too deeply"),
    ],
)
def test_what_is_not_shared_is_refused_in_plain_words(pattern: str, offset: int, words: str) -> None:
    assert parse(pattern) == PatternProblem(words, offset)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+", "(a|a)*", "(.*)*", "(a*)+", "(a?a?)*", "(a(|))*", "(a+){10}", r"(\w+\s?)*", "(x+x+)+y",
        "(?:a|ab|b)*c", r"([\w.-]+)*@", "(a{1,20}){1,5}", "(.*,){11}P",
    ],
)  # fmt: skip
def test_exponential_backtracking_is_found(pattern: str) -> None:
    assert runaway(parsed(pattern)) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        ".*.*", "(a|b)*", "(a?)*", r"(\d+,)*", r"^(\d{1,3}\.){3}\d{1,3}$", r"(\w{2}){3}", "(?:foo|bar|baz)*",
        "([0-9a-f]{64},)*", "^/(shows|events)/[^/]+/?$", "(a|ab)(c|bcd)(d*)",
    ],
)  # fmt: skip
def test_what_stays_polynomial_passes(pattern: str) -> None:
    assert runaway(parsed(pattern)) is None


def test_the_runaway_part_is_named() -> None:
    assert runaway(parsed("^x(a+)+$")) == "(a+)+ can match the same text in too many ways"


def test_ignoring_case_can_make_two_options_alike() -> None:
    assert runaway(parsed("(a|A)*")) is None
    assert runaway(parsed("(a|A)*"), ignore_case=True) is not None


def test_an_escaped_text_matches_itself_only() -> None:
    text = r"a.b/(c)[d]{e}^$|\-*+?"
    assert search(parsed(f"^{escape(text)}$"), text)
    assert search(parsed(f"^[{escape('^-]')}]+$"), "]-^")


def test_a_replacement_is_literal_and_moves_on_as_in_javascript() -> None:
    assert substitute(parsed("a*"), "baac", "$&") == "$&b$&$&c$&"


def test_the_body_of_a_literal_has_no_bare_slash_or_line_end() -> None:
    assert body(parsed("^/a[/]\\/\n$")) == "^\\/a[/]\\/\\n$"
    assert body(parsed("")) == "(?:)"
