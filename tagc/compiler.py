"""The driver: runs the phases in order and stops between phases on errors.

It reads, prints and writes nothing. The back half is imported when something is built: checking a
file should not wait for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tagc import layers, model, registry
from tagc.diagnostics import Severity, Sink
from tagc.frozen import frozen
from tagc.resolve import resolve
from tagc.schema.position import top
from tagc.schema.validate import validate
from tagc.source import Environment, Files
from tagc.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tagc.backends.report.manifest import Edition
    from tagc.diagnostics import Diagnostic
    from tagc.ir.program import Program
    from tagc.js.function_file import FunctionFile, Unreadable
    from tagc.js.writer import Run
    from tagc.source import Document, Read

__all__ = ["BuildResult", "Inputs", "Resolved", "build", "check", "resolved"]


@frozen
class BuildResult:
    """What a build gives: files by name, or nothing when a diagnostic is an error."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    runs: Sequence[Run] = ()  # the text of container.js, cut by the parts of the site it is for

    @property
    def ok(self) -> bool:
        """There are no errors."""
        return not any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


@frozen
class Resolved:
    """A document without errors: as its author structured it, what it means, where it stands, what it is made of."""

    document: model.Document
    program: Program
    source: Document
    inputs: Inputs


@frozen
class Inputs:
    """What a result depends on, beside tagc itself.

    The environment that was chosen, the SHA-256 of the files by their paths from the document's folder, and the
    values that were read of the environment tagc runs in.
    """

    environment: str | None
    files: Mapping[str, str]
    values: Mapping[str, str]


def parse(
    files: Files, sink: Sink, *, environment: str | None = None, values: Mapping[str, str] | None = None
) -> Resolved | None:
    """Return what a document says, before the passes."""
    plain = layers.document(files, environment, sink)
    if plain is None:
        return None
    known = Environment(plain, environment, values or {})
    known.fill(plain, top, sink)
    if sink.errors or not validate(plain, sink):
        return None
    document = model.parse(plain.data)
    program = resolve(document, plain.spans, files, known, sink, read_script=read_script)
    if program is None:
        return None
    return Resolved(document, program, plain, Inputs(environment, files.inputs, known.used))


def read_script(text: str) -> FunctionFile | Unreadable:
    """Return a script file. Reading one is imported here: most documents have none."""
    from tagc.js.function_file import read

    return read(text)


def check(
    name: str,
    data: bytes,
    *,
    read: Read | None = None,
    environment: str | None = None,
    values: Mapping[str, str] | None = None,
) -> BuildResult:
    """Return all that is wrong with a document; nothing is made of it. The arguments are those of `build`."""
    return resolved(name, data, read=read, environment=environment, values=values)[1]


def resolved(
    name: str,
    data: bytes,
    *,
    read: Read | None = None,
    environment: str | None = None,
    values: Mapping[str, str] | None = None,
) -> tuple[Resolved | None, BuildResult]:
    """Return what a document says, and all that is wrong with it. The arguments are those of `build`."""
    files, sink = Files(name, data, read), Sink()
    found = parse(files, sink, environment=environment, values=values)
    return found, BuildResult({}, _told(files, sink), files.texts)


def build(
    name: str,
    data: bytes,
    *,
    read: Read | None = None,
    environment: str | None = None,
    values: Mapping[str, str] | None = None,
    readable: bool = False,
) -> BuildResult:
    """Return the files of a container.

    `name` is how diagnostics call the document, `data` its bytes. `read` gives the bytes of the other files that it
    names, by their paths from its folder (see `tagc.source.files.Read`). `environment` is the entry of
    `environments` to build, `values` what `$env.NAME` reads.
    """
    files, sink = Files(name, data, read), Sink()
    found = parse(files, sink, environment=environment, values=values)
    if found is None:
        return BuildResult({}, _told(files, sink), files.texts)
    from tagc.backends.benthos.emit import forwarding
    from tagc.backends.browser.emit import container
    from tagc.backends.browser.verify import verify
    from tagc.backends.report.manifest import manifest, to_text
    from tagc.backends.report.sizes import part_bytes
    from tagc.passes import run

    program = run(found.program)
    made = container(program, runtime(), readable=readable)
    if not verify(made, program, sink, name="container.js"):
        return BuildResult({}, _told(files, sink), {**files.texts, "container.js": made.text})
    written = {"container.js": made.text.encode()}
    parts = part_bytes(made.runs)
    report = manifest(program, edition(found, program), written["container.js"], parts)
    written["manifest.json"] = to_text(report).encode()
    written.update(forwarding(program))
    return BuildResult(written, _told(files, sink), files.texts, made.runs)


def _told(files: Files, sink: Sink) -> tuple[Diagnostic, ...]:
    return tuple(files.explained(diagnostic) for diagnostic in sink.diagnostics)


def edition(found: Resolved, program: Program) -> Edition:
    """Return what the manifest says of this tagc, and of the facts about the platforms in use."""
    from tagc.backends.report.manifest import Edition

    used = sorted({item.platform for item in program.instances})
    checked = [source.checked for name in used for source in registry.platforms()[name].sources]
    return Edition(
        version=__version__,
        language=found.document.tagc,
        catalogue=max(checked, default=None),
        environment=found.inputs.environment,
        inputs=found.inputs.files,
        values=found.inputs.values,
    )


@cache
def runtime() -> Mapping[str, str]:
    """Return the `.js` parts of the package, by path."""
    root = registry.part_path("")
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.js"))}
