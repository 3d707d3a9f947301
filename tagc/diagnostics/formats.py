"""Lists of diagnostics as text, as JSON and as GitHub workflow commands.

`FORMATS` names them for the command line. The frames of the text format are made by `render`.
"""

import json
from collections.abc import Iterable

from tagc.diagnostics.code import Severity
from tagc.diagnostics.diagnostic import Diagnostic
from tagc.diagnostics.render import DEFAULT_WIDTH, Renderer, Sources
from tagc.diagnostics.span import Span

FORMATS = ("text", "json", "github")
"""The names of the formats, for `--format`."""


def text(
    diagnostics: Iterable[Diagnostic],
    sources: Sources,
    *,
    color: bool = False,
    width: int = DEFAULT_WIDTH,
) -> str:
    """Return the diagnostics as frames with an empty line between them; "" when there are none."""
    renderer = Renderer(sources, color=color, width=width)
    return "\n".join(renderer.render(diagnostic) for diagnostic in diagnostics)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON list, one object per diagnostic, its keys always the same and always there.

    ASCII only, so that it can be written to any stream.
    """
    return json.dumps([_record(diagnostic) for diagnostic in diagnostics], indent=2) + "\n"


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one workflow command per diagnostic: GitHub shows them beside the lines of a pull request.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
    """
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in diagnostics)


def github_file(file: str, title: str, message: str) -> str:
    """Return the workflow command that marks a whole file as wrong."""
    return f"::error file={_property(file)},title={_property(title)}::{_data(message)}\n"


def _record(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        **_place(diagnostic.span),
        "code": diagnostic.code.id,
        "slug": diagnostic.code.slug,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "labels": [{**_place(label.span), "text": label.text} for label in diagnostic.labels],
    }


def _place(span: Span) -> dict[str, object]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "file": span.file,
        "line": str(span.line),
        "col": str(span.column),
        "endLine": str(span.end_line),
        "endColumn": str(span.end_column),
        "title": f"{diagnostic.code.id} {diagnostic.code.slug}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    # The hint goes on a second line of the annotation: there is no frame beside it to explain the message.
    message = diagnostic.message + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else "")
    command = "error" if diagnostic.severity is Severity.ERROR else "warning"
    return f"::{command} {listed}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
