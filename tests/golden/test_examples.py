"""The examples: what a build writes, what every vendor is told, how large it is, and that their READMEs tell the truth.

`expected.calls.json` is written by the reference interpreter; the built containers, minified and readable, have to agree.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest

from tests.examples import NAMES, ROOT, Example, all_examples, embedded, interpreted

if TYPE_CHECKING:
    from tests.conftest import Golden

GOLDEN = Path(__file__).parent / "examples"
EXAMPLES = pytest.mark.parametrize("example", all_examples(), ids=NAMES)
READMES = [ROOT / "README.md", *sorted({example.readme for example in all_examples()})]
PAGES = {example.path for example in all_examples()}


@EXAMPLES
def test_the_readable_build_is_this_text(example: Example, golden: Golden) -> None:
    golden(GOLDEN / example.name / "container.readable.js", example.build(readable=True))


@EXAMPLES
def test_every_vendor_is_told_exactly_this(example: Example, golden: Golden) -> None:
    golden(example.calls_file, example.journal(interpreted(example)))


@EXAMPLES
@pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])
def test_the_built_container_says_what_the_interpreter_says(example: Example, *, readable: bool) -> None:
    told = embedded(example, example.build(readable=readable))
    assert example.journal(told) == example.calls_file.read_text("utf-8")


@EXAMPLES
def test_the_size_is_known(example: Example, golden: Golden) -> None:
    content = example.build().encode()
    now = (len(content), len(gzip.compress(content, 9, mtime=0)), len(brotli.compress(content)))
    path = GOLDEN / example.name / "size.txt"
    written = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", _read(path))]
    # Another zlib makes slightly other bytes of the same file: only the raw size is exact.
    if len(written) == 3 and now[0] == written[0]:
        assert all(abs(a - b) <= b / 100 for a, b in zip(now, written, strict=True))
    else:
        golden(path, f"{now[0]:,} bytes, {now[1]:,} gzip, {now[2]:,} brotli\n")


def test_no_golden_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(NAMES)


# ---- the READMEs ------------------------------------------------------------------------------------------


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def blocks(document: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", document.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@EXAMPLES
def test_what_a_readme_shows_of_the_yaml_stands_in_the_yaml(example: Example) -> None:
    shown = blocks(example.readme, "yaml")
    assert shown
    files = [_bare(path.read_text("utf-8")) for path in sorted(example.readme.parent.rglob("*.yaml"))]
    for block in shown:
        assert any(_bare(block) in whole for whole in files), block


def _bare(text: str) -> str:
    """Without comments and with spaces as they may be in a narrow column."""
    lines = (re.sub(r"\s+", " ", re.sub(r"(^|\s)# .*", "", line)).rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("document", READMES, ids=lambda path: path.parent.name)
def test_the_commands_of_a_readme_work(document: Path, tmp_path: Path) -> None:
    commands = [line for block in blocks(document, "sh") for line in block.splitlines()]
    assert commands
    shutil.copytree(ROOT, tmp_path / "examples", ignore=shutil.ignore_patterns("dist"))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for command in commands:
        program, *arguments = command.split()
        if program == "python3":  # serves the folder until it is stopped: tests/browser opens it
            assert arguments[:2] == ["-m", "http.server"]
            continue
        assert program == "tagc", command
        found = shutil.which(program, path=path)
        assert found, f"{program} is not on {path}"
        done = subprocess.run(  # the commands stand in our own files
            [found, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    examples = tmp_path / "examples"
    built = {
        path.parent.parent.relative_to(examples).as_posix() for path in examples.rglob("dist/container.js")
    }
    below = document.parent.relative_to(ROOT).as_posix()
    assert built == {path for path in PAGES if below in {".", path, path.partition("/")[0]}}


@pytest.mark.parametrize("document", READMES, ids=lambda path: path.parent.name)
def test_the_files_a_readme_links_exist(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    assert links
    for link in links:
        if not link.startswith("https:"):
            assert (document.parent / link).exists(), link


@EXAMPLES
def test_a_readme_gives_the_policy_that_the_site_needs(example: Example) -> None:
    policy = policy_of(example)
    same = [other for other in all_examples() if other.readme == example.readme]
    instances = [item for each in same for item in each.program.gated]
    needed = {(host.directive, host.source) for item in instances for host in item.hosts}
    allowed = {
        (directive, source)
        for directive, *sources in (part.split() for part in policy.split(";") if part.strip())
        for source in sources
    }
    assert {pair for pair in allowed if pair[1].startswith("https:")} == needed
    assert "unsafe" not in policy


def policy_of(example: Example) -> str:
    """The Content-Security-Policy of an example's README, on one line: what all that it is about need."""
    (header,) = blocks(example.readme, "http")
    name, _, value = " ".join(header.split()).partition(": ")
    assert name == "Content-Security-Policy"
    return value
