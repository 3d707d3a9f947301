"""The files a document names: what their paths mean, and what stood in those that were read.

Nothing is opened here. A function is handed in that gives a file's bytes, so that a build is a function of
what it is given; the command line hands in one that reads below the project's folder only.
"""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from tagc.diagnostics import Label, codes
from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.diagnostics import Diagnostic, Sink, Span

__all__ = ["Files", "Found", "Read", "Refusal"]


@frozen
class Refusal:
    """Why a file is not handed over: words for people, and whether it lies outside the project."""

    reason: str = ""
    outside: bool = False


Read: TypeAlias = Callable[[str], "bytes | Refusal | None"]
"""Gives the bytes of a file by its path from the document's folder, as in `../base.yaml`: always with forward
slashes, never with a `..` behind a name. None: there is no such file. `{"base.yaml": b"…"}.get` is one."""


@frozen
class Found:
    """One file: its path from the document's folder, the name diagnostics call it, its bytes."""

    path: str
    name: str
    data: bytes


_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def _nothing(_: str) -> None:
    return None


class Files:
    """The document and the files it names, each read once.

    >>> files = Files("shop/tagc.yaml", b"extends: ../base.yaml", {"../base.yaml": b"tagc: 1"}.get)
    >>> files.main.path, files.main.name
    ('tagc.yaml', 'shop/tagc.yaml')
    """

    def __init__(self, name: str, data: bytes, read: Read | None = None) -> None:
        """`name` is how diagnostics call the document; its last part is its path."""
        self._read = read or _nothing
        self._folder, path = posixpath.split(name)
        self.main = Found(path, name, data)
        self._found: dict[str, Found] = {path: self.main}
        self._path_of = {name: path}
        self._bundled: dict[Found, Span] = {}

    @property
    def inputs(self) -> Mapping[str, str]:
        """The SHA-256 (hexadecimal) of every file that was used, by its path from the document's folder."""
        return {path: sha256(self._found[path].data).hexdigest() for path in sorted(self._found)}

    @property
    def texts(self) -> Mapping[str, str]:
        """The files that are text, by the names of diagnostics."""
        found: dict[str, str] = {}
        for each in (*self._found.values(), *self._bundled):
            with suppress(UnicodeDecodeError):
                found[each.name] = each.data.removeprefix(BOM_UTF8).decode("utf-8")
        return found

    def bundled(self, name: str, data: bytes, span: Span) -> Found:
        """Add a file that tagc brings along, which is no input, and which is named at `span`."""
        found = Found(name, name, data)
        self._bundled[found] = span
        return found

    def explained(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic; in a file that tagc brought along, with the place where it is named."""
        for each, span in self._bundled.items():
            if each.name == diagnostic.span.file:
                label = Label(span, f"the {each.name} is named here")
                return replace(diagnostic, labels=(*diagnostic.labels, label))
        return diagnostic

    def load(self, path: str, span: Span, sink: Sink) -> Found | None:
        """Return the file that `path`, written at `span`, means; None after reporting why there is none.

        A path is relative to the file it is written in, which is that of the span.
        """
        if not path or _ABSOLUTE.match(path) or "\\" in path or _CONTROL.search(path):
            sink.report(codes.BAD_PATH, span, path=path)
            return None
        folder = posixpath.dirname(self._path_of.get(span.file, ""))
        target = posixpath.normpath(posixpath.join(folder, path))
        found = self._found.get(target)
        if found is not None:
            return found
        data = self._read(target)
        if isinstance(data, bytes):
            name = posixpath.normpath(posixpath.join(self._folder, target))
            found = self._found[target] = Found(target, name, data)
            self._path_of[name] = target
            return found
        if data is None:
            sink.report(codes.FILE_NOT_FOUND, span, path=path)
        elif data.outside:
            sink.report(codes.FILE_OUTSIDE, span, path=path)
        else:
            sink.report(codes.UNREADABLE_FILE, span, path=path, reason=data.reason)
        return None
