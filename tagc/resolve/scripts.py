"""Script files: reading one, all that is against it, and what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc import registry
from tagc.diagnostics import Label, Span, codes, did_you_mean
from tagc.ir.expr import Script
from tagc.source import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tagc.contracts import Platform
    from tagc.ir.expr import Expr
    from tagc.ir.program import Command
    from tagc.js.function_file import FunctionFile
    from tagc.js.parse import Place
    from tagc.resolve.context import Context, Path
    from tagc.source import SourceFile

__all__ = ["script"]

_PAGE = frozenset({"dataLayer", "tagc"})
"""Globals that a page with a container has."""

# By the names of what the reader can find.
_UNREADABLE = {
    "imports": codes.SCRIPT_NEEDS_ANOTHER_FILE,
    "new": codes.SCRIPT_TOO_NEW,
    "syntax": codes.SCRIPT_NOT_READ,
    "unsupported": codes.SCRIPT_NOT_SUPPORTED,
}
_FAULTS = {
    "imports": codes.SCRIPT_NEEDS_ANOTHER_FILE,
    "no function": codes.SCRIPT_WITHOUT_FUNCTION,
    "runs text": codes.SCRIPT_RUNS_TEXT,
    "writes": codes.SCRIPT_WRITES_DOCUMENT,
    "inserts HTML": codes.SCRIPT_INSERTS_HTML,
    "undeclared": codes.SCRIPT_UNDECLARED_NAME,
}


def script(
    context: Context,
    name: str,
    reads: Mapping[str, Expr],
    path: Path,
    *,
    value: bool,
    pushes: frozenset[str] = frozenset(),
) -> Script | None:
    """The script file that is named at `path`, as a value or as what a tag runs; None after reporting why there is none.

    `pushes` are the events that a tag says it pushes.
    """
    at = (*path, "script")
    found = context.file(name, at)
    source = None if found is None else decode(found.name, found.data, context.sink)
    if found is None or source is None:
        return None
    if found.path not in context.scripts:
        context.scripts[found.path] = _read(context, source, at)
    file = context.scripts[found.path]
    if file is None:
        return None
    labels = [Label(context.value(at), "named here")]
    if value:
        _gives(context, source, file, labels)
    for event, place in () if value else file.pushes:
        if event not in pushes:
            context.report(codes.PUSH_NOT_DECLARED, _span(source, place), labels=labels, name=event)
    _takes(context, source, file, reads, path)
    return Script(found.path, source.text, tuple(reads.items()))


def _span(source: SourceFile, place: Place) -> Span:
    """The place in a file, as far as its first line goes."""
    start = source.offset(place.line, place.column + 1)
    end = source.offset(place.end_line, place.end_column + 1)
    return source.span_on_line(start, max(end, start + 1))


def _read(context: Context, source: SourceFile, at: Path) -> FunctionFile | None:
    """The file, with all that is against it whoever uses it."""
    labels = [Label(context.value(at), "named here")]
    file = context.read_script(source.text)
    if not file.readable:
        start = source.offset(file.line, file.column + 1)
        span = source.span_on_line(start, start + 1)
        context.report(_UNREADABLE[file.why], span, labels=labels, reason=file.reason)
        return None
    vendors = _vendors(context)
    told: set[str] = set()
    for name, place in file.names:
        if name in vendors and name not in told:
            told.add(name)
            context.report(
                codes.SCRIPT_TELLS_PLATFORM,
                _span(source, place),
                labels=labels,
                name=name,
                title=vendors[name],
            )
    for finding in file.findings:
        if finding.fault.value != "undeclared" or finding.text not in _PAGE | told:
            code = _FAULTS[finding.fault.value]
            context.report(code, _span(source, finding.place), labels=labels, name=finding.text)
    return file


def _gives(context: Context, source: SourceFile, file: FunctionFile, labels: list[Label]) -> None:
    """A value needs a function that gives it at once."""
    start = source.span_on_line(0, 1)
    if file.script:
        context.report(codes.SCRIPT_WITHOUT_FUNCTION, start, labels=labels)
    elif file.is_async:
        context.report(codes.SCRIPT_LATE_VALUE, start, labels=labels)


def _takes(
    context: Context, source: SourceFile, file: FunctionFile, reads: Mapping[str, Expr], path: Path
) -> None:
    """What the function takes is what it is given."""
    if file.takes is None:
        return
    taken = {name for name, _, _ in file.takes}
    unused = [name for name in reads if name not in taken]
    missing = [(name, place) for name, place, optional in file.takes if name not in reads and not optional]
    labels = [Label(context.value((*path, "script")), "named here")]
    for name, place in missing:
        near = did_you_mean(name, unused)
        hint = f'did you mean "{near}", which reads gives?' if near else None
        context.report(codes.SCRIPT_PARAMETER, _span(source, place), hint=hint, labels=labels, name=name)
    for name in () if missing else unused:  # a mistyped name makes two of one mistake
        context.report(codes.SCRIPT_UNUSED_VALUE, context.key((*path, "reads", name)), name=name)


def _vendors(context: Context) -> dict[str, str]:
    """The globals by which the document's platforms are told, and their titles."""
    used = {data.platform for data in context.document.platforms.values()}
    platforms = [registry.platforms()[name] for name in sorted(used)]
    return {name: platform.title for platform in platforms for name in _globals(platform)}


def _globals(platform: Platform) -> Iterator[str]:
    tables = (
        platform.begin, platform.start, platform.send, platform.page or (), platform.send_one, platform.page_one or (),
        platform.stop, platform.resume or (), platform.update, platform.identify,
    )  # fmt: skip

    def of(command: Command) -> Iterator[str]:
        if command.receiver is not None:
            yield from of(command.receiver)
        elif command.function != "load":
            yield command.function.partition(".")[0]

    for table in tables:
        for command in table:
            yield from of(command)
