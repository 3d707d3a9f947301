"""Names that need each other, in an order in which each comes after what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["in_order"]


def in_order(needs: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the names in order, and every circle among them, its first name also at its end.

    Without recursion: a file may hold thousands of names that lean on each other.

    >>> in_order({"a": ["b"], "b": []})
    (('b', 'a'), ())
    >>> in_order({"a": ["b"], "b": ["a"]})
    (('b', 'a'), (('a', 'b', 'a'),))
    """
    ordered: dict[str, None] = {}
    circles: dict[tuple[str, ...], None] = {}
    for start in needs:
        if start in ordered:
            continue
        chain: dict[str, Iterator[str]] = {start: iter(needs[start])}
        while chain:
            name = next(reversed(chain))
            other = next(chain[name], None)
            if other is None:
                del chain[name]
                ordered[name] = None
            elif other in chain:
                names = list(chain)
                circles[*names[names.index(other) :], other] = None
            elif other in needs and other not in ordered:
                chain[other] = iter(needs[other])
    return tuple(ordered), tuple(circles)
