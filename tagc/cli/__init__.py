"""The command line: arguments and exit codes.

What a command does stands in a module of its own, imported when it runs. Only click is imported here, because
`tagc --help` should be there at once. Exit codes: 0 clean, 1 errors in the input (or stale output), 2 wrong
use or a fault that is not the input's.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Literal, NoReturn, TypeVar

import click

from tagc import __version__

__all__ = ["main", "run", "tagc"]

Format = Literal["text", "json"]
DiagnosticFormat = Literal["text", "json", "github"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

DEFAULT_FILE = "tagc.yaml"
WRONG_USE = 2

_file = click.argument("file", default=DEFAULT_FILE)


def _document(command: _Command) -> _Command:
    """Add what every command takes that reads a document."""
    root = click.option(
        "--root",
        metavar="DIR",
        help="The project: no file outside it is read.  [default: the checkout the file is in]",
    )
    environment = click.option(
        "--env",
        "environment",
        metavar="NAME",
        help="Which of the document's environments.  [default: the document itself]",
    )
    return _file(environment(root(command)))


def _format(*names: str) -> Callable[[_Command], _Command]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(names),
        default="text",
        show_default=True,
        help="How to print.",
    )


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The file is tagc.yaml in the current folder unless you name another one.",
)
@click.version_option(__version__, prog_name="tagc", message="%(prog)s %(version)s")
def tagc() -> None:
    """Compile one YAML file to one minimal, consent-gated container."""


@tagc.command()
@click.argument("file", default=DEFAULT_FILE)
@click.option("--name", help="Name of the container, such as my-shop.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    metavar="PLATFORM=ID",
    help="Where events go: meta=1234567890. Repeatable.",
)
@click.option("--categories", metavar="A,B", help="Categories of consent: analytics,marketing.")
@click.option(
    "--consent-source",
    type=click.Choice(["function", "cookie", "data_layer"]),
    help="Who tells what the visitor decided: a call of tagc('consent'), a cookie, a data-layer event.",
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take the usual answers for what is not given.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@_format("text", "json")
def init(**options: Any) -> None:  # noqa: ANN401 - handed on as they are
    """Write a first tagc.yaml."""
    from tagc.cli.questions import init as command

    command(**options)


@tagc.command()
@_document
@_format("text", "json", "github")
def check(file: str, environment: str | None, root: str | None, format_: DiagnosticFormat) -> None:
    """Tell what is wrong with a file; write nothing."""
    from tagc.cli.container import check as command

    _exit(command(file, format_, environment, root))


@tagc.command()
@_document
@click.option("--output", "-o", metavar="DIR", help="Where to write.  [default: dist, beside the file]")
@click.option(
    "--check",
    "check_only",
    is_flag=True,
    help="Write nothing; exit 1 if what is written is stale or missing.",
)
@click.option("--watch", is_flag=True, help="Go on: build again whenever a file it is made of changes.")
@click.option(
    "--readable", is_flag=True, help="Write JavaScript for people: long names, comments, same behaviour."
)
@_format("text", "json", "github")
def build(
    file: str,
    environment: str | None,
    root: str | None,
    output: str | None,
    *,
    check_only: bool,
    watch: bool,
    readable: bool,
    format_: DiagnosticFormat,
) -> None:
    """Write the container of a file."""
    from tagc.cli.container import build as command

    if check_only and watch:
        raise click.UsageError("--check looks once and --watch goes on: take one of them.")
    done = command(
        file, output, format_, environment, root, check_only=check_only, readable=readable, watching=watch
    )
    _exit(done)


@tagc.command()
@_document
@_format("text", "json")
def show(file: str, environment: str | None, root: str | None, format_: Format) -> None:
    """Print a file with everything filled in, and who is told what."""
    from tagc.cli.document import show as command

    _exit(command(file, format_, environment, root))


@tagc.command()
@_document
@click.option("--svg", metavar="FILE", help="Draw them too: a treemap, for a browser.")
@_format("text", "json")
def size(file: str, environment: str | None, root: str | None, svg: str | None, format_: Format) -> None:
    """Print what the bytes of a container are for."""
    from tagc.cli.weight import size as command

    _exit(command(file, format_, svg, environment, root))


@tagc.command()
@click.argument("code", required=False)
@_format("text", "json")
def explain(code: str | None, format_: Format) -> None:
    """Explain a diagnostic by its id or name; list all without one."""
    from tagc.cli.codes import explain as command

    command(code, format_)


@tagc.command()
@click.option("--layer", is_flag=True, help="The one for files that extend others or are extended.")
@click.option("--write", is_flag=True, help="Write both to schemas/ of this checkout.")
@click.option("--check", "check_only", is_flag=True, help="Exit 1 if those files are not current.")
@_format("text", "json")
def schema(*, layer: bool, write: bool, check_only: bool, format_: Format) -> None:
    """Print the JSON Schema of the language."""
    from tagc.cli.schema_file import schema as command

    _exit(command(format_, layer=layer, write=write, check_only=check_only))


def _exit(code: int) -> None:
    click.get_current_context().exit(code)


def main() -> NoReturn:
    """Run the command line of this process and leave."""
    # Nothing here lives long enough for a collection to pay: it would cost a third of a build.
    gc.disable()
    # pydantic would look through all installed packages for plugins; none may change what we accept.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = run(sys.argv[1:])
    gc.freeze()  # leaving collects too, for as long as a check takes
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; whatever goes wrong is one clear line and no traceback."""
    from tagc.cli import streams

    streams.prepare()
    try:
        with tagc.make_context("tagc", list(arguments)) as context:
            tagc.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return streams.quietly(error.show, error.exit_code)
    except (click.Abort, KeyboardInterrupt, EOFError):
        # An empty line first: the terminal shows ^C where the cursor stands.
        return streams.quietly(lambda: click.echo("\ntagc: interrupted", err=True), WRONG_USE)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        return streams.silenced()
    except Exception as error:  # noqa: BLE001 - the last line of defence
        fault = error
        if os.environ.get("TAGC_TRACEBACK") == "1":
            import traceback

            traceback.print_exception(fault)
        from tagc.cli import faults

        return streams.quietly(lambda: click.echo(faults.fault(fault), err=True), WRONG_USE)
    return 0
