"""From the files of a document to one document: presets, `extends`, the file itself, the environment asked for.

Lowest first: presets, the files that are extended from left to right (each after those that it extends), the
file, the environment. A file counts once, where it is named first, however many others extend it. What the
result says is not looked at here, but for the keys that say where its parts are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tagc import registry
from tagc.diagnostics import codes, did_you_mean
from tagc.model import Document as Model
from tagc.model.base import as_text
from tagc.model.layers import layer_keys
from tagc.schema.position import top
from tagc.schema.validate import validate_keys
from tagc.source import (
    Document,
    Found,
    Layer,
    MergedSpans,
    decode,
    load,
    mapped,
    merge,
    raised,
    without_nulls,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.diagnostics import Sink, Span
    from tagc.source import Data, Files
    from tagc.source.spans import Path

__all__ = ["document"]

PRESET = "preset "
"""How the names of presets begin where other files have theirs."""

MAX_FILES = 100

_FILES_NAMED = frozenset({"extends", "presets"})


def document(files: Files, environment: str | None, sink: Sink) -> Document | None:
    """Return the document that the files make; None after an error that leaves nothing to go on with."""
    stack = _Stack(files, sink)
    main = stack.read(files.main)
    if main is None:
        return None
    stack.add(main)
    if sink.errors:
        return None
    if not stack.presets and len(stack.documents) == 1 and environment is None:
        return main
    place = top()
    lowest, *others = (Layer(each.data, each.spans) for each in stack.documents)
    whole = replace(lowest, lowest=not stack.presets)
    for other in others:
        whole = merge(whole, other, place)
    if environment is not None:
        chosen = _environment(whole, environment, main, sink)
        if chosen is None:
            return None
        whole = merge(whole, chosen, place)
    presets = [_for_instances(each, whole) for each in stack.presets.values()]
    for preset in reversed(presets):
        whole = merge(preset, whole, place)
    # What is wrong with the whole is wrong with the document itself, not with its highest layer.
    whole = _without_taken_out(whole)
    whole = without_nulls(replace(whole, spans=main.spans, path=(), entries=_entries(whole)), place)
    return Document(_map(whole.data), MergedSpans(whole), main.file)


def _for_instances(preset: Document, document: Layer) -> Layer:
    """A preset whose platforms are replaced by the document's instances of them."""
    instances: dict[str, list[str]] = {}
    for name, data in _map(_map(document.data).get("platforms")).items():
        platform = data.get("platform", name) if isinstance(data, dict) else None
        instances.setdefault(str(platform), []).append(name)
    return _renamed(raised(Layer(preset.data, preset.spans)), lambda name: instances.get(name, []))


def _without_taken_out(whole: Layer) -> Layer:
    """The document without a word of the instances that a higher layer takes out."""
    platforms = _map(_map(whole.data).get("platforms"))
    taken = {
        name
        for name, data in platforms.items()
        if data is None and not _entry(whole, "platforms", name).lowest
    }
    return _renamed(whole, lambda name: [] if name in taken else [name]) if taken else whole


def _renamed(whole: Layer, names: Callable[[str], list[str]]) -> Layer:
    """The document with other names wherever it speaks of instances."""
    entries = _entries(whole)
    if isinstance(_map(whole.data).get("events"), dict):
        rules = _entries(entries["events"])
        made = {name: _listed(rule, names, "to") for name, rule in rules.items()}
        entries["events"] = mapped(entries["events"], made)
    if "user_data" in entries:
        entries["user_data"] = _listed(entries["user_data"], names, "to", "raw_to")
    return mapped(whole, entries)


def _listed(section: Layer, names: Callable[[str], list[str]], *lists: str) -> Layer:
    if not isinstance(section.data, dict):
        return section
    entries = _entries(section)
    if isinstance(section.data.get("platforms"), dict):
        own = _entries(entries["platforms"])
        made = {new: entry for name, entry in own.items() for new in names(name)}
        entries["platforms"] = mapped(entries["platforms"], made)
    for key in lists:
        data = entries[key].data if key in entries else None
        if isinstance(data, list):
            several = [names(name) if isinstance(name, str) else [name] for name in data]
            entries[key] = replace(entries[key], data=[new for each in several for new in each])
    return mapped(section, entries)


def _entry(layer: Layer, *path: str) -> Layer:
    for key in path:
        layer = layer.entry(key)
    return layer


@dataclass(slots=True)
class _Stack:
    """The files of a document, lowest first."""

    files: Files
    sink: Sink
    presets: dict[str, Document] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)

    def read(self, found: Found) -> Document | None:
        """Return one file as a document of its own."""
        self._known.add(found.path)
        source = decode(found.name, found.data, self.sink)
        return None if source is None else load(source, self.sink)

    def add(self, document: Document) -> None:
        """Put a document on the stack, after what it builds on."""
        if document.data.keys() & _FILES_NAMED and not validate_keys(document, _FILES_NAMED, self.sink):
            return
        for at, name in enumerate(_list(document.data.get("presets"))):
            self._preset(str(name), document.spans.nearest(("presets", at)))
        self._open.append(document.file)
        extends = document.data.get("extends")
        for at, path in enumerate(_list(extends)):
            place: Path = ("extends", at) if isinstance(extends, list) else ("extends",)
            self._extend(str(as_text(path)), document.spans.value(place))
        self._open.pop()
        self.documents.append(document)

    def _preset(self, name: str, span: Span) -> None:
        if name not in self.presets:
            document = self.read(self.files.bundled(PRESET + name, registry.presets()[name], span))
            if document is not None:
                self.presets[name] = document

    def _extend(self, path: str, span: Span) -> None:
        found = self.files.load(path, span, self.sink)
        if found is None:
            return
        if found.name in self._open:
            circle = [*self._open[self._open.index(found.name) :], found.name]
            self.sink.report(codes.EXTENDS_CYCLE, span, cycle=" -> ".join(circle))
        elif len(self._known) >= MAX_FILES:
            self.sink.report(codes.TOO_MANY_FILES, span, limit=MAX_FILES)
        elif found.path not in self._known:
            document = self.read(found)
            if document is not None:
                self.add(document)


def _list(data: Data) -> list[Data]:
    return data if isinstance(data, list) else [] if data is None else [data]


def _map(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _entries(whole: Layer) -> dict[str, Layer]:
    return {key: whole.entry(key) for key in _map(whole.data)}


def _environment(whole: Layer, name: str, main: Document, sink: Sink) -> Layer | None:
    """The layer of an environment."""
    known = _map(_map(whole.data).get("environments"))
    names = [each for each, value in known.items() if value is not None]
    if name not in names:
        near = did_you_mean(name, names)
        if near:
            hint = f'did you mean "{near}"?'
        elif names:
            hint = f"write one of {', '.join(names)}"
        else:
            hint = "there are none; leave out --env, or add the section environments"
        span = MergedSpans(whole).key(("environments",)) if names else main.spans.nearest(())
        sink.report(codes.UNKNOWN_ENVIRONMENT, span, name=name, hint=hint)
        return None
    chosen = raised(whole.entry("environments").entry(name))
    known_keys = layer_keys(Model.model_fields)
    kept = {key: chosen.entry(key) for key in _map(chosen.data) if key in known_keys}
    return replace(chosen, data={key: entry.data for key, entry in kept.items()}, entries=kept)
