"""What the READMEs say is so: commands run, documents build, quoted output is what comes out, links lead somewhere.

After a change of the code: `.ci/env pytest tests/docs --update-golden`, then read the difference.
"""

from __future__ import annotations

import base64
import hashlib
import pkgutil
import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

import tagc
from tagc import compiler, model
from tagc.contracts import Platform
from tagc.js.parse import parse, parse_module
from tests.docs.markdown import Block, ReadmeError, blocks, followed, name_of, readmes
from tests.embedded.host import Host
from tests.examples import all_examples

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden

READMES = readmes()
# The example sites have tests of their own for what they show (tests/golden/test_examples.py).
FOLLOWED = [path for path in READMES if path not in {example.readme for example in all_examples()}]
BLOCKS = [block for path in FOLLOWED for block in blocks(path)]
MAIN = next(path for path in READMES if name_of(path) == "README.md")

# What a fragment is put into: each section that the fragment does not have itself.
AROUND = {
    "tagc": "tagc: 1\n",
    "container": "container: example\n",
    "consent": "consent: {categories: [analytics, marketing]}\n",
    "platforms": (
        "platforms:\n"
        "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}\n"
        "  meta: {pixel_id: 1234567890123456, requires: marketing}\n"
        "  tiktok: {pixel_code: C4ABCDEFGHIJKLMNOPQR, requires: marketing}\n"
        "  linkedin: {partner_id: 1234567, requires: marketing}\n"
    ),
    "events": "events:\n  page_view: {}\n",
}
# What is normal in a fragment: the rest of the document would use it.
LOOSE_ENDS = {
    "unused-category",
    "unused-instance",
    "unused-variable",
    "unused-trigger",
    "category-never-granted",
}


def _named(paths: list[Path]) -> list[str]:
    return [name_of(path) for path in paths]


@pytest.mark.parametrize("path", FOLLOWED, ids=_named(FOLLOWED))
def test_a_reader_who_follows_the_readme_sees_what_it_says(
    path: Path, tmp_path: Path, golden: Golden
) -> None:
    try:
        text = followed(path, tmp_path)
    except ReadmeError as error:
        pytest.fail(str(error), pytrace=False)
    golden(path, text)


# ---- documents ------------------------------------------------------------------------------------------------


def _yaml() -> list[Block]:
    return [
        block
        for block in BLOCKS
        if block.info == "yaml" and block.mark("broken") is None and block.mark("not run") is None
    ]


@pytest.mark.parametrize("block", _yaml(), ids=[block.place for block in _yaml()])
def test_a_document_builds(block: Block) -> None:
    text = _whole(block)
    result = compiler.build("tagc.yaml", text.encode(), read=_scripts_of(block.path).get)
    allowed = set() if text == block.text else LOOSE_ENDS
    wrong = [
        f"{found.span.line}: {found.code.slug}: {found.message}"
        for found in result.diagnostics
        if found.code.slug not in allowed
    ]
    assert wrong == [], text


def _scripts_of(path: Path) -> dict[str, bytes]:
    """The script files that a README writes."""
    found = [block for block in BLOCKS if block.path == path and block.info == "js"]
    return {name: block.text.encode() for block in found if (name := block.mark("file")) is not None}


def _whole(block: Block) -> str:
    """A whole document: the block's own, or one around the block."""
    text, section = block.text, block.mark("part of")
    if section is not None:
        text = f"{section}:\n" + "".join(f"  {line}\n" if line else "\n" for line in block.lines)
    keys = re.findall(r"^([\w-]+):", text, re.MULTILINE)
    known = set(model.Document.model_fields)
    if not keys or not known.issuperset(keys):
        pytest.fail(
            f"{block.place}: begin the fragment with a section of the document, or mark it: "
            "<!-- part of: events --> above it",
            pytrace=False,
        )
    return text + "".join(around for key, around in AROUND.items() if key not in keys)


# ---- other code -----------------------------------------------------------------------------------------------


def _scripts() -> list[Block]:
    return [block for block in BLOCKS if block.info == "js" and block.mark("not run") is None]


@pytest.mark.parametrize("block", _scripts(), ids=[block.place for block in _scripts()])
def test_javascript_parses(block: Block) -> None:
    (parse if block.mark("file") is None else parse_module)(block.text)


STUB = re.compile(r"<script>(window\.tagc=.*?)</script>")


def test_the_stub_keeps_what_the_page_says_before_the_container_arrives() -> None:
    found = STUB.search(MAIN.read_text("utf-8"))
    assert found is not None
    around = {
        **AROUND,
        "events": "events:\n  donate: {}\n",
        "consent": "consent: {categories: [marketing]}\n",
    }
    around["platforms"] = "platforms:\n  meta: {pixel_id: 1234567890123456, requires: marketing}\n"
    made = compiler.build("tagc.yaml", "".join(around.values()).encode()).files["container.js"].decode()
    page = Host().load(found[1])
    page.tagc("event", "donate", {}).tagc("consent", {"marketing": True})
    page.load(made)
    assert [call[:3] for call in page.calls if call[0] == "fbq"][-1] == ["fbq", "track", "Donate"]
    assert page.errors == []


def test_the_hash_of_the_stub_for_a_strict_policy_is_right() -> None:
    text = MAIN.read_text("utf-8")
    found = STUB.search(text)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert re.findall(r"'sha256-(.*?)'", text) == [digest]


# ---- nothing is left out --------------------------------------------------------------------------------------


def test_every_field_of_a_platform_is_explained() -> None:
    text = (MAIN.parent / "tagc" / "platforms" / "README.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)(?:=[^`]*)?`", text.partition("## The fields")[2]))
    assert {field.name for field in fields(Platform)} - told == set()


def test_every_phase_and_every_layer_has_its_line_in_the_architecture() -> None:
    text = (MAIN.parent / "tagc" / "README.md").read_text("utf-8")
    units = {module.name for module in pkgutil.iter_modules(tagc.__path__)} - {"__main__", "version"}
    assert {unit for unit in units if f"`{unit}/`" not in text and f"`{unit}.py`" not in text} == set()


# ---- links and words ------------------------------------------------------------------------------------------

LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
FILE = re.compile(r"`((?:\.ci|[\w.-]+/)[\w./-]*\.(?:py|js|json|md|yaml|toml|txt))`")


@pytest.mark.parametrize("path", READMES, ids=_named(READMES))
def test_links_lead_somewhere(path: Path) -> None:
    lost = []
    for target, anchor in LINK.findall(_prose(path)):
        file = (path.parent / target) if target else path
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            lost.append(f"{target}#{anchor}")
    assert lost == []


@pytest.mark.parametrize("path", READMES, ids=_named(READMES))
def test_files_that_are_named_exist(path: Path) -> None:
    folders = (MAIN.parent, MAIN.parent / "tagc", path.parent)

    def there(name: str) -> bool:
        return any((folder / name).exists() for folder in folders)

    ours = {name for name in FILE.findall(_prose(path)) if there(name.partition("/")[0])}
    assert [name for name in sorted(ours) if not there(name) and not name.startswith("dist/")] == []


def _prose(path: Path) -> str:
    """The text without its fenced blocks."""
    return re.sub(r"^ *```.*?^ *```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _prose(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


# Machine paths and package registries, in pieces so that this file does not hold them.
FORBIDDEN = [
    *("/" + name + "/" for name in ("home", "root", "tmp", "work", "Users")),
    *(name + "." + end for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"))),
]


@pytest.mark.parametrize("path", READMES, ids=_named(READMES))
def test_no_machine_and_no_registry_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [word for word in FORBIDDEN if word in text] == []
