"""The frame: carets under what is meant, whatever the line is made of."""

from __future__ import annotations

import pytest

from tagc.diagnostics import Code, Diagnostic, Label, Severity, Span, codes, render

UNKNOWN = Code("TAG301", "unknown-trigger", Severity.ERROR, "", "")


def frame(text: str, start: int, end: int, *labels: Label, line: int = 1) -> str:
    """Return what is under the headline for one span."""
    diagnostic = Diagnostic(UNKNOWN, "m", Span("f", line, start, line, end), labels)
    return render.render(diagnostic, {"f": text}).split("\n", 1)[1]


def test_a_diagnostic_looks_as_the_style_guide_shows() -> None:
    text = "\n" * 13 + "    on: purchse\n"
    diagnostic = Diagnostic(
        UNKNOWN,
        'no trigger is named "purchse"',
        Span("shop/tagc.yaml", 14, 9, 14, 16),
        (),
        'did you mean "purchase" (line 6)?',
    )
    assert render.render(diagnostic, {"shop/tagc.yaml": text}) == (
        'shop/tagc.yaml:14:9: error[TAG301] unknown-trigger: no trigger is named "purchse"\n'
        "   |\n"
        "14 |     on: purchse\n"
        "   |         ^^^^^^^\n"
        '   = hint: did you mean "purchase" (line 6)?\n'
    )


def test_other_places_are_shown_in_the_order_of_the_lines() -> None:
    label = Label(Span("f", 1, 1, 1, 2), "first here")
    assert frame("a: 1\nb: 2\nc: 3\na: 4", 1, 2, label, line=4) == (
        "  |\n1 | a: 1\n  | - first here\n...\n4 | a: 4\n  | ^\n"
    )


def test_places_in_another_file_get_a_frame_of_their_own() -> None:
    diagnostic = Diagnostic(
        UNKNOWN, "m", Span("f", 1, 1, 1, 2), (Label(Span("g", 10, 1, 10, 3), "there"),), "do it"
    )
    assert render.render(diagnostic, {"f": "a", "g": "\n" * 9 + "xyz"}) == (
        "f:1:1: error[TAG301] unknown-trigger: m\n"
        "   |\n 1 | a\n   | ^\n  --> g:10:1\n   |\n10 | xyz\n   | -- there\n   = hint: do it\n"
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "under"),
    [
        ("ab", 2, 3, "ab", " ^"),
        ("\tx", 2, 3, "    x", "    ^"),
        ("ab\tx", 4, 5, "ab  x", "    ^"),
        ("日本x", 3, 4, "日本x", "    ^"),
        ("日本x", 1, 3, "日本x", "^^^^"),
        ("a\U0001f600b", 3, 4, "a\U0001f600b", "   ^"),
        ("e\u0301x", 3, 4, "e\u0301x", " ^"),
        ("a\u202eb", 3, 4, "a<U+202E>b", "         ^"),
        ("a\x00b", 2, 3, "a<U+0000>b", " ^^^^^^^^"),
        ("ab", 3, 3, "ab", "  ^"),
        ("ab", 2, 99, "ab", " ^"),
        ("ab", 99, 99, "ab", "  ^"),
    ],
)
def test_carets_stand_under_the_span(text: str, start: int, end: int, shown: str, under: str) -> None:
    assert frame(text, start, end) == f"  |\n1 | {shown}\n  | {under}\n"


def test_a_long_line_is_cut_round_the_span() -> None:
    text = "a" * 5000 + "NEEDLE" + "b" * 5000
    _, line, carets, _ = frame(text, 5001, 5007).split("\n")
    assert len(line) <= 100 + len("1 | ……")
    assert line.startswith("1 | …a")
    assert line.endswith("b…")
    assert line[carets.index("^") : carets.rindex("^") + 1] == "NEEDLE"


def test_a_span_longer_than_the_window_is_shown_from_its_start() -> None:
    _, line, carets, _ = frame("x" * 5000, 1, 4000).split("\n")
    assert line == "1 | " + "x" * 100 + "…"
    assert carets == "  | " + "^" * 100


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    diagnostic = Diagnostic(UNKNOWN, "m", Span("f", 1, 3, 2, 2))
    assert render.render(diagnostic, {"f": "abcd\nefg"}).endswith("1 | abcd\n  |   ^^\n")


def test_without_the_source_the_headline_and_the_hint_stay() -> None:
    diagnostic = Diagnostic(UNKNOWN, "m", Span("f", 1, 1, 1, 2), (), "h")
    expected = "f:1:1: error[TAG301] unknown-trigger: m\n  = hint: h\n"
    assert render.render(diagnostic, {}) == expected
    assert render.render(diagnostic, lambda _: None) == expected


def test_colour_only_adds_escapes() -> None:
    diagnostic = Diagnostic(UNKNOWN, "m", Span("f", 1, 1, 1, 2), (Label(Span("f", 1, 2, 1, 3), "l"),), "h")
    plain = render.render(diagnostic, {"f": "abc"})
    colored = render.render(diagnostic, {"f": "abc"}, color=True)
    assert "\x1b[" not in plain
    for escape in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;34m"):
        assert escape in colored
        colored = colored.replace(escape, "")
    assert colored == plain


def test_every_code_can_be_explained_by_id_and_by_slug() -> None:
    for code in codes.CATALOGUE.values():
        assert render.explain(code.id) == render.explain(code.slug)
        assert code.slug in (render.explain(code.id.lower()) or "")
    assert render.explain("TAG000") is None


def test_the_generated_page_has_every_code_once_and_every_link_a_target() -> None:
    page = render.codes_markdown()
    for code in codes.CATALOGUE.values():
        heading = f"### {code.id} {code.slug} ({code.severity.value})"
        assert page.count(heading) == 1
        anchor = heading.removeprefix("### ").lower().replace(" ", "-").replace("(", "").replace(")", "")
        assert page.count(f"(#{anchor})") == 1
