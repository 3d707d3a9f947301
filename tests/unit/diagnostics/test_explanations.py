"""The examples in the explanations of the catalogue are what they say; the 1xx ones are run by tests/unit/source."""

from __future__ import annotations

import re

import pytest

from tagc.compiler import check
from tagc.diagnostics import Code, Severity, codes, formats
from tests.fragments import complete

EXPLAINED = [code for code in codes.CATALOGUE.values() if code.id[3] in "2345"]


@pytest.mark.parametrize("code", EXPLAINED, ids=[code.slug for code in EXPLAINED])
def test_the_examples_of_an_explanation_are_what_they_say(code: Code) -> None:
    bad, good = re.findall(r"```yaml\n(.*?\n)```", code.explanation, re.DOTALL)
    found = check("bad.yaml", complete(bad).encode())
    shown = formats.text(found.diagnostics, found.sources)
    assert {one.code.slug for one in found.diagnostics if one.severity is code.severity} == {code.slug}, shown
    assert found.ok == (code.severity is Severity.WARNING), shown
    mended = check("good.yaml", complete(good).encode())
    shown = formats.text(mended.diagnostics, mended.sources)
    assert mended.ok, shown
    assert code.slug not in {one.code.slug for one in mended.diagnostics}, shown


def test_every_mistake_of_the_document_has_its_example() -> None:
    assert all(code.explanation.count("```yaml\n") == 2 for code in EXPLAINED)
