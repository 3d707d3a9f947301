"""Program -> `container.js`: lower, link, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.backends.browser.custom import custom_parts, customs
from tagc.backends.browser.expressions import Scope
from tagc.backends.browser.gates import gates
from tagc.backends.browser.link import Library, link
from tagc.backends.browser.part import Part
from tagc.backends.browser.record import Layout
from tagc.backends.browser.rules import fire, handlers, listeners
from tagc.backends.browser.specialise import REGION, click_ids, config, library_of
from tagc.backends.browser.tail import google_state, region, sources, tail
from tagc.backends.browser.visitor import know, matchers
from tagc.frozen import frozen
from tagc.js import build as js
from tagc.js.nodes import Identifier
from tagc.js.nodes import Program as Script
from tagc.js.printer import to_runs
from tagc.js.tree import walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tagc.backends.browser.custom import Custom
    from tagc.backends.browser.link import Label
    from tagc.ir.program import Program
    from tagc.js.nodes import Expression
    from tagc.js.writer import Run

__all__ = ["Container", "container", "printed"]


@frozen
class Container:
    """The text of the file; the same cut by the parts of the site it is for; labels and the gate's parameters for verify.

    A run names its parts from the outermost one; text of none holds the others together. All is ASCII: a character is a byte.
    """

    text: str
    runs: tuple[Run, ...]
    labels: tuple[Label, ...]
    gate: tuple[str, ...]
    readable: bool


def container(program: Program, texts: Mapping[str, str], *, readable: bool = False) -> Container:
    """The container of a program. `texts` are the `.js` parts of the package by path."""
    library = Library(texts)
    values = config(program, readable=readable)
    code = customs(program)
    handed = {each.handed: each.function for each in code}
    linked = link(library, values, _generated(program, library, values, code), handed, readable=readable)
    labels = tuple(label for label, _ in linked.parts)
    runs = _runs(linked.program, readable=readable)
    return Container("".join([text for _, text in runs]), runs, labels, linked.gate, readable)


def printed(program: Script, *, readable: bool) -> str:
    """The text of the file: one line without an end, or a page to read."""
    return "".join([text for _, text in _runs(program, readable=readable)])


def _runs(program: Script, *, readable: bool) -> tuple[Run, ...]:
    runs = to_runs(program, readable=readable)
    return (*runs, ((), "\n")) if readable else tuple(runs)


def _generated(
    program: Program, library: Library, values: Mapping[str, Expression], code: Sequence[Custom]
) -> list[Part]:
    layout = Layout()
    names = frozenset(library.names())
    heard = {(each.name, each.arguments): each for each in listeners(program)}
    starts = {
        instance.name: js.arrow([], heard[key].start(Scope())) for key, instance in program.guards.items()
    }
    made = gates(program, layout, library.functions(), starts)
    parts: list[Part] = []
    if any(
        isinstance(node, Identifier) and node.name == REGION
        for value in values.values()
        for node in walk(value)
    ):
        parts.append(Part("consent", (js.const(REGION, region(program.consent.region_from)),)))
    early = [*(["land"] if click_ids(program) else []), *(["keepRecord"] if program.server else [])]
    if early:  # before there is a gate: what the address says, and who tells the server of a decision
        parts.append(Part("forwarding", tuple(js.statement(js.call(name)) for name in early)))
    for name in sorted({name for item in program.instances if (name := library_of(program, item))}):
        parts.append(Part("consent", (js.const(name, js.object_({"on": js.number(0)})),)))
    parts.extend(google_state(program))
    parts.extend(sources(program, names))
    parts.extend(matchers(program))
    parts.extend(know(program))
    if program.rules:
        parts.append(Part("rules", (fire(program, layout),)))
    parts.extend(handlers(program, layout))
    parts.extend(custom_parts(code))
    for gate in made:
        name, title = gate.instance.name, gate.instance.title
        kind, dot, own = name.partition(".")
        comment = f"{kind}: {own}" if dot else f"{title}: {name}"
        part = f"{kind} {own}" if dot else f"platform {name}"
        parts.append(Part(part, (js.const(gate.hook, gate.call(), comments=(comment,)),)))
    parts.extend(tail(program, names))
    return parts
