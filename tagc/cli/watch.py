"""`tagc build --watch`: build again whenever a file that the last build read, or looked for, has changed.

Files are looked at a few times a second: that works in containers, on network drives and with every editor, and needs no
library. A file counts as changed when its bytes are no longer those that were built, so that touching it builds nothing and a
change during a build is not missed. A build begins when the files stay as they are for a moment: none sees half of a file.
"""

from __future__ import annotations

import gc
import hashlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tagc.cli.faults import fault
from tagc.cli.files import MAX_READ, shown
from tagc.cli.streams import Failure, emit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.source import Read, Refusal

__all__ = ["Inputs", "watch"]

_PAUSE = 0.3  # seconds between two looks
_SETTLED = 0.06  # for so long files stay as they are before they are built
_GONE = 0.5  # an editor may remove a file and write it again: for so long it stays away before we say so
_FRESH = 3.0  # some disks tell times in seconds: until then a file may have changed under the same time


@dataclass(slots=True)
class Inputs:
    """The files of a build, with a hash of what it read; None for what it could not read."""

    seen: dict[Path, bytes | None] = field(default_factory=dict)
    looks: dict[Path, tuple[object, bytes | None]] = field(default_factory=dict)

    def begin(self, file: str) -> None:
        """A build begins; until its file was read it counts as missing."""
        self.seen = {Path(file): None}

    def read(self, file: str, data: bytes) -> None:
        """The build has read its file."""
        self.seen[Path(file)] = _hash(data)

    def reader(self, file: str, read: Read) -> Read:
        """The function that gives a build further files, with a note of each."""

        def noted(path: str) -> bytes | Refusal | None:
            found = read(path)
            place = Path(file).parent / path
            self.seen[place] = _hash(found) if isinstance(found, bytes) else self.look(place)
            return found

        return noted

    def changed(self) -> bool:
        """A file is no longer what was built."""
        return self.now() != self.seen

    def now(self) -> dict[Path, bytes | None]:
        """What the files are at this moment."""
        return {path: self.look(path) for path in self.seen}

    def look(self, path: Path) -> bytes | None:
        """The hash of a file, None if there is none that can be read. Read again only when it may have changed."""
        try:
            about = path.stat()
            mark = (about.st_mtime_ns, about.st_ctime_ns, about.st_ino, about.st_size)
            known = self.looks.get(path)
            if known is not None and known[0] == mark and time.time() - about.st_mtime > _FRESH:
                return known[1]
            if not path.is_file():
                return None
            with path.open("rb") as stream:
                self.looks[path] = mark, _hash(stream.read(MAX_READ))
        except (OSError, ValueError):
            return None
        return self.looks[path][1]


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def watch(build: Callable[[Inputs], object]) -> int:
    """Call `build` now and after each change of what it noted; return 0 when the user ends it.

    The first build may fail as any build does. Later, what the disk refuses and faults of ours are told in one line, and
    the watch goes on.
    """
    inputs = Inputs()
    try:
        build(inputs)
        (file, *_) = inputs.seen
        emit(f"tagc: watching {shown(file)}, Ctrl-C to stop\n", sys.stderr)
        while True:
            gc.collect()  # switched off for commands that end (`cli.main`)
            _wait(inputs)
            try:
                build(inputs)
            except Failure as failure:
                failure.show()
            except Exception as error:  # noqa: BLE001 - the next version of the file may be fine
                emit(f"{fault(error)}\n", sys.stderr)
    except KeyboardInterrupt:
        emit("\n", sys.stderr)  # the terminal shows ^C where the cursor stands
        return 0


def _wait(inputs: Inputs) -> None:
    """Return when the files have changed and stay as they are."""
    while True:
        time.sleep(_PAUSE)
        found = inputs.now()
        while found != inputs.seen:
            gone = any(data is None and inputs.seen[path] is not None for path, data in found.items())
            time.sleep(_GONE if gone else _SETTLED)
            before, found = found, inputs.now()
            if before == found != inputs.seen:
                return
