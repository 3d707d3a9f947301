"""Code of the user's own: the functions of script files, and how the container reaches them.

They stand outside the container's function and are handed in: `((window, code) => { … })(window, ({total}) => total * 2)`.
So no name of the container means anything in them, none of theirs in the container, and each keeps its own short names.
Nothing runs when they are handed in. Inside, they are named in gates only, which `verify.py` checks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tagc.backends.browser.part import Part
from tagc.frozen import frozen
from tagc.ir.expr import Script, walk
from tagc.js import build as js
from tagc.js.function_file import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tagc.ir.expr import Node
    from tagc.ir.program import Program
    from tagc.js.function_file import Function, FunctionFile

__all__ = ["Custom", "custom_parts", "customs", "function_name", "gives_a_promise", "part_of"]


@frozen
class Custom:
    """One script file's function. `handed` is the parameter it comes in as, `called` the name it is called by."""

    file: str
    function: Function
    handed: str
    called: str


def function_name(file: str) -> str:
    """What the container calls a file's function; no other file's is called the same."""
    return "code_" + re.sub(r"[^A-Za-z0-9_]", lambda found: f"${ord(found[0]):x}$", file)


def part_of(file: str) -> str:
    """Which part of the site the text of a file is for."""
    return f"custom code ({file})"


def gives_a_promise(script: Script) -> bool:
    """The file's function is `async`."""
    return _read(script.text).is_async


def customs(program: Program) -> tuple[Custom, ...]:
    """The functions of all script files that the program uses, by path."""
    found: dict[str, Custom] = {}
    for script in _scripts(program):
        made = _read(script.text)
        called = function_name(script.file)
        # What is declared beside a function is made when that is first called.
        handed = called + "$made" if made.state else called
        found[script.file] = Custom(script.file, js.part(part_of(script.file), made.function), handed, called)
    return tuple(found[file] for file in sorted(found))


def custom_parts(several: Iterable[Custom]) -> list[Part]:
    """`const code = kept(made)` for each file with declarations of its own."""
    return [
        Part(part_of(each.file), (js.const(each.called, js.call("kept", js.ident(each.handed))),))
        for each in several
        if each.handed != each.called
    ]


@cache
def _read(text: str) -> FunctionFile:
    """The file; resolve let nothing through that cannot be read."""
    file = read(text)
    if not file.readable:
        raise TypeError(file.reason)
    return file


def _scripts(program: Program) -> Iterator[Script]:
    return (node for node in walk(*_roots(program)) if isinstance(node, Script))


def _roots(program: Program) -> Iterator[Node]:
    payloads: set[int] = set()  # calls share them
    for tag in program.tags:
        for command in tag.instance.send:
            yield from command.arguments
    yield from (variable.value for variable in program.variables)
    yield from (item.value for item in (program.user.fields if program.user else ()))
    for rule in program.rules:
        yield rule.condition
        yield from (trigger.condition for trigger in rule.triggers)
        yield from (item.value for item in rule.user)
        for call in rule.calls:
            yield from (value for _, value in call.params)
            if id(call.payload) not in payloads:
                payloads.add(id(call.payload))
                yield call.payload
