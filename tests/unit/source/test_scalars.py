"""The core schema of YAML 1.2, row by row."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from tagc.source import SourceFloat, SourceInt, scalars


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("1.50", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("12e03", 12000.0),
        ("-1.5E-1", -0.15),
    ],
)
def test_words_and_numbers_of_yaml_1_2_have_their_value(text: str, value: object) -> None:
    found = scalars.core(text)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)
    assert isinstance(found, float) == isinstance(value, float)


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "off",
        "yes",
        "NO",
        "y",
        "n",
        "190:20:30",
        "1:30",
        "1_000",
        "0b11",
        "685_230.15",
        "2024-01-01",
        "=",
        "<<",
        "tRUE",
        "nULL",
        "-0x1F",
        "0x",
        "0o8",
        ".",
        "-",
        "+",
        "1e",
        "1.2.3",
        ".e5",
        ".info",
        "infinity",
        "nan",
        "\u0663",
        "1\uff12",
        "0X1F",
        "0O14",
        "--",
        "-.",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    assert scalars.core(text) == text


@pytest.mark.parametrize(
    "text", ["1e999", "-1e999", ".inf", "-.INF", ".NaN", "9" * 5000, "9" * 309, "0x" + "f" * 290]
)
def test_what_cannot_be_calculated_with_is_refused(text: str) -> None:
    with pytest.raises(scalars.OutOfRangeError):
        scalars.core(text)


def test_every_number_that_is_accepted_fits_a_float() -> None:
    number = scalars.core("9" * 300)
    assert isinstance(number, SourceInt)
    assert float(number) == 1e300


@pytest.mark.parametrize("text", ["0123", "1.50", "1e3", "0o14", "9007199254740993"])
def test_a_number_knows_how_it_was_written(text: str) -> None:
    number = scalars.core(text)
    assert isinstance(number, (SourceInt, SourceFloat))
    assert number.text == text
    for twin in (copy.copy(number), copy.deepcopy(number), pickle.loads(pickle.dumps(number))):  # noqa: S301
        assert (twin, twin.text) == (number, text)


def test_a_number_made_without_text_has_its_shortest_form() -> None:
    assert SourceInt(12).text == "12"
    assert SourceFloat(1.50).text == "1.5"


def test_numbers_are_written_to_json_as_numbers() -> None:
    assert json.dumps([scalars.core("012"), scalars.core("1.50")]) == "[12, 1.5]"


@pytest.mark.parametrize(
    ("text", "zero"),
    [("012", True), ("-00", True), ("01.5", True), ("0", False), ("0.5", False), ("0x0", False)],
)
def test_a_leading_zero_is_noticed(text: str, zero: bool) -> None:  # noqa: FBT001
    number = scalars.core(text)
    assert isinstance(number, (SourceInt, SourceFloat))
    assert scalars.has_leading_zero(number) == zero
