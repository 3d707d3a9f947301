"""The catalogue as a whole: what every entry has to be, whoever wrote it."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from tagc.diagnostics import Code, codes

ENTRIES = codes.declared()
DIGITS = {
    "source": "1",
    "yaml_syntax": "1",
    "yaml_values": "1",
    "schema": "2",
    "names": "3",
    "consent": "4",
    "events": "5",
    "forwarding": "5",
    "scripts": "6",
    "output": "7",
    "files": "8",
    "internal": "9",
}


def test_ids_and_slugs_are_unique() -> None:
    assert len({code.id for _, _, code in ENTRIES}) == len(ENTRIES)
    assert len({code.slug for _, _, code in ENTRIES}) == len(ENTRIES)
    assert list(codes.CATALOGUE) == sorted(codes.CATALOGUE)


each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[code.id for _, _, code in ENTRIES])
Entry = tuple[str, str, Code]


@each_entry
def test_every_code_has_a_number_of_its_modules_range(entry: Entry) -> None:
    module, _, code = entry
    assert re.fullmatch(rf"TAG{DIGITS[module]}\d\d", code.id)


@each_entry
def test_every_constant_is_named_like_its_slug(entry: Entry) -> None:
    _, name, code = entry
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code.slug)
    assert name == code.slug.upper().replace("-", "_")
    assert getattr(codes, name) is code


@each_entry
def test_every_message_is_one_line_without_a_full_stop(entry: Entry) -> None:
    code = entry[2]
    assert code.text.strip() == code.text
    assert not code.text.endswith(".")
    assert "\n" not in code.text


@each_entry
def test_every_field_of_a_message_or_hint_has_a_name(entry: Entry) -> None:
    code = entry[2]
    for text in (code.text, code.hint or ""):
        for _, field, _, _ in Formatter().parse(text):
            assert field is None or field.isidentifier()


@each_entry
def test_every_code_is_explained_in_one_paragraph_at_least(entry: Entry) -> None:
    code = entry[2]
    assert len(code.explanation.split()) > 15
    assert code.explanation.count("```") % 2 == 0


def test_a_code_is_found_by_id_and_by_slug_in_any_case() -> None:
    assert codes.find("tag133") is codes.find("Merge-Key") is codes.MERGE_KEY
    assert codes.find("nothing") is None
