"""Program -> `container.js`: lower, link, print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tagc.backends.browser.gates import gates
from tagc.backends.browser.link import Library, link
from tagc.backends.browser.part import Part
from tagc.backends.browser.record import Layout
from tagc.backends.browser.rules import fire, handlers
from tagc.backends.browser.specialise import REGION, config, library_of
from tagc.backends.browser.tail import region, sources, tail
from tagc.backends.browser.visitor import know, matchers
from tagc.js import build as js
from tagc.js.nodes import Identifier
from tagc.js.nodes import Program as Script
from tagc.js.printer import to_source
from tagc.js.tree import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.backends.browser.link import Label
    from tagc.ir.program import Program
    from tagc.js.nodes import Expression, Statement

__all__ = ["Container", "container", "printed"]


@dataclass(frozen=True, slots=True)
class Container:
    """The text of the file, and how many of its bytes are for what (raw bytes, by part); labels for verify."""

    text: str
    sizes: tuple[tuple[str, int], ...]
    labels: tuple[Label, ...]
    readable: bool


def container(program: Program, texts: Mapping[str, str], *, readable: bool = False) -> Container:
    """The container of a program. `texts` are the `.js` parts of the package by path."""
    library = Library(texts)
    values = config(program)
    linked = link(library, values, _generated(program, library, values), readable=readable)
    text = printed(linked.program, readable=readable)
    sizes: dict[str, int] = {}
    for label, statement in linked.parts:
        sizes[label.part] = sizes.get(label.part, 0) + _bytes(statement)
    sizes["wrapper"] = max(0, len(text) - sum(sizes.values()))
    labels = tuple(label for label, _ in linked.parts)
    return Container(text, tuple(sorted(sizes.items())), labels, readable)


def _bytes(statement: Statement) -> int:
    """What a statement adds to the file; neighbouring declarations share one keyword."""
    text = to_source(statement)
    return len(text.removeprefix("const ").removeprefix("let ")) + 1


def printed(program: Script, *, readable: bool) -> str:
    """The text of the file: one line without an end, or a page to read."""
    text = to_source(program, readable=readable)
    return text + "\n" if readable else text


def _generated(program: Program, library: Library, values: Mapping[str, Expression]) -> list[Part]:
    layout = Layout()
    names = frozenset(library.names())
    made = gates(program, layout, library.functions())
    parts: list[Part] = []
    if any(
        isinstance(node, Identifier) and node.name == REGION
        for value in values.values()
        for node in walk(value)
    ):
        parts.append(Part("consent", (js.const(REGION, region(program.consent.region_from)),)))
    for name in sorted({name for item in program.instances if (name := library_of(program, item))}):
        parts.append(Part("consent", (js.const(name, js.object_({"on": js.number(0)})),)))
    parts.extend(sources(program, names))
    parts.extend(matchers(program))
    parts.extend(know(program))
    if program.rules:
        parts.append(Part("rules", (fire(program, layout),)))
    parts.extend(handlers(program, layout))
    for gate in made:
        comment = f"{gate.instance.title}: {gate.instance.name}"
        statement = js.const(gate.hook, gate.call(), comments=(comment,))
        parts.append(Part(f"platform {gate.instance.name}", (statement,)))
    parts.extend(tail(program, names))
    return parts
