"""Prints plain data as YAML for the stream engine, and knows what the engine does to the text before it is YAML.

The engine replaces `${NAME}` in a file before it reads it, and computes `${! … }` inside some of its texts. So no text may
hold `${` unless it is meant to: an `Interpolated` one, which is made here from names and from texts that cannot hold any.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Interpolated", "Node", "computed", "environment", "secret", "to_text"]

Node: TypeAlias = "bool | int | float | str | Sequence[Node] | Mapping[str, Node] | None"

_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_WIDE: Final = 10_000


class Interpolated(str):
    """Text that the engine is meant to fill in."""

    __slots__ = ()

    def __add__(self, other: str) -> Interpolated:
        """Join with another one, or with text that says nothing to the engine."""
        return Interpolated(str(self) + (other if isinstance(other, Interpolated) else plain(other)))


def plain(text: str) -> str:
    """Return a text that the engine leaves as it is. Raises `ValueError` for one that it would not."""
    if "${" in text:
        message = f"the engine would fill in {text!r}"
        raise ValueError(message)
    return text


def environment(name: str, default: str | None = None) -> Interpolated:
    """A value of the engine's environment, put in when the file is read."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return Interpolated("${" + name + ("" if default is None else f":{plain(default)}") + "}")


def secret(name: str) -> Interpolated:
    """A value of the engine's environment that no file ever holds: read when it is used."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return Interpolated('${! env("' + name + '") }')


def computed(bloblang: str) -> Interpolated:
    """A text that is computed for each message."""
    return Interpolated("${! " + plain(bloblang) + " }")


class _Dumper(yaml.SafeDumper):
    """As people write it: block style, long texts as they stand."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the base class's
        """Write everything out."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    if not isinstance(text, Interpolated):
        plain(text)
    block = "\n" in text and all(char.isprintable() or char == "\n" for char in text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|" if block else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Interpolated, _text)


def to_text(data: Node, comment: str) -> bytes:
    """The file: a comment of whole lines, then the data. Raises `ValueError` for text that the engine would change."""
    lines = "".join(f"# {line}\n" for line in plain(comment).splitlines())
    return (
        lines + yaml.dump(data, Dumper=_Dumper, sort_keys=False, width=_WIDE, allow_unicode=True)
    ).encode()
