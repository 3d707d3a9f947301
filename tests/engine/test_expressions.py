# ruff: noqa: RUF001 - letters that look alike are what case is about
"""Given this expression and this event, the engine computes what the interpreter says, whatever the event holds."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import pytest

from tagc import registry
from tagc.backends.benthos.expressions import Scope, event_id, expression, identifier, person
from tagc.backends.benthos.library import mapping
from tagc.bloblang import build as b
from tagc.bloblang.printer import to_source
from tagc.ir import expr as e
from tagc.ir.program import MatchingKey
from tagc.ir.values import event_uuid, text_of, well_formed
from tagc.platforms import normalise
from tests.engine.mappings import SCOPE, agree, meant, printed, results, run

if TYPE_CHECKING:
    from pathlib import Path

Data = Any
HOSTILE: Final = (
    "", " ", "a", "Abc", "ÆØÅ ß ﬁ ŉ İ ı ſ K", "ΑΣ ΑΣΑ Σ 'ΟΔΟΣ' ΌΣΟΣ.", "𝔘😀x", "\U0010fffe\U000fffff😀", "é e\u0301",
    "\u0000\u0001\x1f\x7f\x80\u2028\u2029\ufeff", "\ufeff x\u00a0\u3000", "\x85x\u180e", '"\\`${HOME} ${! content() } $1 $$ {{x}}',
    "null", "true", "NaN", "Infinity", "-Infinity", "1", "-0", " 12.50 ", "12,50", "1.234.567,89 kr.", "-1-2,5", "+.5", "5.", ".", "1e3",
    "1e400", "-1e400", "1e-400", "0x1F", "0X", "0xg", "0x20000000000001", "0x1fffffffffffff8", "0b101", "0o17", "0B" + "1" * 70,
    "0o" + "7" * 40, "1_000", "٣", "0x" + "f" * 300, "9007199254740993", "1" * 400, "https://www.example.org/a?b=1&c=2&b=3#d?e", "a?b#c?d",
    "?x", "#", "...", "a.b*c", "a|b", "a/b-c", "[x]{2}", "-", "-1a", "1a", "a b+c&d=e%20~!'()*", "a,b,,c", ",", "line\nline\r\nline",
    "ann@example.org", "Ann.Lee+x@Gmail.com", "no at", "+45 (0) 12 34 56 78", "0045-1234", "90210-1234", "SW1A 1AA",
    "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9", " b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\n",
)  # fmt: skip
NUMBERS: Final = (
    *(
        0,
        -0.0,
        1,
        1.0,
        -1,
        0.1,
        0.5,
        1.5,
        2.5,
        -0.5,
        -1.5,
        1.005,
        12.345,
        1e21,
        1e20,
        123456789012345680000,
        1e-6,
        1e-7,
        5e-324,
    ),
    *(
        1.7976931348623157e308,
        -1e300,
        2**53,
        2**53 + 1,
        2**63,
        2**64,
        12345678901234567890,
        -(2**63),
        4.35,
        0.1 + 0.2,
    ),
)
OTHERS: Final = (
    *(
        None,
        True,
        False,
        [],
        {},
        [1, "2", None, "", "x", [3], {"a": 1}, True, 0.5],
        ["a", "", "b", 1.0, "😀"],
        {"a": {"b": [1]}},
    ),
    *(
        {"length": 3, "0": "x", "*": 1, "": 2, "a.b": 3, "~1": 4, "01": 5, "é": 6},
        [[1, 2], [3]],
        [{"a": 1}, {"a": "2"}, {}],
    ),
)
VALUES: Final = (*HOSTILE, *NUMBERS, *OTHERS)
X: Final = e.Field(e.Root.EVENT, ("x",))
Y: Final = e.Field(e.Root.EVENT, ("y",))
ITEM: Final = e.Field(e.Root.ITEM)


def const(text: str | float | None) -> e.Expr:
    return e.Const(text)


def every(bento: Path, *exprs: e.Expr) -> None:
    assert agree(bento, exprs, [{"x": value} for value in VALUES]) >= len(VALUES)


def pairs(bento: Path, *exprs: e.Expr) -> None:
    some = [
        *HOSTILE[:14],
        "1",
        " 12.50 ",
        "a.b*c",
        "[x]{2}",
        0,
        1.0,
        12.5,
        2**53 + 1,
        None,
        True,
        [1],
        {"a": 1},
    ]
    agree(bento, exprs, [{"x": one, "y": other} for one in some for other in some])


# ---- conversions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "text", "number", "number_comma", "lower", "upper", "trim", "escape_pattern", "escape_selector", "escape_part", "round",
        "iso_time", "unless_bare",
    ],
)  # fmt: skip
def test_a_conversion_of_any_value(bento: Path, name: str) -> None:
    every(
        bento,
        e.Convert(X, name),
        e.Convert(e.Convert(X, "trim"), name),
        e.Convert(e.Convert(X, name), "text"),
    )


def test_a_slice_counts_code_units(bento: Path) -> None:
    starts, ends = (0, 1, 2, 4, -1, -3, -99, 99), ((), (0,), (1,), (3,), (-1,), (-2,), (-9,), (99,))
    every(bento, *(e.Convert(X, "slice", (start, *end)) for start in starts for end in ends))


def test_lists_of_a_text_and_texts_of_a_list(bento: Path) -> None:
    separators = ("", ",", " ", "a", "😀", "$1", "\u0000")
    every(bento, *(e.Convert(X, "split", (by,)) for by in separators))
    every(bento, *(e.Convert(X, "join", (by,)) for by in separators))
    every(bento, *(e.Convert(e.Convert(X, "split", (by,)), "join", ("-",)) for by in separators if by))
    every(bento, *(e.Convert(X, "item", (at,)) for at in (0, 1, -1, 7, -7, 99, -99)))


def test_numbers_are_scaled_and_rounded_as_javascript_rounds(bento: Path) -> None:
    every(bento, *(e.Convert(X, "scale", (by,)) for by in (0.01, 100, 1, -1, 1e300, 0.1, 3)))
    every(bento, *(e.Convert(X, "round", (digits,)) for digits in (0, 1, 2, 6, 15)))


REPLACED: Final = (
    "[0-9]+", "a", r"\s", r"\D", r"\w+", r"\W", ".", "..", "^.", ".$", "[^a]", r"^\s+|\s+$", "^0+", "😀", "(?:😀|x)+", r"\+.*|[^a-z0-9]",
    r"[\s!-/:-@\[-^`{-~]", "a??b*c", "x*", "(?:a|ab)(?:c|bcd)?", r"\bline\b", r"\B", "^", "$", r"[\u00e0-\u00ff]", "[^]x]", r"\u2028", "a{0}",
    "(?:a{2,3}){2}", r"\$|\\", "", "[^\\s\\S]",
)  # fmt: skip


def test_every_match_of_a_pattern_is_replaced(bento: Path) -> None:
    every(bento, *(e.Convert(X, "replace", (pattern, "")) for pattern in REPLACED))
    exact = [pattern for pattern in REPLACED if pattern not in {"a??b*c", "x*"}]
    every(
        bento,
        *(e.Convert(X, "replace", (pattern, new)) for pattern in exact for new in ("-", "$1${x}", "😀")),
    )


def test_an_address_keeps_these_parameters(bento: Path) -> None:
    every(bento, *(e.Convert(X, "keep_query", names) for names in (("b",), ("b", "c"), ("x", "", "e"))))


def test_a_written_map_becomes_parameters_in_its_order(bento: Path) -> None:
    inner = e.Object((("y", X), ("x", const("1"))))
    whole = e.Object(
        (
            ("z", X),
            (".", const(2)),
            ("a b", e.Convert(X, "number")),
            ("m", inner),
            ("é", const("")),
            ("t", e.Test(e.Exists(X))),
        )
    )
    values = [value for value in VALUES if not isinstance(value, dict) or len(value) == 1]
    agree(
        bento,
        [e.Convert(whole, "escape_query"), e.Convert(e.Object(()), "escape_query")],
        [{"x": one} for one in values],
    )


CASED: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "So", "Nl", "Sk", "Cf", "Po"})
NEWER: Final = (  # letters with case that Go's tables (Unicode 15) do not know yet
    *(range(0x1C89, 0x1C8B), range(0xA7CB, 0xA7D0), range(0xA7D2, 0xA7D6), range(0xA7DA, 0xA7DD)),
    *(range(0x10D50, 0x10D90), range(0x16EA0, 0x16ED4)),
)


def test_every_cased_character_has_javascripts_other_cases(bento: Path) -> None:
    codes = [code for code in range(sys.maxunicode + 1) if not any(code in newer for newer in NEWER)]
    known = [chr(code) for code in codes if unicodedata.category(chr(code)) in CASED]
    words = ["".join(known[at : at + 500]) for at in range(0, len(known), 500)]
    agree(bento, [e.Convert(X, "lower"), e.Convert(X, "upper")], [{"x": word} for word in words])
    around = [f"a{one}Σ{one} {one}Σ{one}a" for one in known if ord(one) < 0x3000]
    lines = [{"x": " ".join(around[at : at + 200])} for at in range(0, len(around), 200)]
    agree(bento, [e.Convert(X, "lower")], lines)


# ---- values -------------------------------------------------------------------------------------------------------------


def test_numbers_are_printed_as_javascript_prints_them(bento: Path) -> None:
    written = [
        *map(json.dumps, NUMBERS),
        "1.0",
        "1.50",
        "1E2",
        "-0",
        "12345678901234567890",
        "100000000000000000000000",
    ]
    number = e.Convert(X, "number")
    made = [
        e.Object((("v", X),)),
        e.Object((("v", e.Array((number,))),)),
        e.Each(e.Array((X,)), e.Field(e.Root.ITEM)),
    ]
    lines = [f'{{"event": {{"x": {one}}}}}' for one in written]
    found = printed(bento, mapping([b.assign([], b.array(*(expression(one, SCOPE) for one in made)))]), lines)
    texts = [text_of(float(one)) for one in written]
    assert found == [f'[{{"v":{text}}},{{"v":[{text}]}},[{text}]]' for text in texts]


def test_own_properties_of_anything(bento: Path) -> None:
    steps = (
        "length",
        "0",
        "1",
        "2",
        "01",
        "-1",
        "+1",
        "*",
        "",
        "a",
        "a.b",
        "~1",
        "é",
        "__proto__",
        "constructor",
        "toString",
        "99999999999",
        "1.5",
    )
    every(bento, X, *(e.Field(e.Root.EVENT, ("x", step)) for step in steps))
    every(bento, *(e.Field(e.Root.EVENT, ("x", "a", step)) for step in ("b", "0", "length")))


def test_what_is_made_of_values(bento: Path) -> None:
    every(
        bento,
        e.Object((("a", X), ("b", const("")), ("c", const(0)), ("d", e.Convert(X, "number")), ("a", const(None)))),
        e.Object((("o", e.Object((("x", X),))), ("l", e.Array((X, const(None)))))),
        e.Array((X, const(None), const(""), e.Convert(X, "trim"))),
        e.Merge((e.Object((("a", const(1)), ("k", e.Object((("p", const(1)),))))), X, e.Object((("k", e.Object((("q", X),))),)))),
        e.Merge((X, const("text"))),
        e.First((X, const("none"))),
        e.First((e.Convert(X, "trim"), e.Convert(X, "number"), X)),
        e.First(()),
        e.If(e.Exists(X), X, const("none")),
        e.If(e.Always(holds=False), e.Dom(const("h1")), X),
        e.Concat((const("a-"), X, const("${HOME}"), const("-b"), X)),
        e.Concat((X, const(None))),
        e.Concat(()),
        e.Sum(X),
        e.Sum(e.Each(X, e.Product(ITEM, const(3)))),
        e.Product(X, const("0.1")),
        e.Product(X, X),
        e.Test(e.Exists(X)),
        e.Test(e.Not(e.Exists(X))),
    )  # fmt: skip


def test_each_goes_over_lists_of_lists(bento: Path) -> None:
    every(
        bento,
        e.Each(X, ITEM),
        e.Each(X, e.Object((("v", ITEM), ("all", e.Each(X, ITEM))))),
        e.Each(X, e.Each(ITEM, e.Product(ITEM, const(2)))),
        e.Each(X, e.Field(e.Root.ITEM, ("a",)), e.Compare(ITEM, e.Operator.GT, (const(0.5),))),
        e.Each(X, ITEM, e.Exists(e.Field(e.Root.ITEM, ("a",)))),
        e.Each(X, e.First((e.Field(e.Root.ITEM, ("a",)), e.Convert(ITEM, "upper")))),
    )


# ---- comparing ----------------------------------------------------------------------------------------------------------

TEXTUAL: Final = (e.Operator.EQUALS, e.Operator.CONTAINS, e.Operator.STARTS_WITH, e.Operator.ENDS_WITH)
NUMERIC: Final = (e.Operator.LT, e.Operator.LTE, e.Operator.GT, e.Operator.GTE)


@pytest.mark.parametrize("operator", TEXTUAL)
@pytest.mark.parametrize("ignore_case", [False, True])
def test_texts_are_compared(bento: Path, operator: e.Operator, *, ignore_case: bool) -> None:
    def test(*operands: e.Expr) -> e.Expr:
        return e.Test(e.Compare(X, operator, operands, ignore_case))

    every(
        bento,
        *(
            test(const(word))
            for word in ("a", "ABC", "1", 1.0, 1e21, "true", "", None, "ΣΑΣ", "😀", "ß", "${HOME}", "null")
        ),
        test(const("a"), const(12.5), const("")),
        test(const(None), const("")),
        test(),
        test(X, const("x")),
    )
    pairs(bento, test(Y), test(const("b"), Y), e.Test(e.Not(e.Compare(Y, operator, (X,), ignore_case))))


@pytest.mark.parametrize("operator", NUMERIC)
def test_numbers_are_compared(bento: Path, operator: e.Operator) -> None:
    def test(*operands: e.Expr) -> e.Expr:
        return e.Test(e.Compare(X, operator, operands))

    every(
        bento,
        *(test(const(number)) for number in (0, 1, 12.5, "12.50", "", None, "x", True, 2**53, 1e21)),
        test(const(5), const(-5)),
    )
    pairs(bento, test(Y), test(const(1), Y))


@pytest.mark.parametrize("ignore_case", [False, True])
def test_patterns_are_matched(bento: Path, *, ignore_case: bool) -> None:
    patterns = (
        "a", "^a", "c$", "^.$", "^..$", "^....$", "k", "s", "ß", "σ", "İ", r"\b1", r"\B", r"^\B", r"\d{2,}", r"\s", r"^\S+$", r"\w\W", "[^x]", "[^\\s\\S]", "😀", "^😀",
        "😀x", "𝔘.*x", "", "a|", "[é-ü]", r"\.pdf$", "^/a(?:/|$)", "(?:ab?){1,3}", "[a-c-]", r"[\]\\^]", r"\u2028", "^(?:..)*$",
    )  # fmt: skip
    every(
        bento,
        *(e.Test(e.Compare(X, e.Operator.MATCHES, (const(pattern),), ignore_case)) for pattern in patterns),
    )
    every(bento, e.Test(e.Compare(X, e.Operator.MATCHES, (const("^b"), const(1), const(None)), ignore_case)))


def test_a_pattern_may_hold_an_escaped_value(bento: Path) -> None:
    value = e.Convert(Y, "escape_pattern")

    def test(*parts: e.Expr) -> e.Expr:
        return e.Test(e.Compare(X, e.Operator.MATCHES, (e.Concat(parts),)))

    pairs(
        bento,
        test(const("^"), value, const("$")),
        test(const("^.?(?:"), value, const("|\ue000)")),
        test(value),
        test(value, value),
        test(const("[^a]"), value),
        e.Test(e.Compare(X, e.Operator.MATCHES, (value,))),
    )


@pytest.mark.parametrize("operator", [*TEXTUAL, e.Operator.MATCHES])
@pytest.mark.parametrize("ignore_case", [False, True])
def test_a_table_gives_its_first_row_that_fits(
    bento: Path, operator: e.Operator, *, ignore_case: bool
) -> None:
    table = (
        ("", const("never")),
        ("a", const(1)),
        ("Ab", X),
        ("^1", e.Concat((X, const("!")))),
        ("12", const(None)),
    )
    every(
        bento,
        e.Lookup(X, operator, table, e.Convert(X, "upper"), ignore_case),
        e.Lookup(X, operator, table, ignore_case=ignore_case),
        e.Lookup(X, operator, (), const("d"), ignore_case),
    )


def test_conditions_are_joined(bento: Path) -> None:
    one, two, three = (
        e.Exists(X),
        e.Compare(X, e.Operator.CONTAINS, (const("a"),)),
        e.Compare(X, e.Operator.GT, (const(1),)),
    )
    made = (
        e.AllOf((one, two)), e.AnyOf((two, three)), e.AllOf(()), e.AnyOf(()), e.Not(e.AllOf((one, e.AnyOf((two, three))))),
        e.AnyOf((e.AllOf((one, two)), e.Not(three))), e.AllOf((e.AnyOf((two, three)), one)), e.AllOf((e.Always(holds=True), one)),
        e.AnyOf((e.Always(holds=True), one)), e.Not(e.Always(holds=True)), e.Not(e.Not(two)), e.Exists(const(0)), e.Exists(const("")),
    )  # fmt: skip
    every(bento, *map(e.Test, made))


# ---- ids and persons ----------------------------------------------------------------------------------------------------


def test_an_id_of_a_key_is_the_same_everywhere(bento: Path) -> None:
    keys = [value for value in HOSTILE if value]
    found = results(bento, [event_id("purchase", X, SCOPE)], [{"event": {"x": key}} for key in keys])
    assert [row[0] for row in found] == [event_uuid("purchase", key) for key in keys]
    assert len({event_uuid("purchase", key)[19] for key in keys}) == 4
    empty = results(
        bento, [event_id("purchase", X, SCOPE)], [{"event": {"x": key}} for key in ("", None, [], {})]
    )
    assert empty == [[None]] * 4
    assert results(bento, [event_id("lead", X, SCOPE)], [{"event": {"x": 12.0}}]) == [
        [event_uuid("lead", "12")]
    ]


FIELDS: Final = {name: getattr(normalise, name) for name in normalise.__all__}


def test_user_data_is_normalised_as_in_the_page(bento: Path) -> None:
    people = [{"f": text} for text in HOSTILE] + [{}]
    exprs = [made("f") for made in FIELDS.values()]
    found = results(
        bento, [expression(expr, SCOPE) for expr in exprs], [{"user": person_} for person_ in people]
    )
    for user, row in zip(people, found, strict=True):
        assert row == [meant(expr, None, user) for expr in exprs]


def test_user_data_is_hashed_once_and_what_is_a_hash_is_passed_on(bento: Path) -> None:
    digest = "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9"

    def key(*, hashed: bool) -> MatchingKey:
        return MatchingKey(key="em", field="email", normalise=normalise.trimmed_lower("email"), hashed=hashed)

    made = [identifier(key(hashed=True), SCOPE), identifier(key(hashed=False), SCOPE)]
    users = [
        {"email": " Ånn@Example.org\n"},
        {"email": digest},
        {"email": f" {digest}\n"},
        {"email": ""},
        {"email": "  "},
        {},
        {"email": None},
    ]
    assert results(bento, made, [{"user": user} for user in users]) == [
        [hashlib.sha256("ånn@example.org".encode()).hexdigest(), "ånn@example.org"],
        [digest.lower(), None],
        [digest.lower(), None],
        *[[None, None]] * 4,
    ]


@pytest.mark.parametrize("name", sorted(registry.platforms()))
def test_a_person_has_each_platforms_shape(bento: Path, name: str) -> None:
    keys = registry.platforms()[name].matching
    known = {
        "email": "Ann.Lee+x@Gmail.com",
        "phone": "+45 12 34 56 78",
        "first_name": "Ånn",
        "city": "New York",
        "country": "DK",
        "birth_date": "2001-02-03",
    }
    users = [known, {"email": "x"}, {"gender": " Female"}, {}]
    listed = [
        MatchingKey(key=key.key, field=key.field, normalise=key.normalise, hashed=key.hashed, path=key.path)
        for key in keys
    ]
    found = results(bento, [person(listed, SCOPE)], [{"user": user} for user in users])
    assert [row[0] for row in found] == [seen(listed, user) for user in users]


def seen(keys: list[MatchingKey], user: dict[str, str]) -> Data:
    out: dict[str, Data] = {}
    for key in keys:
        found = meant(key.normalise, None, user) if key.field in user else None
        if found is None or found == "":
            continue
        at = out
        for step in key.path:
            at = at.setdefault(step, {})
        at[key.key] = hashlib.sha256(well_formed(found).encode()).hexdigest() if key.hashed else found
    return out or None


# ---- in a configuration file ----------------------------------------------------------------------------------------------


def test_no_text_is_taken_for_a_variable_of_the_environment_or_a_function(
    bento: Path, tmp_path: Path
) -> None:
    texts = [text for text in HOSTILE if text] + [
        "${HOME:x}",
        "${{HOME}}",
        "$${HOME}",
        '${!env("HOME")}',
        "$",
        "{",
        "\ud83d\ude00",
    ]
    made = to_source(
        mapping(
            [
                b.assign(
                    [],
                    b.object_(
                        [("texts", b.value(texts)), ("${HOME}", b.value("$")), ("id", b.variable("x"))]
                    ),
                )
            ]
        )
    )
    made = "let x = 1\n" + made
    lines = "".join(f"        {line}\n" for line in made.splitlines())
    config = f"input:\n  generate: {{count: 1, interval: '', mapping: 'root = {{}}'}}\npipeline:\n  processors:\n    - mapping: |\n{lines}output:\n  stdout: {{}}\n"
    file = tmp_path / "config.yaml"
    file.write_text(f"logger: {{level: ERROR}}\nhttp: {{enabled: false}}\n{config}", encoding="utf-8")
    done = subprocess.run(
        [str(bento), "-c", str(file)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert json.loads(done.stdout) == {"texts": [*texts[:-1], "😀"], "${HOME}": "$", "id": 1}


def test_where_units_are_counted_the_last_noncharacter_becomes_the_one_before_it(bento: Path) -> None:
    made = [
        expression(e.Convert(X, *step), SCOPE)
        for step in (("slice", (0, 9)), ("replace", (".x", "")), ("replace", ("x", "")))
    ]
    assert results(bento, made, [{"event": {"x": "\U0010ffffyx"}}]) == [
        ["\U0010fffeyx", "\U0010fffe", "\U0010ffffy"]
    ]


def test_half_a_character_is_written_as_the_replacement_character(bento: Path) -> None:
    assert run(bento, mapping([b.assign(["x"], "a\ud83d!")]), [{}]) == [{"x": "a\ufffd!"}]


def test_a_secret_comes_from_the_environment(bento: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAGC_TOKEN", "s3cret ${HOME}")
    secret = expression(e.Field(e.Root.SECRET, ("TAGC_TOKEN",)), Scope())
    assert results(bento, [secret], [{}]) == [["s3cret ${HOME}"]]
