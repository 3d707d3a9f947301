"""What is printed where: streams that may be closed, colour for terminals only.

Imports nothing heavy: this is loaded for `--help` too.
"""

import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import click

__all__ = ["Failure", "colored", "emit", "prepare", "progress", "quietly", "silenced", "watched"]

PATIENCE = 1.0
"""Seconds of work before a person who watches is told about it."""


class Failure(click.ClickException):
    """Wrong use, or an environment that does not let us: one line in plain words."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the line."""
        del file
        click.echo(f"tagc: {self.message}", err=True)


def prepare() -> None:
    """Make both streams able to take any text: what an encoding does not have is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str, stream: TextIO | None = None) -> None:
    """Print text on stdout (or another stream), all of it now. A reader who left is no error."""
    target = sys.stdout if stream is None else stream
    if target is None or not text:  # None: it was closed before we started
        return
    try:
        target.write(text)
        target.flush()
    except BrokenPipeError:
        silenced()
    except OSError as error:
        silenced()
        raise Failure(f"cannot print the result: {(error.strerror or str(error)).lower()}") from None


def silenced() -> int:
    """Point broken streams at nothing, so that leaving does not fail on what they still hold; return 0."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            try:
                os.dup2(nowhere, stream.fileno())
            except (OSError, ValueError, AttributeError):
                continue
    os.close(nowhere)
    return 0


def quietly(show: Callable[[], object], code: int) -> int:
    """Print a last line and return the exit code, even where nobody can read the line."""
    try:
        show()
    except OSError:
        silenced()
    return code


def watched(stream: TextIO | None) -> bool:
    """Tell whether a person looks at this stream."""
    return stream is not None and stream.isatty()


def colored(stream: TextIO | None) -> bool:
    """Tell whether colour is wanted (https://no-color.org) and can be shown."""
    return watched(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """While the work takes longer than a second, tell a person on stderr what is going on."""
    stream = sys.stderr
    if not watched(stream):
        yield
        return
    told = threading.Event()

    def tell() -> None:
        told.set()
        stream.write(f"{doing} ...")
        stream.flush()

    timer = threading.Timer(PATIENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if told.is_set():
            stream.write("\r\x1b[K")
            stream.flush()
