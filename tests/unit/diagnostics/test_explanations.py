"""The examples in the explanations of the catalogue are what they say; the 1xx ones are run by tests/unit/source."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tagc.compiler import BuildResult, check
from tagc.diagnostics import Code, Severity, codes, formats
from tagc.source import Refusal
from tests.fragments import complete

EXPLAINED = [code for code in codes.CATALOGUE.values() if code.id[3] in "2345"]


@pytest.mark.parametrize("code", EXPLAINED, ids=[code.slug for code in EXPLAINED])
def test_the_examples_of_an_explanation_are_what_they_say(code: Code) -> None:
    bad, good = re.findall(r"```yaml\n(.*?\n)```", code.explanation, re.DOTALL)
    found = check("bad.yaml", complete(bad).encode())
    shown = formats.text(found.diagnostics, found.sources)
    told = {one.code.slug for one in found.diagnostics if one.severity is code.severity}
    # A rule for one platform alone leaves the others of the frame around it without any.
    assert told - ({codes.UNUSED_INSTANCE.slug} - {code.slug}) == {code.slug}, shown
    assert found.ok == (code.severity is Severity.WARNING), shown
    mended = check("good.yaml", complete(good).encode())
    shown = formats.text(mended.diagnostics, mended.sources)
    assert mended.ok, shown
    assert code.slug not in {one.code.slug for one in mended.diagnostics}, shown


# What the examples of 8xx are about beside the document: the files round it, and the environment that is built.
FILES = {
    "base.yaml": b"x-nothing: 1",
    "shared/base.yaml": b"x-nothing: 1",
    "../shared/base.yaml": b"x-nothing: 1",
}
ABOUT_FILES = [code for code in codes.CATALOGUE.values() if code.id[3] == "8" and "```" in code.explanation]


def _read(path: str) -> bytes | Refusal | None:
    return Refusal(outside=True) if path.startswith("../../") else FILES.get(path)


@pytest.mark.parametrize("code", ABOUT_FILES, ids=[code.slug for code in ABOUT_FILES])
def test_the_examples_about_files_and_environments_are_what_they_say(code: Code) -> None:
    bad, good = re.findall(r"```yaml\n(.*?\n)```", code.explanation, re.DOTALL)
    environment = "staging" if code is codes.UNKNOWN_ENVIRONMENT else None
    found = check("tagc.yaml", complete(bad).encode(), read=_read, environment=environment)
    assert {one.code.slug for one in found.diagnostics} == {code.slug}
    mended = check("tagc.yaml", complete(good).encode(), read=_read, environment=environment)
    assert mended.ok, formats.text(mended.diagnostics, mended.sources)


# What the examples of 6xx are about: sections beside a file with one function, or a whole script file, used as a value or,
# where it is none, as a tag.
TOTAL = b"export default ({ total }) => total * 2;"
ABOUT_SCRIPTS = [code for code in codes.CATALOGUE.values() if code.id[3] == "6"]
USED = """
variables:
  fee: {script: example.js, reads: {total: $event.total, user: $data.user}}
tags:
  chat: {script: example.js, requires: marketing, pushes: [chat_opened]}
"""


def _with_script(block: str, language: str) -> BuildResult:
    if language == "yaml":
        sections = block + ("events: {page_view: {params: {fee: $fee}}}\n" if "fee:" in block else "")
        return check("tagc.yaml", complete(sections).encode(), read={"total.js": TOTAL}.get)
    as_tag = not block.startswith(("export", "import", "const fee"))
    used = "".join(USED.partition("tags:")[1:]) if as_tag else USED.partition("tags:")[0]
    events = "events: {page_view: {}}\n" if as_tag else "events: {page_view: {params: {fee: $fee}}}\n"
    found = check("tagc.yaml", complete(used + events).encode(), read={"example.js": block.encode()}.get)
    others = codes.SCRIPT_UNUSED_VALUE  # of what other examples take
    return replace(found, diagnostics=tuple(one for one in found.diagnostics if one.code != others))


@pytest.mark.parametrize("code", ABOUT_SCRIPTS, ids=[code.slug for code in ABOUT_SCRIPTS])
def test_the_examples_about_scripts_and_tags_are_what_they_say(code: Code) -> None:
    (language, bad), (_, good) = re.findall(r"```(js|yaml)\n(.*?\n)```", code.explanation, re.DOTALL)
    found = _with_script(bad, language)
    shown = formats.text(found.diagnostics, found.sources)
    assert {one.code.slug for one in found.diagnostics} == {code.slug}, shown
    mended = _with_script(good, language)
    shown = formats.text(mended.diagnostics, mended.sources)
    assert mended.ok, shown
    assert code.slug not in {one.code.slug for one in mended.diagnostics}, shown


def test_every_mistake_of_the_document_has_its_example() -> None:
    assert all(code.explanation.count("```yaml\n") == 2 for code in EXPLAINED)
