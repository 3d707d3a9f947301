"""Reads the READMEs, and says what should stand in them.

A README is followed from top to bottom as a reader would, in a copy of the project: `sh` blocks are run, `console` blocks
are run and get what was printed, generated blocks get what the code says today. Comments tell what a block is:

    <!-- file: tagc.yaml -->            above a fence: a file, written into the current folder
    <!-- broken -->                     above a fence: a document with mistakes
    <!-- part of: events -->            above a YAML fence: a piece of that section
    <!-- not run: why -->               above a fence: shown only
    <!-- exit: 1 -->                    above a console fence: how the last command ends
    <!-- generated: events --> … <!-- /generated -->

Marks above one fence are separated by `;`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.docs import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
SKIPPED = {"node_modules", "__pycache__", "build", "dist"}

FENCE = re.compile(r"(?P<indent> *)```(?P<info>\w*)\s*")
MARK = re.compile(r"\s*<!-- (?P<text>.*?) -->\s*")
GENERATED = re.compile(r"<!-- generated: (?P<name>[\w-]+)(?: (?P<arguments>.*?))? -->")
END = "<!-- /generated -->"


def readmes() -> list[Path]:
    """Every README of the project."""
    return sorted(
        path
        for path in ROOT.rglob("README.md")
        if not any(part in SKIPPED or part.startswith(".") for part in path.relative_to(ROOT).parts)
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block: its lines without indentation, and where they stand in the file."""

    path: Path
    info: str
    marks: tuple[str, ...]
    indent: str
    lines: tuple[str, ...]
    start: int  # index of the first line inside the fence

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def place(self) -> str:
        return f"{name_of(self.path)}:{self.start}"

    def mark(self, name: str) -> str | None:
        """What follows a mark's name; "" for a mark without more; None without the mark."""
        for mark in self.marks:
            word, _, rest = mark.partition(":")
            if word == name:
                return rest.strip()
        return None


def blocks(path: Path) -> Iterator[Block]:
    """The fenced blocks of a README, those inside generated ones left out."""
    lines = path.read_text("utf-8").splitlines()
    at = 0
    while at < len(lines):
        if GENERATED.fullmatch(lines[at]):
            at = lines.index(END, at)
        elif opened := FENCE.fullmatch(lines[at]):
            above = MARK.fullmatch(lines[at - 1]) if at else None
            marks = tuple(part.strip() for part in above["text"].split(";")) if above else ()
            indent = opened["indent"]
            end = lines.index(f"{indent}```", at + 1)
            inner = tuple(line.removeprefix(indent) for line in lines[at + 1 : end])
            yield Block(path, opened["info"], marks, indent, inner, at + 1)
            at = end
        at += 1


# ---- following a README ----------------------------------------------------------------------------------------

SHIM = r"""#!/bin/sh
# Running the tests inside the tests would never end: what they would be run on has to be there, that is all.
# What the linters find is not the matter of these tests either.
for argument in "$@"; do
    case $argument in
    --update-golden | -q | -x) ;;
    -*) echo "$0: $argument is not known here"; exit 4 ;;
    *) [ -e "${argument%%::*}" ] || { echo "$0: there is no $argument"; exit 4; } ;;
    esac
done
"""
SERVER = """#!/bin/sh
# A server never ends: the folder it would serve has to be there.
case $* in
"-m http.server"*) before=; for last in "$@"; do [ "$before" != --directory ] || [ -d "$last" ] || exit 4; before=$last; done ;;
*) exec "%s" "$@" ;;
esac
"""
ENV = '#!/bin/sh\nexec "$@"\n'


@dataclass
class Shell:
    """A copy of the project in which commands are run, one after the other. Nothing is installed in it."""

    home: Path
    cwd: Path = field(init=False)

    def __post_init__(self) -> None:
        project = self.cwd = self.home / "tagc"
        for name in ("tagc", "schemas", "examples", "tests"):
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns(".*", "node_modules"))
        for name in ("README.md", "LICENSE", "pyproject.toml"):
            shutil.copy2(ROOT / name, project / name)
        for path, text in {
            project / ".ci" / "env": ENV,
            project / ".venv" / "bin" / "activate": "",
            self.home / "shims" / "pytest": SHIM,
            self.home / "shims" / "mypy": SHIM,
            self.home / "shims" / "ruff": "",
            self.home / "shims" / "python3": SERVER % sys.executable,
        }.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            path.chmod(0o755)

    def run(self, script: str) -> tuple[int, str]:
        """Run a piece of a session; what it prints, both streams together."""
        where = self.home / "cwd"
        python = Path(sys.executable).parent
        done = subprocess.run(
            ["bash", "-c", f"trap 'pwd > {where}' EXIT\nset -eu\n{script}"],  # noqa: S607 - any bash
            cwd=self.cwd,
            env={
                "PATH": os.pathsep.join([str(self.home / "shims"), str(python), os.environ["PATH"]]),
                "PYTHONPATH": str(self.home / "tagc"),
                "HOME": str(self.home),
                "LC_ALL": "C.UTF-8",
                "NO_COLOR": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=60,
        )
        self.cwd = Path(where.read_text("utf-8").strip())
        return done.returncode, done.stdout


GZIP = re.compile(r"([\d,]+) gzip")


class ReadmeError(Exception):
    """Something in a README does not work."""


def followed(path: Path, home: Path) -> str:
    """The README as it should be: every block run, every result in its place."""
    lines = path.read_text("utf-8").splitlines()
    changes: list[tuple[int, int, list[str]]] = list(_generated(path, lines))
    shell: Shell | None = None
    for block in blocks(path):
        target = block.mark("file")
        runs = block.info in {"sh", "console"} and block.mark("not run") is None
        if not runs and target is None:
            continue
        shell = shell or Shell(home)
        if target is not None:
            (shell.cwd / target).write_text(block.text, "utf-8")
        elif block.info == "sh":
            code, printed = shell.run(block.text)
            if code:
                raise ReadmeError(f"{block.place}: exit {code}\n{block.text}\n{printed}")
        else:
            session = [block.indent + line if line else "" for line in _session(block, shell)]
            changes.append((block.start, block.start + len(block.lines), session))
    for start, end, text in sorted(changes, reverse=True):
        lines[start:end] = text
    return "\n".join(lines) + "\n"


def _session(block: Block, shell: Shell) -> Iterator[str]:
    commands = [line for line in block.lines if line.startswith("$ ")]
    for number, command in enumerate(commands):
        yield command
        code, printed = shell.run(command.removeprefix("$ "))
        expected = int(block.mark("exit") or 0) if number == len(commands) - 1 else 0
        if code != expected:
            raise ReadmeError(f"{block.place}: exit {code}, not {expected}\n{command}\n{printed}")
        for line in printed.rstrip().splitlines():
            yield _packed(line, block.lines)


def _packed(line: str, before: Sequence[str]) -> str:
    """The line, or the one before it that differs by a few bytes of gzip: zlib is not the same on every machine."""
    for old in before:
        sizes = [int(found[1].replace(",", "")) for text in (old, line) if (found := GZIP.search(text))]
        if (
            len(sizes) == 2
            and GZIP.sub("", old) == GZIP.sub("", line)
            and abs(sizes[0] - sizes[1]) <= sizes[1] / 50
        ):
            return old
    return line


def _generated(path: Path, lines: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    for at, line in enumerate(lines):
        if found := GENERATED.fullmatch(line):
            text = _content(path, found["name"], (found["arguments"] or "").split())
            yield at + 1, lines.index(END, at), ["", *text.splitlines(), ""]


def _content(path: Path, name: str, arguments: list[str]) -> str:
    if name in tables.TABLES:
        return tables.TABLES[name]()
    if name == "readable":
        return tables.readable(_document(path, arguments[0]))
    if name == "policy":
        return tables.policy(_document(path, arguments[0]), arguments[1])
    if name == "included":
        return _included(path.parent / arguments[0])
    if name == "manifest-rule":
        return tables.manifest_rule(_document(path, arguments[0]), arguments[1])
    raise ReadmeError(f"{name_of(path)}: nothing is generated under the name {name}")


def _included(path: Path) -> str:
    """A file as a fenced block."""
    info = {".yml": "yaml", ".yaml": "yaml", ".html": "html", ".js": "js"}.get(path.suffix, path.suffix[1:])
    return f"```{info}\n{path.read_text('utf-8')}```"


def _document(path: Path, name: str) -> str:
    """The last `file:` block of this name in the README, or a file of the project."""
    found = [block.text for block in blocks(path) if block.mark("file") == name]
    if found:
        return found[-1]
    return (ROOT / name).read_text("utf-8")
