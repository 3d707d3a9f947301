"""Several files as one document: which value counts, and where each one stands.

Maps merge by key, everything else replaces what stood there. A map that says what kind of thing it is replaces a
whole map: half of one trigger and half of another make none. `null` takes out what a lower layer has. Merging is
associative, and an empty layer changes nothing; the order of keys decides nothing but the order of what is made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from tagc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tagc.diagnostics import Span
    from tagc.source.build import Data
    from tagc.source.spans import Path, Spans

__all__ = ["Layer", "MergedSpans", "Place", "mapped", "merge", "raised", "without_nulls"]


class Place(Protocol):
    """What the language knows of a place in a document."""

    @property
    def kinds(self) -> frozenset[str]:
        """The keys of which one says what kind of thing a map in this place is."""

    @property
    def takes_null(self) -> bool:
        """`null` means something here."""

    def step(self, step: str | int, value: object, /) -> Place:
        """The place under a key or a list position of `value`, which stands here."""


@frozen
class Layer:
    """A value and where it stands: `path` in `spans`; a merged map stands where its highest part does.

    `entries` are those of a merged map; other maps stand in one file with all that is in them. `lowest` marks what
    nothing lies under, so that a `null` there takes nothing out.
    """

    data: Data
    spans: Spans
    path: Path = ()
    entries: Mapping[str, Layer] | None = None
    lowest: bool = False

    def entry(self, key: str) -> Layer:
        """The value under a key of this map; KeyError when there is none."""
        if self.entries is not None:
            return self.entries[key]
        if not isinstance(self.data, dict):
            raise KeyError(key)
        return Layer(self.data[key], self.spans, (*self.path, key), None, self.lowest)


def raised(layer: Layer) -> Layer:
    """Return a part of a layer as one that lies over something."""
    entries = layer.entries and {key: raised(entry) for key, entry in layer.entries.items()}
    return replace(layer, entries=entries, lowest=False)


def merge(low: Layer, high: Layer, place: Place) -> Layer:
    """Put one layer over another."""
    if not isinstance(low.data, dict) or not isinstance(high.data, dict) or high.data.keys() & place.kinds:
        return high
    if not high.data:
        return low
    if not low.data:
        return high
    both = {**low.data, **high.data}
    entries: dict[str, Layer] = {}
    for key in both:
        if key not in high.data:
            entries[key] = low.entry(key)
        elif key not in low.data:
            entries[key] = high.entry(key)
        else:
            entries[key] = merge(low.entry(key), high.entry(key), place.step(key, both))
    return mapped(high, entries)


def without_nulls(whole: Layer, place: Place) -> Layer:
    """Drop what was taken out. A `null` that means something where it stands is a value like others."""
    for path in list(_nulls(whole.data)):
        if _takes_out(whole, path, place):
            whole = _without(whole, path)
    return whole


def mapped(at: Layer, entries: Mapping[str, Layer]) -> Layer:
    """Return a map with these entries, which stands where another one does."""
    return replace(
        at, data={key: entry.data for key, entry in entries.items()}, entries=entries, lowest=False
    )


def _nulls(data: Data, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if value is None:
                yield (*path, key)
            else:
                yield from _nulls(value, (*path, key))


def _takes_out(whole: Layer, path: tuple[str, ...], place: Place) -> bool:
    layer = whole
    for key in path:
        if isinstance(layer.data, dict) and layer.data.keys() & place.kinds:
            return False
        place = place.step(key, layer.data)
        layer = layer.entry(key)
    return not layer.lowest and not place.takes_null


def _without(layer: Layer, path: tuple[str, ...]) -> Layer:
    key, *rest = path
    if not isinstance(layer.data, dict):
        raise KeyError(key)
    entries = {name: layer.entry(name) for name in layer.data}
    if rest:
        entries[key] = _without(entries[key], tuple(rest))
    else:
        del entries[key]
    return mapped(layer, entries)


class MergedSpans:
    """The spans of a merged document: of each value where it was taken from."""

    def __init__(self, whole: Layer) -> None:
        self._whole = whole

    def value(self, path: Path) -> Span:
        """Return the span of a value."""
        layer, rest = self._find(path)
        return layer.spans.value((*layer.path, *rest))

    def key(self, path: Path) -> Span:
        """Return the span of a key."""
        layer, rest = self._find(path)
        return layer.spans.key((*layer.path, *rest))

    def nearest(self, path: Path) -> Span:
        """Return the span of the nearest value."""
        layer = self._whole
        for at, step in enumerate(path):
            if layer.entries is None:
                return layer.spans.nearest((*layer.path, *path[at:]))
            if not isinstance(step, str) or step not in layer.entries:
                break
            layer = layer.entries[step]
        return layer.spans.nearest(layer.path)

    def text(self, path: Path) -> str | None:
        """Return a scalar as written."""
        layer, rest = self._find(path)
        return layer.spans.text((*layer.path, *rest))

    def __contains__(self, path: object) -> bool:
        """Tell whether there is a value at this path."""
        try:
            layer, rest = self._find(path)  # type: ignore[arg-type]
        except KeyError:
            return False
        return (*layer.path, *rest) in layer.spans

    def _find(self, path: Path) -> tuple[Layer, Path]:
        """Return the last layer on the way that stands in one file, and the rest of the way in it."""
        layer = self._whole
        for at, step in enumerate(path):
            if layer.entries is None:
                return layer, path[at:]
            if not isinstance(step, str) or step not in layer.entries:
                raise KeyError(path)
            layer = layer.entries[step]
        return layer, ()
