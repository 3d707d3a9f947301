"""The driver: runs the phases in order and stops between phases on errors.

It reads, prints and writes nothing. The back half is imported when something is built: checking a
file should not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tagc import model, registry
from tagc.diagnostics import Severity, Sink
from tagc.resolve import resolve
from tagc.schema.validate import validate
from tagc.source import decode, load
from tagc.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.backends.report.manifest import Edition
    from tagc.diagnostics import Diagnostic
    from tagc.ir.program import Program

__all__ = ["BuildResult", "Resolved", "build", "check", "resolved"]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build gives: files by name, or nothing when a diagnostic is an error."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """There are no errors."""
        return not any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document without errors: as its author structured it, and what it means."""

    document: model.Document
    program: Program


def parse(name: str, data: bytes, sink: Sink) -> tuple[Resolved | None, dict[str, str]]:
    """Return what one file says, before the passes, and the sources for frames."""
    source = decode(name, data, sink)
    if source is None:
        return None, {}
    texts = {name: source.text}
    plain = load(source, sink)
    if plain is None or not validate(plain, sink):
        return None, texts
    document = model.parse(plain.data)
    program = resolve(document, plain.spans, sink)
    return None if program is None else Resolved(document, program), texts


def check(name: str, data: bytes) -> BuildResult:
    """Return all that is wrong with a file; nothing is made of it."""
    return resolved(name, data)[1]


def resolved(name: str, data: bytes) -> tuple[Resolved | None, BuildResult]:
    """Return what a file says, and all that is wrong with it."""
    sink = Sink()
    found, texts = parse(name, data, sink)
    return found, BuildResult({}, sink.diagnostics, texts)


def build(name: str, data: bytes, *, readable: bool = False) -> BuildResult:
    """Return the files of a container. `name` is how diagnostics call the file, `data` its bytes."""
    sink = Sink()
    found, texts = parse(name, data, sink)
    if found is None:
        return BuildResult({}, sink.diagnostics, texts)
    from tagc.backends.browser.emit import container
    from tagc.backends.browser.verify import verify
    from tagc.backends.report.manifest import manifest, to_text
    from tagc.passes import run

    program = run(found.program)
    made = container(program, runtime(), readable=readable)
    if not verify(made, program, sink, name="container.js"):
        return BuildResult({}, sink.diagnostics, {**texts, "container.js": made.text})
    files = {"container.js": made.text.encode()}
    report = manifest(program, edition(found.document.tagc, program), files["container.js"], made.sizes)
    files["manifest.json"] = to_text(report).encode()
    return BuildResult(files, sink.diagnostics, texts)


def edition(language: int, program: Program) -> Edition:
    """Return what the manifest says of this tagc, and of the facts about the platforms in use."""
    from tagc.backends.report.manifest import Edition

    used = sorted({item.platform for item in program.instances})
    checked = [source.checked for name in used for source in registry.platforms()[name].sources]
    return Edition(version=__version__, language=language, catalogue=max(checked, default=None))


@cache
def runtime() -> Mapping[str, str]:
    """Return the `.js` parts of the package, by path."""
    root = registry.part_path("")
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.js"))}
