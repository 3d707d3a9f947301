"""Files made to hurt: each is refused quickly and with words, by both parsers."""

from __future__ import annotations

import time

import pytest

from tagc.diagnostics import Sink, formats
from tagc.source import SourceFile, load

PARSERS = pytest.mark.parametrize("libyaml", [True, False], ids=["libyaml", "python"])
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def slugs(text: str, *, libyaml: bool = True) -> set[str]:
    started = time.monotonic()
    sink = Sink()
    document = load(SourceFile("f", text), sink, libyaml=libyaml)
    assert (document is None) == sink.errors
    formats.text(sink.diagnostics[:100], {"f": text}).encode()
    assert time.monotonic() - started < 20
    return {diagnostic.code.slug for diagnostic in sink.diagnostics}


@PARSERS
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[a: ", "{? "])
def test_deep_nesting_is_refused(opening: str, libyaml: bool) -> None:  # noqa: FBT001
    assert slugs(opening * 200_000, libyaml=libyaml) == {"too-deep"}


def test_thirty_levels_are_not_deep() -> None:
    assert slugs("a: " + "[" * 30 + "]" * 30) == set()


@PARSERS
def test_a_billion_laughs_are_refused(libyaml: bool) -> None:  # noqa: FBT001
    assert slugs(LAUGHS, libyaml=libyaml) == {"alias-bomb"}


def test_a_long_text_behind_many_aliases_is_a_bomb_too() -> None:
    assert slugs(f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 100)}]\n") == {"alias-bomb"}


def test_many_aliases_of_small_things_are_fine() -> None:
    assert slugs(f"a: &a {{b: c}}\nd: [{', '.join(['*a'] * 1000)}]\n") == set()


def test_aliases_of_aliases_cannot_grow_deeper_than_what_is_written_may() -> None:
    chain = "".join(f"a{number}: &a{number} [*a{number - 1}]\n" for number in range(1, 500))
    assert slugs(f"a0: &a0 [x]\n{chain}") == {"too-deep"}


def test_a_file_of_commas_is_refused() -> None:
    assert slugs(f"[{'x,' * 600_000}]") == {"too-many-values"}


def test_a_text_over_the_size_limit_is_refused() -> None:
    assert slugs("#" * 5_000_001) == {"file-too-large"}


@PARSERS
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: '" + "x" * 1_000_000 + "'", set()),
        ("a: " + "x" * 1_000_000, set()),
        ("a: |\n" + "  x\n" * 100_000, set()),
        ("a: " + "9" * 5000, {"number-out-of-range"}),
        ("a: 1e" + "9" * 5000, {"number-out-of-range"}),
        ("x" * 100_000 + ": 1", {"syntax-error"}),
        ('a: "' + '\\"' * 500_000, {"unclosed-quote"}),
        ("a: [" + "#a " * 300_000, {"unclosed-bracket"}),
        ("a: [" + "$" * 300_000 + "{", {"reference-in-braces"}),
        ("a: {{" + " " * 300_000, {"unclosed-bracket"}),
        ("a: b: " + '\\" ' * 100_000, {"colon-in-text"}),
        ("{a" + " " * 300_000 + "\n, b}", {"empty-value"}),
        ("a: \x00", {"forbidden-character"}),
        ("a: \ud800", {"forbidden-character"}),
        ("a: x\u2028b: y", {"forbidden-character"}),
        ("a: \u200fb", set()),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_long_and_odd_texts_are_read_or_refused_in_time(text: str, expected: set[str], libyaml: bool) -> None:  # noqa: FBT001
    assert slugs(text, libyaml=libyaml) == expected
