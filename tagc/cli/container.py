"""`tagc check` and `tagc build`: one file in, diagnostics and files out."""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from tagc import compiler
from tagc.cli import files
from tagc.cli.reports import count, report, verdict
from tagc.cli.streams import emit, progress
from tagc.diagnostics import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.cli.files import State
    from tagc.compiler import BuildResult

__all__ = ["DEFAULT_OUTPUT", "build", "check", "load"]

DEFAULT_OUTPUT = "dist"

_NO_FILE = "; `tagc init` writes a first one"
_GZIP = 31  # zlib's way to say: the gzip format, with its largest window


def load(file: str) -> tuple[str, bytes]:
    """Return a file's name for diagnostics and its bytes."""
    return files.shown(file), files.read(file, _NO_FILE)


def check(file: str, format_: str) -> int:
    """Report what is wrong with a file; return the exit code."""
    name, data = load(file)
    with progress(f"checking {name}"):
        result = compiler.check(name, data)
    report(result.diagnostics, result.sources, format_)
    if result.ok and format_ == "text":
        emit(f"{name}: {verdict(result.diagnostics)}\n")
    return 0 if result.ok else 1


def build(file: str, output: str | None, format_: str, *, check_only: bool, readable: bool) -> int:
    """Write the files of a container, or compare them with what is written; return the exit code."""
    name, data = load(file)
    folder = Path(file).parent / DEFAULT_OUTPUT if output is None else Path(output)
    with progress(f"building {name}"):
        result = compiler.build(name, data, readable=readable)
    if not result.ok:
        _tell(result, format_, {})
        return 1
    change = files.compare if check_only else files.write_all
    states = change(folder, result.files)
    stale = [name for name, state in states.items() if state is not files.State.UNCHANGED]
    _tell(result, format_, states)
    if not check_only:
        if format_ == "text":
            emit(_sizes(folder, result.files, states))
        return 0
    if format_ != "json":
        for each in stale:
            emit(f"tagc: {files.shown(folder / each)} is {states[each].value}: run tagc build\n", sys.stderr)
    if not stale and format_ == "text":
        emit(f"{files.shown(folder)}: {count(len(states), 'file')} up to date\n")
    return 1 if stale else 0


def _tell(result: BuildResult, format_: str, states: Mapping[str, State]) -> None:
    if format_ != "json":
        report(result.diagnostics, result.sources, format_)
        return
    listed = [
        {
            "file": name,
            "bytes": len(result.files[name]),
            "gzip": compressed(result.files[name]),
            "was": state.value,
        }
        for name, state in states.items()
    ]
    emit(
        json.dumps(
            {"diagnostics": json.loads(formats.as_json(result.diagnostics)), "files": listed}, indent=2
        )
        + "\n"
    )


def _sizes(folder: Path, made: Mapping[str, bytes], states: Mapping[str, State]) -> str:
    names = {name: files.shown(folder / name) for name in made}
    sizes = {name: f"{len(content):,}" for name, content in made.items()}
    zipped = {name: f"{compressed(content):,}" for name, content in made.items()}
    widths = [max(map(len, column.values())) for column in (names, sizes, zipped)]
    lines = []
    for name in made:
        line = (
            f"{names[name]:<{widths[0]}}  {sizes[name]:>{widths[1]}} bytes  {zipped[name]:>{widths[2]}} gzip"
        )
        lines.append(line + ("  unchanged" if states[name] is files.State.UNCHANGED else ""))
    return "".join(f"{line}\n" for line in lines)


def compressed(content: bytes) -> int:
    """Return how many bytes `gzip -9` makes of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return len(packer.compress(content)) + len(packer.flush())
