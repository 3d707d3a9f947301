"""Bad input beside the exact text that people get for it: `diagnostics/<slug>.yaml` and `<slug>.txt`.

A second case of a slug is `<slug>.<what is special>.yaml`. The cases of 1xx are fragments: what cannot be read goes
no further. Those of other ranges are whole documents. `many-mistakes` has all it names in one run. The files
that they name stand in `diagnostics/files/`. What no file can show has its text only: its first line says what was done.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tagc import cli, compiler
from tagc.backends.browser import emit
from tagc.cli.project import reader
from tagc.compiler import build, check
from tagc.diagnostics import codes, formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.ir.program import Program
    from tests.conftest import Golden

FOLDER = Path(__file__).parent / "diagnostics"
MIXED = FOLDER / "many-mistakes.yaml"
CASES = sorted(path for path in FOLDER.glob("*.yaml") if path != MIXED)
EXAMPLE = Path(__file__).parents[2] / "examples" / "minimal" / "tagc.yaml"

# Files of megabytes: what is repeated, and how often.
LARGE = {
    "file-too-large": ("# one more line of words\n", 250_000),
    "too-many-values": ("- x\n", 600_000),
}

# What no input should lead to: what goes wrong in the container of the smallest example, and how.
FORGED = {
    "unreadable-output": ("})(window);\n", ""),
    "unreadable-output.printed-otherwise": ("})(window);\n", "})(window)\n"),
    "unproven-output": ('() => level("marketing")', "() => 2"),
    "unproven-output.one-statement-more": ("  }\n})(window)", '    fbq("track", "Lead");\n  }\n})(window)'),
}
FAULT = "internal-fault"
MANY = "too-many-files"
WITHOUT_FILE = {*LARGE, *FORGED, FAULT, MANY}


def environment_of(path: Path) -> str | None:
    """The environment that a case is built for: its first line may say `# --env staging`."""
    found = re.match(r"# --env (\S+)", path.read_text("utf-8", "replace"))
    return found and found[1]


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_bad_file_gets_exactly_this_text(path: Path, golden: Golden) -> None:
    found = check(path.name, path.read_bytes(), read=reader(str(path)), environment=environment_of(path))
    assert {diagnostic.code.slug for diagnostic in found.diagnostics} == {path.stem.partition(".")[0]}
    golden(path.with_suffix(".txt"), formats.text(found.diagnostics, found.sources))


def test_many_mistakes_are_found_in_one_run_from_top_to_bottom(golden: Golden) -> None:
    found = check(MIXED.name, MIXED.read_bytes())
    assert list(found.diagnostics) == sorted(found.diagnostics)
    assert len({diagnostic.code for diagnostic in found.diagnostics}) >= 12
    golden(MIXED.with_suffix(".txt"), formats.text(found.diagnostics, found.sources))


@pytest.mark.parametrize("slug", LARGE)
def test_a_file_that_is_too_much_gets_exactly_this_text(slug: str, golden: Golden) -> None:
    line, times = LARGE[slug]
    found = check(f"{slug}.yaml", (line * times).encode())
    assert [diagnostic.code.slug for diagnostic in found.diagnostics] == [slug]
    shown = formats.text(found.diagnostics, found.sources)
    golden(FOLDER / f"{slug}.txt", f"input: {line!r} x {times}\n\n{shown}")


def test_a_document_of_too_many_files_gets_exactly_this_text(golden: Golden) -> None:
    def read(path: str) -> bytes:
        return f"extends: {int(path.partition('.')[0]) + 1}.yaml\n".encode()

    found = check("0.yaml", read("0.yaml"), read=read)
    assert [diagnostic.code.slug for diagnostic in found.diagnostics] == [MANY]
    shown = formats.text(found.diagnostics, found.sources)
    golden(FOLDER / f"{MANY}.txt", f"each of the files 0.yaml, 1.yaml and so on extends the next\n\n{shown}")


@pytest.mark.parametrize("case", FORGED)
def test_a_container_that_breaks_its_promises_is_not_written(
    case: str, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = FORGED[case]
    real = emit.container

    def forged(program: Program, texts: Mapping[str, str], *, readable: bool = False) -> emit.Container:
        made = real(program, texts, readable=readable)
        assert made.text.count(old) == 1
        return replace(made, text=made.text.replace(old, new))

    monkeypatch.setattr(emit, "container", forged)
    found = build("tagc.yaml", EXAMPLE.read_bytes(), readable=True)
    assert [diagnostic.code.slug for diagnostic in found.diagnostics] == [case.partition(".")[0]]
    assert dict(found.files) == {}
    shown = formats.text(found.diagnostics, found.sources)
    golden(FOLDER / f"{case}.txt", f"container.js of examples/minimal: {new!r} for {old!r}\n\n{shown}")


def test_a_fault_of_tagc_is_one_line_that_asks_for_a_report(
    golden: Golden, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("marketing")

    monkeypatch.setattr(compiler, "resolve", broken)
    assert cli.run(["build", str(EXAMPLE), "-o", str(FOLDER / "never-written")]) == 2
    assert not (FOLDER / "never-written").exists()
    shown = re.sub(r"(\.py:)\d+", r"\1LINE", capsys.readouterr().err)
    golden(FOLDER / f"{FAULT}.txt", f"resolve raises KeyError('marketing')\n\n{shown}")


def test_every_code_has_its_case() -> None:
    shown = {case.partition(".")[0] for case in (*WITHOUT_FILE, *(path.stem for path in CASES))}
    assert shown == {code.slug for code in codes.CATALOGUE.values()}


def test_no_expected_text_is_left_over() -> None:
    known = {*WITHOUT_FILE, MIXED.stem, *(path.stem for path in CASES)}
    assert {path.stem for path in FOLDER.glob("*.txt")} <= known
