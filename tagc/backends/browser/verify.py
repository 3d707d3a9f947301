"""Reads the finished container again and checks what it promises, always, not only in tests.

The text is the linker's tree printed, and nothing else: parsed and printed again it gives the same bytes. No name is
undeclared but the browser's, no text becomes code. What a vendor is told by, its global, its functions, the script that
brings it, is named only inside the arguments of a gate call, and that gate asks for the requirement of the program.

What is trusted here: the runtime parts, the linker's labels (which statement is which part), and the tree's printer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagc.backends.browser.emit import printed
from tagc.backends.browser.expressions import requirement
from tagc.backends.browser.link import inside
from tagc.diagnostics import Span, codes
from tagc.js import nodes as js
from tagc.js.parse import JavaScriptSyntaxError, parse
from tagc.js.printer import to_source
from tagc.js.scopes import analyse, distinct
from tagc.js.tree import deep_recursion, map_children, static_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tagc.backends.browser.emit import Container
    from tagc.backends.browser.link import Label
    from tagc.diagnostics import Sink
    from tagc.ir.program import Command, Instance, Program

__all__ = ["verify"]

BROWSER: Final = frozenset({
    "window", "document", "location", "navigator", "localStorage", "sessionStorage", "cookieStore", "crypto",
    "Object", "Array", "JSON", "Math", "Date", "Promise", "RegExp", "Uint8Array", "TextEncoder", "FormData", "URL",
    "URLSearchParams", "addEventListener", "setTimeout", "setInterval", "isFinite", "decodeURIComponent", "arguments",
    "undefined", "CSS",
})  # fmt: skip
"""Names that are neither declared in the container nor a vendor's."""

FORBIDDEN_NAMES: Final = frozenset({"eval", "Function", "importScripts", "execScript", "Reflect", "Proxy"})
FORBIDDEN_MEMBERS: Final = frozenset({
    "write", "writeln", "innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "constructor", "__proto__",
    "setAttribute", "createContextualFragment", "eval", "Function", "execScript", "sendBeacon", "fetch", "XMLHttpRequest",
})  # fmt: skip
SINKS: Final = frozenset({"script", "stub"})
"""Runtime functions that bring a script; only a platform's own part may call them."""


class _Unproven(Exception):  # noqa: N818 - the way out of the checks, never seen outside
    pass


def verify(made: Container, program: Program, sink: Sink, *, name: str) -> bool:
    """Whether the container's text keeps its promises; reports the first one it breaks.

    `name` is how a diagnostic calls the file.
    """
    span = Span(name, 1, 1, 1, 1)
    try:
        tree = parse(made.text)
    except JavaScriptSyntaxError as error:
        sink.report(codes.UNREADABLE_OUTPUT, span, reason=error.message)
        return False
    if not made.text.isascii() or printed(tree, readable=made.readable) != _uncommented(made):
        sink.report(codes.UNREADABLE_OUTPUT, span, reason="printed again, it is another text")
        return False
    try:
        with deep_recursion():
            _Check(tree, made.labels, program).run()
    except _Unproven as error:
        sink.report(codes.UNPROVEN_OUTPUT, span, reason=str(error))
        return False
    return True


def _uncommented(made: Container) -> str:
    """The text without its comments, which stand on lines of their own in a readable build."""
    if not made.readable:
        return made.text
    return "".join(line for line in made.text.splitlines(keepends=True) if not line.lstrip().startswith("//"))


@dataclass(slots=True)
class _Check:
    tree: js.Program
    labels: Sequence[Label]
    program: Program

    def run(self) -> None:
        """Every check; raises `_Unproven` with the reason."""
        tree = distinct(self.tree)
        analysis = analyse(tree)
        meaning = {id(item): binding for binding in analysis.bindings for item in binding.identifiers}
        self._no_code_from_text(tree)
        declared = list(_declarators(inside(tree)))  # type: ignore[arg-type]
        labels = [label for label in self.labels if label.name]
        if [isinstance(target, js.Identifier) for target, _ in declared] != [True] * len(labels):
            message = "the statements are not those of the linker"
            raise _Unproven(message)
        roles: dict[int, Label] = {}  # binding -> what it is
        bodies: list[tuple[Label, js.Node]] = []
        for (target, init), label in zip(declared, labels, strict=True):
            roles[id(meaning[id(target)])] = label
            if init is not None:
                bodies.append((label, init))
        role = {key: roles[id(binding)] for key, binding in meaning.items() if id(binding) in roles}
        gates = self._gates(bodies, role)
        allowed = {id(node): instance for instance, call in gates for node in _inside_arguments(call)}
        self._vendors(tree, analysis.free_identifiers, allowed)
        self._parts(tree, bodies, role, allowed)

    def _no_code_from_text(self, tree: js.Node) -> None:
        for node in walk(tree):
            if isinstance(node, js.Identifier) and node.name in FORBIDDEN_NAMES:
                _refuse(f"it names {node.name}")
            if isinstance(node, js.MemberExpression) and static_name(node) in FORBIDDEN_MEMBERS:
                _refuse(f"it reaches for {static_name(node)}")

    def _gates(
        self, bodies: Sequence[tuple[Label, js.Node]], role: Mapping[int, Label]
    ) -> list[tuple[Instance, js.CallExpression]]:
        """Every instance has exactly one gate, which asks for its requirement."""
        found = [
            node
            for _, body in bodies
            for node in walk(body)
            if isinstance(node, js.CallExpression) and _is(role, node.callee, "gate")
        ]
        uses = sum(1 for _, body in bodies for node in walk(body) if _is(role, node, "gate"))
        instances = self.program.instances
        if len(found) != len(instances) or uses != len(found):
            _refuse("a platform has no gate of its own")
        for instance, call in zip(instances, found, strict=True):
            asked = call.arguments[0] if call.arguments else None
            if not isinstance(asked, js.ArrowFunctionExpression) or asked.params:
                _refuse(f"the gate of {instance.name} asks for nothing")
            expected = to_source(requirement(instance.gate.requirement))
            if to_source(_with_names(asked.body, role)) != expected:  # type: ignore[union-attr]
                _refuse(f"the gate of {instance.name} asks for something else")
        return list(zip(instances, found, strict=True))

    def _vendors(self, tree: js.Node, free: Sequence[js.Identifier], allowed: Mapping[int, Instance]) -> None:
        """A vendor's global is named only inside the gate of an instance of that vendor."""
        del tree
        vendors = {instance.name: _globals(instance) for instance in self.program.instances}
        known = frozenset().union(*vendors.values()) if vendors else frozenset()
        for identifier in free:
            if identifier.name in BROWSER:
                continue
            if identifier.name not in known:
                _refuse(f"it names {identifier.name}, which nothing declares")
            instance = allowed.get(id(identifier))
            if instance is None or identifier.name not in vendors[instance.name]:
                _refuse(f"{identifier.name} is named outside its gate")

    def _parts(
        self,
        tree: js.Node,
        bodies: Sequence[tuple[Label, js.Node]],
        role: Mapping[int, Label],
        allowed: Mapping[int, Instance],
    ) -> None:
        """A platform's functions are named only inside its gate, and only they bring scripts."""
        del tree
        for label, body in bodies:
            for node in walk(body):
                named = role.get(id(node))
                if named is None:
                    continue
                own = _platform_of(named)
                if own is not None and label.part != named.part:
                    instance = allowed.get(id(node))
                    if instance is None or instance.platform != own:
                        _refuse(f"{named.name} is named outside its gate")
                if named.name in SINKS and _platform_of(label) is None and label.name not in SINKS:
                    _refuse(f"{named.name} is named outside a platform's part")


def _refuse(reason: str) -> None:
    raise _Unproven(reason)


def _declarators(statements: Sequence[js.Statement]) -> Iterator[tuple[js.Pattern, js.Expression | None]]:
    for statement in statements:
        if isinstance(statement, js.VariableDeclaration):
            for declarator in statement.declarations:
                yield declarator.id, declarator.init


def _is(role: Mapping[int, Label], node: js.Node, name: str) -> bool:
    label = role.get(id(node))
    return label is not None and label.name == name and label.part.startswith("runtime/")


def _inside_arguments(call: js.CallExpression) -> Iterator[js.Node]:
    """Everything inside functions that are arguments of the call; arguments that are no functions run at once."""
    for argument in call.arguments:
        if isinstance(argument, js.ArrowFunctionExpression):
            yield from walk(argument)


def _with_names(node: js.Node, role: Mapping[int, Label]) -> js.Node:
    """The tree with runtime functions under the names they have in their parts."""
    label = role.get(id(node))
    if isinstance(node, js.Identifier) and label is not None:
        return js.Identifier(label.name)
    return map_children(node, lambda child: _with_names(child, role))


def _platform_of(label: Label) -> str | None:
    """The platform whose part a statement is."""
    folder, _, rest = label.part.partition("/")
    return rest.partition("/")[0] if folder == "platforms" else None


def _globals(instance: Instance) -> frozenset[str]:
    """The globals that an instance's commands call."""

    def of(command: Command) -> Iterator[str]:
        if command.receiver is not None:
            yield from of(command.receiver)
        else:
            yield command.function.partition(".")[0]

    matching = instance.matching.identify if instance.matching else ()
    commands = (
        *instance.begin, *instance.start, *instance.send, *(instance.page or ()), *instance.stop,
        *(instance.resume or ()), *instance.update, *matching,
    )  # fmt: skip
    return frozenset(name for command in commands for name in of(command))
