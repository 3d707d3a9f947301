"""What YAML means here: the table of gotchas and the list of errors, with both parsers."""

from __future__ import annotations

import gc
import re

import pytest

from tagc.diagnostics import Code, Severity, Sink, codes
from tagc.source import Document, SourceFile, load, parser

PARSERS = pytest.mark.parametrize("libyaml", [True, False], ids=["libyaml", "python"])


def read(text: str, *, libyaml: bool = True) -> object:
    """Return the data; the text must be without any complaint."""
    sink = Sink()
    document = load(SourceFile("f", text), sink, libyaml=libyaml)
    assert not sink.diagnostics
    assert isinstance(document, Document)
    return document.data


def complaints(text: str, *, libyaml: bool = True) -> list[str]:
    """Return `line:column slug what-the-carets-cover` of everything reported."""
    sink = Sink()
    document = load(SourceFile("f", text), sink, libyaml=libyaml)
    assert (document is None) == sink.errors
    lines = text.split("\n")
    return [
        f"{one.span.line}:{one.span.column} {one.code.slug} "
        f"{lines[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1]}".strip()
        for one in sink.diagnostics
    ]


@PARSERS
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("on: 1", {"on": 1}),
        ("a: [NO, yes, off]", {"a": ["NO", "yes", "off"]}),
        ("a: [190:20:30, 1:30]", {"a": ["190:20:30", "1:30"]}),
        ("a: [0o14, 1e3, 12e03]", {"a": [12, 1000.0, 12000.0]}),
        ("a: [1_000, 0b11, 685_230.15]", {"a": ["1_000", "0b11", "685_230.15"]}),
        ("a: 2024-01-01", {"a": "2024-01-01"}),
        ("a: =\nb: <<", {"a": "=", "b": "<<"}),
        ("'1': a\n'~': b\n'<<': c", {"1": "a", "~": "b", "<<": "c"}),
        ("a: ~\nb: null", {"a": None, "b": None}),
        ("a: ''\nb: \"\"\nc: {}\nd: []", {"a": "", "b": "", "c": {}, "d": []}),
        ("a: '1'\nb: \"true\"\nc: |\n  12", {"a": "1", "b": "true", "c": "12"}),
        ("a: !!str 12\nb: !!str", {"a": "12", "b": ""}),
        ("a: ${x}-y\nb: $x\nc: US$", {"a": "${x}-y", "b": "$x", "c": "US$"}),
        ("a: b # comment\nc: d  #comment\ne: 1 #one\nf: 'g' #h", {"a": "b", "c": "d", "e": 1, "f": "g"}),
        ("a: b#c\nd: '#e'", {"a": "b#c", "d": "#e"}),
        ("a: # comment\n  b: c #1\n", {"a": {"b": "c"}}),
        ('{"a":1,"b":[true]}', {"a": 1, "b": [True]}),
        ("a: '\\.pdf$'\nb: \"\\\\.pdf\\u00e9\"", {"a": "\\.pdf$", "b": "\\.pdfé"}),
        ('a: "\\L\\x00\\U0001F600"', {"a": "\u2028\x00\U0001f600"}),
        ("--- # one document\na: 1\n...\n", {"a": 1}),
        ("a:\r\n  b: 1\r\n", {"a": {"b": 1}}),
        ("a: שלום\nb: 日本", {"a": "שלום", "b": "日本"}),
        ("a: .5\nb: .info", {"a": 0.5, "b": ".info"}),
        ("? a\n: b", {"a": "b"}),
        (
            "404: a\ntrue: b\n~: c\n.inf: d\n012: e",
            {"404": "a", "true": "b", "~": "c", ".inf": "d", "012": "e"},
        ),
        ("a: 0123", {"a": 123}),
    ],
)
def test_this_is_read_as(text: str, data: object, libyaml: bool) -> None:  # noqa: FBT001
    found = read(text, libyaml=libyaml)
    assert found == data
    assert repr(found) == repr(data)


@PARSERS
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n'a': 2\na: 3", ["2:1 duplicate-key 'a'", "3:1 duplicate-key a"]),
        ("404: a\n'404': b\n0404: c", ["2:1 duplicate-key '404'"]),
        ("? \n: b", ["1:2 empty-key"]),
        ("? [a, b]\n: c", ["1:3 complex-key [a, b]"]),
        ("{[1]: 2}", ["1:2 complex-key [1]"]),
        ("<<: {a: 1}", ["1:1 merge-key <<"]),
        ("v: {{var}}", ["1:4 template-braces {{var}}"]),
        ("v: {{var}}-x", ["1:4 template-braces {{var}}"]),
        ("v: [{{var}}-x]", ["1:5 template-braces {{var}}"]),
        ("a: {v: ${x}}", ["1:8 reference-in-braces ${x}"]),
        ("a: [p-${x}-${y}/z]", ["1:5 reference-in-braces p-${x}-${y}/z"]),
        ("{a:1}", ["1:2 missing-space a:1"]),
        ("a:1", ["1:1 missing-space a:1"]),
        ("a: 1\nb:2\nc: 3", ["2:1 missing-space b:2"]),
        ("a: {x: 12,50}", ["1:8 split-by-comma 12,50"]),
        ("a: {x: one, two}", ["1:8 split-by-comma one, two"]),
        ("a:\nb: {c: , d}", ["1:1 empty-value a", "2:5 empty-value c", "2:10 empty-value d"]),
        ("a:\n  -\n  - b", ["2:3 empty-value -"]),
        ("a: &x", ["1:1 empty-value a"]),
        ("selector: #id", ["1:11 value-is-comment #id"]),
        ("a:\n  - #id", ["2:5 value-is-comment #id"]),
        ("a: {click: #id}\nb: 1", ["1:12 value-is-comment #id"]),
        ("a: [#id]", ["1:5 value-is-comment #id"]),
        ("a: .card #buy", ["1:10 glued-comment #buy"]),
        ("a: .card #-x\nb: c #_y", ["1:10 glued-comment #-x", "2:6 glued-comment #_y"]),
        ("a: {b: .card #buy}\nc: 1", ["1:14 glued-comment #buy"]),
        (".card #buy: 1\nb: 2", ["1:7 glued-comment #buy"]),
        ('a: "\\.pdf"', ["1:5 bad-escape \\."]),
        (
            "a: .inf\nb: " + "9" * 5000,
            ["1:4 number-out-of-range .inf", "2:4 number-out-of-range " + "9" * 5000],
        ),
        ("a: !foo b", ["1:4 unknown-tag !foo"]),
        ("a: &x !foo b", ["1:7 unknown-tag !foo"]),
        ("a: !!python/object/apply:os.system [x]", ["1:4 unknown-tag !!python/object/apply:os.system"]),
        ("a: !!int 3\nb: !!str [x]", ["1:4 unknown-tag !!int", "2:4 unknown-tag !!str"]),
        ("a: !x!y z", ["1:4 unknown-tag !x!y"]),
        ("a: 1\n---\nb: 2", ["2:1 several-documents ---"]),
        ("a: 1\n...\nb: 2", ["3:1 several-documents b"]),
        ("a: &a [*a]", ["1:7 cycle [*a]"]),
        ("a: &a\n  b: *a", ["2:6 cycle *a"]),
        ("a: *b", ["1:4 unknown-alias *b"]),
        ("a: &x 1\nb: &x 2", ["2:4 duplicate-anchor &x"]),
        ("a: *.b.c", ["1:4 reserved-character *.b.c"]),
        ("a: @b", ["1:4 reserved-character @b"]),
        ("a: %b", ["1:4 reserved-character %b"]),
        ("a: |b", ["1:4 reserved-character |b"]),
        ("a:\n\tb: 1", ["2:1 tab-indentation"]),
        ("a: b: c", ["1:4 colon-in-text b: c"]),
        ("a: 'it's'", ["1:8 text-after-value s'"]),
        ("a: {b: 'it's'}", ["1:12 text-after-value s'"]),
        ("a: {b: 'c' d: e}", ["1:12 syntax-error d"]),
        ("a: 'b\nc: d", ["1:4 unclosed-quote 'b"]),
        ("a: [b\nc: d", ["1:4 unclosed-bracket ["]),
        ("a: {b: [c}\n", ["1:10 syntax-error }"]),
        ("a:\n  b: 1\n c: 2", ["3:2 bad-indentation c: 2"]),
        ("a: b\n  c: d", ["2:3 bad-indentation c: d"]),
        ("a\nb: c", ["1:1 syntax-error a"]),
        ("a: 1\nb\nc: 1", ["2:1 syntax-error b"]),
        ("a: - b", ["1:4 syntax-error -"]),
        (": b", ["1:1 syntax-error :"]),
        ("- a", ["1:1 not-a-map - a"]),
        ("just text", ["1:1 not-a-map just text"]),
        ("# nothing", ["1:1 empty-file"]),
        ("~", ["1:1 empty-file ~"]),
        ("", ["1:1 empty-file"]),
    ],
)
def test_this_is_reported_at(text: str, expected: list[str], libyaml: bool) -> None:  # noqa: FBT001
    assert complaints(text, libyaml=libyaml) == expected


def test_a_surrogate_escape_is_no_character() -> None:
    assert complaints('a: "\\ud800"') == ["1:5 bad-escape \\ud800"]
    assert complaints('a: "\\ud800"', libyaml=False) == ['1:4 bad-escape "\\ud800"']
    assert complaints('"\\udfff": 1', libyaml=False) == ['1:1 bad-escape "\\udfff"']
    assert complaints('a: "\\UFFFFFFFF"', libyaml=False) == ["1:5 bad-escape \\UFFFFFFFF"]


def test_a_duplicate_key_shows_where_the_first_one_is() -> None:
    sink = Sink()
    load(SourceFile("f", "a: 1\nb: 2\na: 3"), sink)
    (label,) = sink.diagnostics[0].labels
    assert (label.span.line, label.text) == (1, "first written here")


def test_a_mistyped_alias_is_told_the_nearest_anchor() -> None:
    sink = Sink()
    load(SourceFile("f", "a: &shared 1\nb: *shard"), sink)
    assert sink.diagnostics[0].hint == 'did you mean "*shared"?'


def test_no_complaint_repeats_the_words_of_the_parser() -> None:
    words = re.compile(r"while (parsing|scanning)|token|block (mapping|collection|end)|flow|expected")
    for text in ("a: [", "a: {", "a: b: c", "- a\nb", "a: \t- b", "%X", "a: 'b", "? ? ]", "a: !<x", "{a: b"):
        sink = Sink()
        load(SourceFile("f", text), sink)
        assert sink.errors
        for diagnostic in sink.diagnostics:
            assert not words.search(diagnostic.message)


def test_all_that_can_be_read_is_checked_in_one_run() -> None:
    text = "a:\nb: #id\nc: {d: 12,50}\n<<: x\n? [y]\n: y\na: z\nf: .inf\n"
    slugs = [line.split()[1] for line in complaints(text)]
    assert slugs == [
        "empty-value",
        "value-is-comment",
        "split-by-comma",
        "merge-key",
        "complex-key",
        "duplicate-key",
        "number-out-of-range",
    ]


def test_an_alias_is_a_copy_so_that_no_two_places_share_a_list() -> None:
    data = read("a: &x [1, {b: c}]\nd: *x")
    assert isinstance(data, dict)
    assert data["a"] == data["d"]
    assert data["a"] is not data["d"]
    assert data["a"][1] is not data["d"][1]


def test_the_garbage_collector_is_left_as_it_was() -> None:
    for before in (gc.enable, gc.disable):
        before()
        try:
            enabled = gc.isenabled()
            complaints("a: [")
            read("a: 1")
            assert gc.isenabled() == enabled
        finally:
            gc.enable()


def test_the_fast_parser_is_there() -> None:
    assert parser.LIBYAML


# ---- the explanations of the catalogue ----------------------------------------------------------------------------

EXPLAINED = [
    code for code in codes.CATALOGUE.values() if code.id.startswith("TAG1") and "```" in code.explanation
]


@pytest.mark.parametrize("code", EXPLAINED, ids=[code.slug for code in EXPLAINED])
def test_the_examples_of_an_explanation_are_what_they_say(code: Code) -> None:
    bad, good = re.findall(r"```yaml\n(.*?)\n```", code.explanation, re.DOTALL)
    sink = Sink()
    load(SourceFile("bad", bad), sink)
    assert {diagnostic.code.slug for diagnostic in sink.diagnostics} == {code.slug}
    assert sink.errors == (code.severity is Severity.ERROR)
    read(good)
