"""The project a document belongs to: which files it may name, and reading them.

A document may come from somebody else, so that what it can make tagc open ends at the project's folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tagc.cli.files import MAX_READ, words
from tagc.cli.streams import Failure
from tagc.source import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.source import Read

__all__ = ["Around", "around", "project_of", "reader"]

_MARK = ".git"


class Around(TypedDict):
    """What the compiler is given beside the document itself."""

    read: Read
    environment: str | None
    values: Mapping[str, str]


def around(file: str, environment: str | None = None, root: str | None = None) -> Around:
    """Return what the compiler is given for a document, the values of the environment as they are now."""
    return {"read": reader(file, root), "environment": environment, "values": dict(os.environ)}


def project_of(file: str) -> Path:
    """Return the project's folder: the nearest one above the file that is a checkout, else where we run."""
    folder = Path(os.path.realpath(Path(file).parent))
    for each in (folder, *folder.parents):
        if os.path.lexists(each / _MARK):
            return each
    here = Path.cwd()
    return here if folder.is_relative_to(here) else folder


def reader(file: str, root: str | None = None) -> Read:
    """Return what gives the compiler the files that `file` names, as far as they are in the project."""
    folder = Path(os.path.realpath(Path(file).parent))
    project = project_of(file) if root is None else Path(os.path.realpath(root))
    if not folder.is_relative_to(project):
        raise Failure(f"wrong --root: {file} is not in {root}")

    def read(path: str) -> bytes | Refusal | None:
        try:
            real = Path(os.path.realpath(folder / path))
            if not real.is_relative_to(project):
                return Refusal(outside=True)
            if not real.exists():
                return None
            if not real.is_file():  # a device or a pipe might never end
                return Refusal("it is a folder" if real.is_dir() else "it is no ordinary file")
            with real.open("rb") as stream:
                return stream.read(MAX_READ)
        except (OSError, ValueError) as error:
            return Refusal(words(error))

    return read
