"""Values: text, numbers, own properties and conversions agree with JavaScript."""

from __future__ import annotations

import math

import pytest

from tagc.ir.values import CONVERSIONS, event_uuid, field, is_empty, number_of, plain, text_of


@pytest.mark.parametrize("value", [None, "", math.nan])
def test_these_are_empty(value: object) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, [], {}, " ", math.inf])
def test_these_are_not_empty(value: object) -> None:
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e21, "1e+21"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (-1e-7, "-1e-7"),
        (math.inf, "Infinity"),
        (True, "true"),
        ("x", "x"),
        ([1], None),
        ({}, None),
        (None, None),
        (math.nan, None),
    ],
)
def test_text_is_what_javascript_writes(value: object, text: str | None) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (" 12.50\n", 12.5),
        ("\ufeff12\xa0", 12.0),
        ("0x1f", 31.0),
        ("-0x1f", None),
        ("1_0", None),
        (".5", 0.5),
        ("5.", 5.0),
        (".", None),
        ("1e3", 1000.0),
        ("1e999", None),
        ("Infinity", None),
        ("NaN", None),
        ("12px", None),
        ("", None),
        (True, None),
        ([], None),
        (3, 3.0),
        (math.inf, None),
    ],
)
def test_numbers_are_what_javascript_reads(value: object, number: float | None) -> None:
    assert number_of(value) == number


def test_only_own_properties_are_read() -> None:
    assert field({"a": 1}, "a") == 1
    assert field({"a": 1}, "toString") is None
    assert field([5, 6], "1") == 6
    assert field([5, 6], "01") is None
    assert field([5, 6], "length") == 2
    assert field("a😀", "length") == 3
    assert field(5, "length") is None


@pytest.mark.parametrize(
    ("name", "value", "arguments", "result"),
    [
        ("number_comma", "1.234,50", (), 1234.5),
        ("number_comma", "12,50 EUR", (), 12.5),
        ("number_comma", "EUR -12,50", (), -12.5),
        ("number_comma", "12,-", (), 12.0),
        ("number_comma", "1,2,3", (), None),
        ("number_comma", 7, (), 7.0),
        ("number_comma", "free", (), None),
        ("lower", "ÄB", (), "äb"),
        ("upper", "straße", (), "STRASSE"),
        ("trim", "\ufeff a\u3000", (), "a"),
        ("slice", "a😀b", (0, 3), "a😀"),
        ("slice", "abc", (-2, None), "bc"),
        ("slice", [1, 2, 3], (1, -1), [2]),
        ("slice", 12345, (0, 2), "12"),
        ("slice", {}, (0, 2), None),
        ("split", "a,b,", (",",), ["a", "b", ""]),
        ("join", ["a", 1, None, [2], True], ("-",), "a-1-true"),
        ("join", "ab", ("-",), None),
        ("item", [1, 2, 3], (-1,), 3),
        ("item", [1], (1,), None),
        ("replace", "a.b.c", (r"\.", "$1"), "a$1b$1c"),
        ("replace", "baac", ("a*", "-"), "-b--c-"),
        ("scale", "1999", (0.01,), 19.99),
        ("scale", "x", (0.01,), None),
        ("round", 2.5, (), 3.0),
        ("round", -2.5, (), -2.0),
        ("round", 0.49999999999999994, (), 0.0),
        ("round", 1.005, (2,), 1.0),
        ("escape_pattern", "a.b/c", (), r"a\.b\/c"),
        ("iso_time", 0, (), "1970-01-01T00:00:00.000Z"),
        ("iso_time", 1767225600123.9, (), "2026-01-01T00:00:00.123Z"),
        ("iso_time", 253402300799999, (), "9999-12-31T23:59:59.999Z"),
        ("iso_time", 253402300800000, (), None),
        ("iso_time", -1, (), None),
        ("unless_bare", {}, (), None),
        ("unless_bare", [], (), None),
        ("unless_bare", [0], (), [0]),
        ("unless_bare", 0, (), 0),
    ],
)
def test_a_conversion_gives_this(
    name: str, value: object, arguments: tuple[str | int | float | None, ...], result: object
) -> None:
    assert CONVERSIONS[name](value, *arguments) == result


@pytest.mark.parametrize("name", sorted(CONVERSIONS))
def test_a_conversion_of_an_empty_value_is_empty(name: str) -> None:
    arguments = {"slice": (0, None), "split": (",",), "join": (",",), "item": (0,), "scale": (2,)}
    given = {**arguments, "replace": ("a", "b")}.get(name, ())
    assert CONVERSIONS[name]("", *given) is None


def test_the_id_of_a_key_is_always_the_same() -> None:
    assert event_uuid("purchase", "A-1") == "d28366d4-3edf-57a9-83fe-f09676b3b497"
    assert event_uuid("purchase", "\ud800") == event_uuid("purchase", "\ufffd")
    assert event_uuid("purchase", "\ud83d\ude00") == event_uuid("purchase", "😀")


def test_plain_data_is_what_json_would_hold() -> None:
    assert plain({"a": (1.0, math.nan, "\ud83d\ude00", 1.5)}) == {"a": [1, None, "😀", 1.5]}
