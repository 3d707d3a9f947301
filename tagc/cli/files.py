"""Reading the input and writing the output: all files or none, and none whose bytes are there already.

Every way a file system can refuse becomes one `Failure` in plain words.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from tagc.cli.streams import Failure

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MAX_READ", "State", "compare", "exists", "read", "shown", "words", "write_all"]

MAX_READ = 64_000_000
"""Bytes read of one file: far above what the compiler takes. A device without an end should not fill the memory."""

STREAMS = "forward/streams"
MADE = b"# Made by tagc."
"""How a stream's file begins that a build made."""

_MODE = 0o666
_WORDS = {
    errno.ENOENT: "there is no such file",
    errno.EISDIR: "it is a folder, not a file",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the file system is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota on the disk is used up",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its symbolic links go round in a circle",
}


class State(Enum):
    """How a file on the disk relates to the bytes it should have."""

    MISSING = "missing"
    STALE = "stale"
    UNCHANGED = "unchanged"
    LEFT_OVER = "no longer made"


def shown(path: str | Path) -> str:
    """Return a path as messages show it: as it was typed, with forward slashes, on one line."""
    text = str(path).replace(os.sep, "/")
    return "".join(character if character.isprintable() else "?" for character in text)


def words(error: OSError | ValueError) -> str:
    """Return why a file could not be read or written."""
    if isinstance(error, OSError):
        return _WORDS.get(error.errno or 0) or (error.strerror or "the system does not say why").lower()
    return "the path holds characters that no path can hold"


def read(path: str, advice: str = "") -> bytes:
    """Return the bytes of a file; `advice` is added where there is none."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_READ)
    except FileNotFoundError as error:
        raise Failure(f"cannot read {shown(path)}: {words(error)}{advice}") from None
    except IsADirectoryError as error:
        raise Failure(f"cannot read {shown(path)}: {words(error)}; name the file in it") from None
    except (OSError, ValueError) as error:
        raise Failure(f"cannot read {shown(path)}: {words(error)}") from None


def exists(path: str) -> bool:
    """Tell whether something of this name is there, a link to nothing too."""
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def compare(folder: Path, files: Mapping[str, bytes]) -> dict[str, State]:
    """Return the state of each file of `files` below `folder`, and of what an earlier build made there; write nothing."""
    states = {name: _state(folder / name, content) for name, content in files.items()}
    return {**states, **dict.fromkeys(_left_over(folder, files), State.LEFT_OVER)}


def _left_over(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Streams of an earlier build: the engine runs all that stand there."""
    found = []
    for path in sorted((folder / STREAMS).glob("*.yaml")):
        name = f"{STREAMS}/{path.name}"
        with suppress(OSError):
            if name not in files and path.read_bytes().startswith(MADE):
                found.append(name)
    return found


def _state(path: Path, content: bytes) -> State:
    try:
        with path.open("rb") as stream:
            # One byte more than wanted tells a longer file.
            return State.UNCHANGED if stream.read(len(content) + 1) == content else State.STALE
    except (FileNotFoundError, NotADirectoryError):
        return State.MISSING
    except IsADirectoryError:
        raise Failure(f"cannot write {shown(path)}: there is a folder of that name") from None
    except (OSError, ValueError) as error:
        raise Failure(f"cannot read {shown(path)}: {words(error)}") from None


def write_all(folder: Path, files: Mapping[str, bytes]) -> dict[str, State]:
    """Write the files that are not as they should be, all or none; return the state each one had before."""
    states = compare(folder, files)
    pending = {folder / name: files[name] for name in files if states[name] is not State.UNCHANGED}
    if pending:
        _Transaction().run(pending)
    for name in states.keys() - files.keys():
        _remove(folder / name)
    return states


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise Failure(f"cannot remove {shown(path)}, which is no longer made: {words(error)}") from None


@dataclass(slots=True)
class _Transaction:
    """One set of files on its way to the disk, with what is needed to undo it."""

    folders: list[Path] = field(default_factory=list)  # made for this
    temporaries: dict[Path, Path] = field(default_factory=dict)  # target -> its new bytes, beside it
    backups: dict[Path, Path] = field(default_factory=dict)  # target -> the old file, where there was one

    def run(self, pending: Mapping[Path, bytes]) -> None:
        path = Path()
        try:
            for path, content in pending.items():
                self._prepare(path, content)
            for path in pending:
                self._replace(_real(path))
        except BaseException as error:
            self._undo()
            if isinstance(error, OSError | ValueError):
                raise Failure(f"cannot write {shown(path)}: {words(error)}; nothing was changed") from None
            raise
        for backup in self.backups.values():
            with suppress(OSError):
                backup.unlink()
        for parent in {target.parent for target in self.temporaries}:
            _sync_folder(parent)

    def _prepare(self, path: Path, content: bytes) -> None:
        self._make_folder(path.parent)
        target = _real(path)  # a link stays a link: what it points at is replaced
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _MODE & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
        self.temporaries[target] = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if os.path.lexists(folder):
            raise NotADirectoryError(errno.ENOTDIR, "")
        self._make_folder(folder.parent)
        folder.mkdir()
        self.folders.append(folder)

    def _replace(self, target: Path) -> None:
        temporary = self.temporaries[target]
        if target.exists():
            backup = self.backups[target] = temporary.with_suffix(".old")
            try:
                os.link(target, backup)
            except OSError:  # not every file system has hard links
                shutil.copy2(target, backup)
        temporary.replace(target)

    def _undo(self) -> None:
        lost = set()
        for target, temporary in self.temporaries.items():
            if temporary.exists():
                continue  # still the old one
            backup = self.backups.get(target)
            try:
                if backup is None:
                    target.unlink()
                else:
                    backup.replace(target)
            except OSError:
                lost.add(backup)
        for leftover in (*self.temporaries.values(), *self.backups.values()):
            if leftover not in lost:
                with suppress(OSError):
                    leftover.unlink()
        for folder in reversed(self.folders):
            with suppress(OSError):
                folder.rmdir()


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    # So that the renaming itself survives a power cut. Windows cannot open folders, and needs no such thing.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
