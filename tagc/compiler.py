"""The driver: runs the phases in order and stops between phases on errors. It reads, prints and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tagc import model, registry
from tagc.backends.browser.emit import container
from tagc.diagnostics import Sink
from tagc.passes import run
from tagc.resolve import resolve
from tagc.schema.validate import validate
from tagc.source import decode, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.diagnostics import Diagnostic
    from tagc.ir.program import Program

__all__ = ["BuildResult", "build", "check"]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build gives: files by name, or nothing when a diagnostic is an error."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """There are no errors."""
        return bool(self.files)


def parse(name: str, data: bytes, sink: Sink) -> tuple[Program | None, dict[str, str]]:
    """The program of one file, before the passes, and the sources for frames."""
    source = decode(name, data, sink)
    if source is None:
        return None, {}
    texts = {name: source.text}
    document = load(source, sink)
    if document is None or not validate(document, sink):
        return None, texts
    return resolve(model.parse(document.data), document.spans, sink), texts


def check(name: str, data: bytes) -> BuildResult:
    """All that is wrong with a file; nothing is made of it."""
    sink = Sink()
    _, texts = parse(name, data, sink)
    return BuildResult({}, sink.diagnostics, texts)


def build(name: str, data: bytes, *, readable: bool = False) -> BuildResult:
    """The files of a container. `name` is how diagnostics call the file, `data` its bytes."""
    sink = Sink()
    program, texts = parse(name, data, sink)
    if program is None:
        return BuildResult({}, sink.diagnostics, texts)
    program = run(program)
    made = container(program, runtime(), readable=readable)
    files = {"container.js": made.text.encode()}
    return BuildResult(files, sink.diagnostics, texts)


@cache
def runtime() -> Mapping[str, str]:
    """The `.js` parts of the package, by path."""
    root = registry.part_path("")
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.js"))}
