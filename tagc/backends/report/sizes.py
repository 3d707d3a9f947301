"""Which bytes of the container are for what: a platform, a rule, consent, a part of the runtime.

Raw bytes are those that the printer wrote for each part, and add up to the file. The compressed figure says how much
smaller `gzip -9` of the file gets when the part's bytes are cut out: what one part repeats of another costs little there,
so these do not add up. It is gzip and not brotli, which Python's own library does not have.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, TypeAlias

from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tagc.js.writer import Run

Json: TypeAlias = "int | str | Sequence[Json] | dict[str, Json] | None"

__all__ = ["Group", "Size", "Sizes", "gzipped", "part_bytes", "sizes", "to_json"]

_GZIP = 31  # zlib's way to say: the gzip format, with its largest window
_RULE = "rule "
_PLATFORM = "platform "
_TAGS = ("tag ", "custom code ")
_USERS = (_RULE, _PLATFORM, *_TAGS)
_WRAPPER = "wrapper"
_GROUPS = {
    "platforms": "Platforms",
    "rules": "Rules",
    "tags": "Tags and custom code",
    "consent": "Consent",
    "user data": "User data",
    "triggers": "Triggers",
    "variables": "Variables",
    "runtime": "Runtime",
    "page": "Page",
}


@frozen(kw_only=True)
class Size:
    """What a part weighs: its bytes in the file, and how many bytes of gzip go with it. `rule` is the one it is for, if any."""

    name: str
    rule: str | None = None
    bytes: int
    gzip: int


@frozen(kw_only=True)
class Group:
    """Parts of one kind, the largest first."""

    title: str
    total: Size
    parts: tuple[Size, ...]


@frozen(kw_only=True)
class Sizes:
    """A container's bytes by part, and by rule: what a rule adds to the platforms it tells counts there too."""

    bytes: int
    gzip: int
    groups: tuple[Group, ...]
    rules: tuple[Size, ...]


def gzipped(content: bytes) -> int:
    """How many bytes `gzip -9` makes of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    return len(packer.compress(content)) + len(packer.flush())


def part_bytes(runs: Iterable[Run]) -> dict[str, int]:
    """Bytes by the part's name; they add up to the file."""
    found: dict[str, int] = {}
    for parts, text in runs:
        name = " / ".join(_own(parts)) or _WRAPPER
        found[name] = found.get(name, 0) + len(text)
    return dict(sorted(found.items()))


def sizes(runs: Sequence[Run]) -> Sizes:
    """Weigh each part of a container, given as what the printer wrote for which part."""
    runs = [(_own(parts), text) for parts, text in runs]
    scales = _Scales(runs)
    groups: dict[str, list[tuple[str, ...]]] = {}
    rules: dict[str, list[tuple[str, ...]]] = {}
    for parts in dict.fromkeys(parts for parts, _ in runs):
        groups.setdefault(_group(parts), []).append(parts)
        if (rule := _rule(parts)) is not None:
            rules.setdefault(rule, []).append(parts)
    made = [
        Group(
            title=_GROUPS[name],
            total=scales.weigh(name, None, held),
            parts=_sorted(scales.weigh(_name(parts), _rule(parts), [parts]) for parts in held),
        )
        for name, held in groups.items()
    ]
    return Sizes(
        bytes=len(scales.text),
        gzip=scales.gzip,
        groups=tuple(sorted(made, key=lambda group: _order(group.total))),
        rules=_sorted(scales.weigh(rule, rule, held) for rule, held in rules.items()),
    )


def to_json(made: Sizes) -> dict[str, Json]:
    """The same as plain data."""
    return {
        "file": "container.js",
        "bytes": made.bytes,
        "gzip": made.gzip,
        "groups": [
            {**_plain(group.total), "parts": [_plain(part) for part in group.parts]} for group in made.groups
        ],
        "rules": [_plain(rule) for rule in made.rules],
    }


def _plain(size: Size) -> dict[str, Json]:
    rule: dict[str, Json] = {} if size.rule is None else {"rule": size.rule}
    return {"name": size.name, **rule, "bytes": size.bytes, "gzip": size.gzip}


class _Scales:
    """A container's text on one side, the same without some parts on the other."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._weighed: dict[frozenset[tuple[str, ...]], tuple[int, int]] = {}
        self.text = "".join([text for _, text in runs])
        self.gzip = gzipped(self.text.encode())

    def weigh(self, name: str, rule: str | None, held: Collection[tuple[str, ...]]) -> Size:
        """What the runs of these parts weigh together."""
        chosen = frozenset(held)
        if chosen not in self._weighed:
            left = "".join([text for parts, text in self._runs if parts not in chosen]).encode()
            self._weighed[chosen] = len(self.text) - len(left), max(0, self.gzip - gzipped(left))
        raw, packed = self._weighed[chosen]
        return Size(name=name, rule=rule, bytes=raw, gzip=packed)


def _sorted(found: Iterable[Size]) -> tuple[Size, ...]:
    return tuple(sorted(found, key=_order))


def _order(size: Size) -> tuple[int, str]:
    return -size.bytes, size.name


def _own(parts: tuple[str, ...]) -> tuple[str, ...]:
    """What of the user's file it is for, else the innermost part: a rule's row counts for the rule, wherever it stands."""
    return tuple(part for part in parts if part.startswith(_USERS)) or parts[-1:]


def _group(parts: tuple[str, ...]) -> str:
    """Which kind of part it is: that of the outermost one."""
    if not parts:
        return "page"
    for start, kind in ((_PLATFORM, "platforms"), (_RULE, "rules"), *((start, "tags") for start in _TAGS)):
        if parts[0].startswith(start):
            return kind
    kind = parts[0].partition("/")[0]
    return kind if kind in _GROUPS else "runtime"


def _rule(parts: tuple[str, ...]) -> str | None:
    return next((part.removeprefix(_RULE) for part in parts if part.startswith(_RULE)), None)


def _name(parts: tuple[str, ...]) -> str:
    """What a part is called inside its group."""
    if parts == ("rules",):
        return "(all rules)"
    return " / ".join(part.removeprefix(_PLATFORM).removeprefix(_RULE) for part in parts) or _WRAPPER
