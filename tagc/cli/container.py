"""`tagc check` and `tagc build`: one file in, diagnostics and files out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tagc import compiler
from tagc.backends.report.sizes import gzipped
from tagc.cli import files
from tagc.cli.project import around
from tagc.cli.reports import count, report, verdict
from tagc.cli.streams import emit, progress
from tagc.cli.watch import Inputs, watch
from tagc.diagnostics import formats
from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.cli.files import State
    from tagc.compiler import BuildResult

__all__ = ["DEFAULT_OUTPUT", "build", "check", "load"]

DEFAULT_OUTPUT = "dist"

_NO_FILE = "; `tagc init` writes a first one"


def load(file: str) -> tuple[str, bytes]:
    """Return a file's name for diagnostics and its bytes."""
    return files.shown(file), files.read(file, _NO_FILE)


def check(file: str, format_: str, environment: str | None = None, root: str | None = None) -> int:
    """Report what is wrong with a file; return the exit code."""
    name, data = load(file)
    with progress(f"checking {name}"):
        result = compiler.check(name, data, **around(file, environment, root))
    report(result.diagnostics, result.sources, format_)
    if result.ok and format_ == "text":
        emit(f"{name}: {verdict(result.diagnostics)}\n")
    return 0 if result.ok else 1


def build(
    file: str,
    output: str | None,
    format_: str,
    environment: str | None = None,
    root: str | None = None,
    *,
    check_only: bool,
    readable: bool,
    watching: bool,
) -> int:
    """Write the files of a container, or compare them with what is written; return the exit code.

    `watching`: go on until the user ends it.
    """
    job = _Job(file, _folder(file, output), format_, environment, root, readable=readable)
    if watching:
        return watch(job.again)
    result = job.make(Inputs())
    if not result.ok:
        _tell(result, format_, {})
        return 1
    return job.compare(result) if check_only else job.write(result)


def _folder(file: str, output: str | None) -> Path:
    return Path(file).parent / DEFAULT_OUTPUT if output is None else Path(output)


@frozen
class _Job:
    """What to build, and where to."""

    file: str
    folder: Path
    format_: str
    environment: str | None
    root: str | None
    readable: bool

    def make(self, inputs: Inputs) -> BuildResult:
        """Build; `inputs` notes what is read."""
        inputs.begin(self.file)
        name, data = load(self.file)
        inputs.read(self.file, data)
        given = around(self.file, self.environment, self.root)
        given["read"] = inputs.reader(self.file, given["read"])
        with progress(f"building {name}"):
            return compiler.build(name, data, **given, readable=self.readable)

    def write(self, result: BuildResult) -> int:
        """Write the files and say what they weigh."""
        states = files.write_all(self.folder, result.files)
        _tell(result, self.format_, states)
        if self.format_ == "text":
            emit(_sizes(self.folder, result.files, states))
        return 0

    def compare(self, result: BuildResult) -> int:
        """Say which files are not what they should be."""
        states = files.compare(self.folder, result.files)
        stale = [name for name, state in states.items() if state is not files.State.UNCHANGED]
        _tell(result, self.format_, states)
        if self.format_ != "json":
            for name in stale:
                place = files.shown(self.folder / name)
                again = "tagc build" if self.environment is None else f"tagc build --env {self.environment}"
                told = f"{place} is {states[name].value}: run {again}"
                if self.format_ == "github":
                    emit(formats.github_file(place, "stale output", told))
                else:
                    emit(f"tagc: {told}\n", sys.stderr)
        if not stale and self.format_ == "text":
            emit(f"{files.shown(self.folder)}: {count(len(states), 'file')} up to date\n")
        return 1 if stale else 0

    def again(self, inputs: Inputs) -> None:
        """Build and write, one of many times: a line for what came of it. What was written stays while there are errors."""
        start = time.monotonic()
        result = self.make(inputs)
        states = files.write_all(self.folder, result.files) if result.ok else {}
        _tell(result, self.format_, states, indent=None)
        if self.format_ == "json":
            return
        content, place = result.files.get("container.js"), files.shown(self.folder / "container.js")
        if content is None:
            done = f"failed: {verdict(result.diagnostics)}; {place} is left as it was"
        else:
            done = f"built {place}: {len(content):,} bytes, {gzipped(content):,} gzip"
            if all(state is files.State.UNCHANGED for state in states.values()):
                done += ", unchanged"
        emit(f"{done} ({time.monotonic() - start:.1f} s)\n", sys.stderr if self.format_ == "github" else None)


def _tell(result: BuildResult, format_: str, states: Mapping[str, State], *, indent: int | None = 2) -> None:
    if format_ != "json":
        report(result.diagnostics, result.sources, format_)
        return
    listed = [
        {
            "file": name,
            "bytes": len(result.files[name]),
            "gzip": gzipped(result.files[name]),
            "was": state.value,
        }
        for name, state in states.items()
    ]
    emit(
        json.dumps(
            {"diagnostics": json.loads(formats.as_json(result.diagnostics)), "files": listed}, indent=indent
        )
        + "\n"
    )


def _sizes(folder: Path, made: Mapping[str, bytes], states: Mapping[str, State]) -> str:
    names = {name: files.shown(folder / name) for name in made}
    sizes = {name: f"{len(content):,}" for name, content in made.items()}
    zipped = {name: f"{gzipped(content):,}" for name, content in made.items()}
    widths = [max(map(len, column.values())) for column in (names, sizes, zipped)]
    lines = []
    for name in made:
        line = (
            f"{names[name]:<{widths[0]}}  {sizes[name]:>{widths[1]}} bytes  {zipped[name]:>{widths[2]}} gzip"
        )
        lines.append(line + ("  unchanged" if states[name] is files.State.UNCHANGED else ""))
    return "".join(f"{line}\n" for line in lines)
