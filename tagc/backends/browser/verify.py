"""Reads the finished container again and checks what it promises, always, not only in tests.

The text is the linker's tree printed, and nothing else: parsed and printed again it gives the same bytes. No name is
undeclared but the browser's, no text becomes code. What a vendor is told by, its global, its functions, the script that
brings it, is named only inside the arguments of a gate call, and that gate asks for the requirement of the program.

What is trusted here: the runtime parts, the linker's labels (which statement is which part, which argument of a gate is
what), and the tree's printer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tagc.backends.browser.custom import customs
from tagc.backends.browser.emit import printed
from tagc.backends.browser.expressions import requirement
from tagc.backends.browser.link import inside, merged
from tagc.diagnostics import Span, codes
from tagc.frozen import frozen
from tagc.js import nodes as js
from tagc.js.function_file import same
from tagc.js.parse import JavaScriptSyntaxError, parse
from tagc.js.printer import to_source
from tagc.js.scopes import analyse
from tagc.js.tree import deep_recursion, map_children, static_name, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tagc.backends.browser.emit import Container
    from tagc.backends.browser.link import Label
    from tagc.diagnostics import Sink
    from tagc.ir.program import Command, Instance, Program
    from tagc.js.scopes import Binding

__all__ = ["verify"]

BROWSER: Final = frozenset({
    "window", "document", "location", "navigator", "localStorage", "sessionStorage", "cookieStore", "crypto",
    "Object", "Array", "JSON", "Math", "Date", "Promise", "RegExp", "Uint8Array", "TextEncoder", "FormData", "URL",
    "URLSearchParams", "addEventListener", "setTimeout", "setInterval", "isFinite", "decodeURIComponent", "arguments",
    "undefined", "CSS",
    "trustedTypes", "console", "Element", "history", "IntersectionObserver", "MutationObserver", "WeakMap", "WeakSet",
    "clearTimeout", "clearInterval", "requestAnimationFrame", "Image", "encodeURIComponent",
})  # fmt: skip
"""Names that are neither declared in the container nor a vendor's."""

FORBIDDEN_NAMES: Final = frozenset({"eval", "Function", "importScripts", "execScript", "Reflect", "Proxy"})
FORBIDDEN_MEMBERS: Final = frozenset({
    "write", "writeln", "innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "constructor", "__proto__",
    "setAttribute", "createContextualFragment", "eval", "Function", "execScript", "sendBeacon", "fetch", "XMLHttpRequest",
})  # fmt: skip
MEMBERS: Final[dict[str, frozenset[str]]] = {
    "window": frozenset({"tagc"}),
    "document": frozenset({"title", "referrer"}),
    **dict.fromkeys(
        ("navigator", "localStorage", "sessionStorage", "cookieStore", "crypto"), frozenset[str]()
    ),
    **dict.fromkeys(
        ("addEventListener", "setTimeout", "setInterval", "Object", "Promise", "FormData", "Image"),
        frozenset[str](),
    ),
    **dict.fromkeys(
        ("Element", "history", "IntersectionObserver", "MutationObserver", "requestAnimationFrame"),
        frozenset[str](),
    ),
}
"""What generated code may do with these names; everything else about them is the runtime parts'."""

SINKS: Final = frozenset({"script", "stub", "image"})
"""Runtime functions that bring a script or an image; only a platform's own part, or a tag's gate, may call them."""

MESSAGE: Final = "runtime/message.js"
"""The part that sends to the site's own server."""

AFTER_GRANT: Final = frozenset({"start", "send", "turn", "leave", "update", "begin", "identify"})
"""Parameters of `runtime/gate.js` that are called only when the gate is, or was, open."""

_FIXED: Final = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?([/?]|\Z)")
"""How an address begins whose host nothing can change."""


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
            _Check(tree, made, program).run()
    except _Unproven as error:
        sink.report(codes.UNPROVEN_OUTPUT, span, reason=str(error))
        return False
    return True


def _uncommented(made: Container) -> str:
    """The text without its comments, which stand on lines of their own in a readable build."""
    if not made.readable:
        return made.text
    return "".join(line for line in made.text.splitlines(keepends=True) if not line.lstrip().startswith("//"))


@frozen
class _Item:
    """A declarator or statement inside the wrapper, with what it is for."""

    label: Label
    node: js.Node | None
    target: js.Pattern | None

    @property
    def is_part(self) -> bool:
        """It stands in a `.js` file, and is trusted with more than generated code."""
        return self.label.part.endswith(".js")


@dataclass(slots=True)
class _Check:
    tree: js.Program
    made: Container
    program: Program

    def run(self) -> None:
        """Every check; raises `_Unproven` with the reason."""
        analysis = analyse(self.tree)
        tree = analysis.tree
        meaning = {id(item): binding for binding in analysis.bindings for item in binding.identifiers}
        wrapper = _wrapper(tree)
        handed = self._handed(wrapper)
        outside = {id(node) for function in handed.values() for node in walk(function)}
        items = self._items(inside(tree))  # type: ignore[arg-type]
        posted = self._posted(items)
        outside |= posted
        self._no_code_from_text(wrapper.callee, posted)
        bound = {id(meaning[id(item.target)]): item.label for item in items if item.target is not None}
        role = {key: bound[id(binding)] for key, binding in meaning.items() if id(binding) in bound}
        gates = self._gates(items, role)
        allowed = {id(node): instance for instance, call in gates for node in self._after_grant(call)}
        self._vendors([item for item in analysis.free_identifiers if id(item) not in outside], allowed)
        window, *custom = [meaning[id(parameter)] for parameter in _parameters(wrapper)]
        self._reach({id(identifier) for identifier in window.identifiers}, items)
        self._parts(items, role, allowed)
        self._custom(custom, items, meaning, role, allowed)

    def _after_grant(self, call: js.CallExpression) -> Iterator[js.Node]:
        """Everything inside the functions that a gate calls only when it is, or was, open."""
        for name, argument in zip(self.made.gate, call.arguments, strict=False):
            if name in AFTER_GRANT and isinstance(argument, js.ArrowFunctionExpression):
                yield from walk(argument)

    def _handed(self, wrapper: js.CallExpression) -> dict[int, js.Node]:
        """What the wrapper is called with beside `window`: functions of the user's files as they are written, nothing else."""
        window, *functions = wrapper.arguments
        if window != js.Identifier("window") or len(functions) + 1 != len(_parameters(wrapper)):
            _refuse("it is not called with window and functions")
        written = [each.function for each in customs(self.program)] if functions else []
        if not self.made.readable:
            written = [merged(function) for function in written]
        for function in functions:
            if not isinstance(function, js.ArrowFunctionExpression | js.FunctionExpression):
                _refuse("code of the user's own runs when it is loaded")
            elif not any(same(function, other, readable=self.made.readable) for other in written):
                _refuse("code of the user's own is not what stands in a file")
        return {id(function): function for function in functions}

    def _items(self, statements: Sequence[js.Statement]) -> list[_Item]:
        found: list[tuple[js.Pattern | None, js.Node | None]] = []
        for statement in statements:
            if isinstance(statement, js.VariableDeclaration):
                found += [(declarator.id, declarator.init) for declarator in statement.declarations]
            else:
                found.append((None, statement))
        declared = [target is not None for target, _ in found]
        if declared != [bool(label.name) for label in self.made.labels]:
            _refuse("its statements are not those of the linker")
        return [
            _Item(label, node, target) for label, (target, node) in zip(self.made.labels, found, strict=True)
        ]

    def _posted(self, items: Sequence[_Item]) -> set[int]:
        """Where the one part that sends to the site's own server does so: to the address of the document."""
        server, found = self.program.server, set[int]()
        if server is None:
            return found
        beacon = js.MemberExpression(js.Identifier("navigator"), js.Identifier("sendBeacon"))
        address = (js.Literal(server.endpoint),)
        for item in items:
            for node in _walk(item.node) if item.label.part == MESSAGE else ():
                if (
                    isinstance(node, js.CallExpression)
                    and node.arguments[:1] == address
                    and node.callee in (beacon, js.Identifier("fetch"))
                ):
                    found.add(id(node.callee))
        return found

    def _no_code_from_text(self, tree: js.Node, posted: Collection[int]) -> None:
        for node in walk(tree):
            if id(node) in posted:
                continue
            if isinstance(node, js.Identifier) and node.name in FORBIDDEN_NAMES:
                _refuse(f"it names {node.name}")
            if isinstance(node, js.MemberExpression) and static_name(node) in FORBIDDEN_MEMBERS:
                _refuse(f"it reaches for {static_name(node)}")

    def _gates(
        self, items: Sequence[_Item], role: Mapping[int, Label]
    ) -> list[tuple[Instance, js.CallExpression]]:
        """Every instance has exactly one gate, which asks for its requirement."""
        named = [node for item in items for node in _walk(item.node) if _is(role, node, "gate")]
        found = [item.node for item in items if item.target is not None and not item.is_part]
        calls = [
            node for node in found if isinstance(node, js.CallExpression) and _is(role, node.callee, "gate")
        ]
        instances = self.program.gated
        if len(calls) != len(instances) or len(named) != len(calls):
            _refuse("a platform has no gate of its own")
        for instance, call in zip(instances, calls, strict=True):
            asked = call.arguments[0] if call.arguments else None
            if not isinstance(asked, js.ArrowFunctionExpression) or asked.params:
                _refuse(f"the gate of {instance.name} asks for nothing")
            elif to_source(_with_names(asked.body, role)) != to_source(
                requirement(instance.gate.requirement)
            ):
                _refuse(f"the gate of {instance.name} asks for something else")
        return list(zip(instances, calls, strict=True))

    def _vendors(self, free: Sequence[js.Identifier], allowed: Mapping[int, Instance]) -> None:
        """A vendor's global is named only inside the gate of an instance of that vendor."""
        vendors = {instance.name: _globals(instance) for instance in self.program.instances}
        known = frozenset().union(*vendors.values()) if vendors else frozenset()
        for identifier in free:
            if identifier.name in BROWSER:
                continue
            if identifier.name not in known:
                _refuse(f"it names {identifier.name}, which nothing declares")
            instance = allowed.get(id(identifier))
            if instance is None or identifier.name not in vendors.get(instance.name, ()):
                _refuse(f"{identifier.name} is named outside its gate")

    def _reach(self, window: set[int], items: Sequence[_Item]) -> None:
        """Generated code touches the page by the runtime's functions only, but for a few reads."""
        for item in items:
            if item.is_part or item.label.name == "early":
                continue
            harmless: set[int] = set()
            for node in _walk(item.node):
                if isinstance(node, js.MemberExpression):
                    name = static_name(node)
                    if name is None and not _is_index(node.property):
                        _refuse(f"generated code for {item.label.part} computes a name")
                    if isinstance(node.object, js.Identifier):
                        owner = "window" if id(node.object) in window else node.object.name
                        if name in MEMBERS.get(owner, ()):
                            harmless.add(id(node.object))
                if isinstance(node, js.Identifier):
                    owner = "window" if id(node) in window else node.name
                    if owner in MEMBERS and id(node) not in harmless:
                        _refuse(f"generated code for {item.label.part} reaches for {owner}")

    def _parts(
        self, items: Sequence[_Item], role: Mapping[int, Label], allowed: Mapping[int, Instance]
    ) -> None:
        """A platform's functions are named only inside its gate, and only they bring scripts."""
        guarded = frozenset(listener for listener, _ in self.program.guards)
        for item in items:
            for node in _walk(item.node):
                named = role.get(id(node))
                if named is None:
                    continue
                own = _owner(named, guarded)
                if own is not None and item.label.part != named.part:
                    instance = allowed.get(id(node))
                    if instance is None or (instance.library or instance.platform) != own:
                        _refuse(f"{named.name} is named outside its gate")
                if named.part == MESSAGE and named.name == "message" and item.label.part != MESSAGE:
                    instance = allowed.get(id(node))
                    if instance is None or all(one.function != "message" for one in instance.send):
                        _refuse("a message is sent outside its gate")
                sink = named.name in SINKS and named.part.startswith("runtime/")
                if sink and _owner(item.label, guarded) is None and item.label.name not in SINKS:
                    instance = allowed.get(id(node))
                    if instance is None or not any(one.function == named.name for one in _of_tag(instance)):
                        _refuse(f"{named.name} is named outside a platform's part")
                    self._addresses(item.node, node, self._inside_of(items, named.name), role)

    def _inside_of(self, items: Sequence[_Item], sink: str) -> list[js.Expression]:
        """What a sink asks for itself, where it has one caller whose address the linker put in place."""
        texts = [node for item in items if item.label.name == sink for node in _walk(item.node)]
        return [node for node in texts if isinstance(node, js.Literal) and _FIXED.match(str(node.value))]

    def _addresses(
        self,
        item: js.Node | None,
        sink: js.Node,
        own: Sequence[js.Expression],
        role: Mapping[int, Label],
    ) -> None:
        """A tag's gate asks for addresses whose host is written out; what is put in behind it is escaped."""
        for call in _walk(item):
            if isinstance(call, js.CallExpression) and call.callee is sink:
                first, *rest = call.arguments or own or [js.Literal(None)]
                parts: tuple[js.Node, ...] = ()
                if isinstance(first, js.CallExpression) and _is(role, first.callee, "concat"):
                    first, *inner = first.arguments
                    parts = tuple(inner)
                for part in parts:
                    escaped = isinstance(part, js.CallExpression) and _escapes(role, part.callee)
                    if not escaped and not isinstance(part, js.Literal):
                        _refuse("a tag's address is not fixed")
                text = first.value if isinstance(first, js.Literal) else None
                begins = _FIXED.match(text) if isinstance(text, str) else None
                if rest or begins is None or (parts and not begins[2]):
                    break
                return
        _refuse("a tag's address is not fixed")

    def _custom(
        self,
        custom: Sequence[Binding],
        items: Sequence[_Item],
        meaning: Mapping[int, Binding],
        role: Mapping[int, Label],
        allowed: Mapping[int, Instance],
    ) -> None:
        """Code of the user's own is named only inside gates, or where user data is read after its grant."""
        names = {id(identifier) for binding in custom for identifier in binding.identifiers}
        kept: set[int] = set()
        for item in items:
            if isinstance(item.node, js.CallExpression) and _is(role, item.node.callee, "kept"):
                inner = item.node.arguments
                if item.target is None or [id(part) in names for part in inner] != [True]:
                    _refuse("kept is called with something else")
                names |= {id(identifier) for identifier in meaning[id(item.target)].identifiers}
                kept |= {id(part) for part in inner} | {id(item.target)}
        after_grant = {id(node) for item in items for node in self._granted(item.node, role)}
        parameters = {id(identifier) for binding in custom for identifier in binding.identifiers[:1]}
        for item in items:
            for node in _walk(item.node):
                if id(node) in names - kept - parameters and id(node) not in {*allowed, *after_grant}:
                    _refuse("code of the user's own is named outside a gate")

    def _granted(self, item: js.Node | None, role: Mapping[int, Label]) -> Iterator[js.Node]:
        """What is computed only where user data is granted."""
        if self.program.user is None:
            return
        asked = js.BinaryExpression(">", requirement(self.program.user.gate.requirement), js.Literal(1))
        for node in _walk(item):
            if isinstance(node, js.ConditionalExpression) and to_source(
                _with_names(node.test, role)
            ) == to_source(asked):
                yield from walk(node.consequent)


def _walk(node: js.Node | None) -> Iterator[js.Node]:
    """The node and all below it, members before what they are members of."""
    if node is not None:
        yield from walk(node)


def _is_index(node: js.Node) -> bool:
    return isinstance(node, js.Literal) and isinstance(node.value, int | float)


def _wrapper(tree: js.Node) -> js.CallExpression:
    """The call that the whole file is."""
    assert isinstance(tree, js.Program)  # noqa: S101 - what was parsed
    outer = tree.body[0] if len(tree.body) == 1 else None
    call = outer.expression if isinstance(outer, js.ExpressionStatement) else None
    if not isinstance(call, js.CallExpression) or not isinstance(call.callee, js.ArrowFunctionExpression):
        raise _Unproven("it is not one function")
    return call


def _parameters(wrapper: js.CallExpression) -> tuple[js.Pattern, ...]:
    """The names that the wrapper's arguments have inside."""
    assert isinstance(wrapper.callee, js.ArrowFunctionExpression)  # noqa: S101 - looked at before
    return wrapper.callee.params


def _of_tag(instance: Instance) -> tuple[Command, ...]:
    """The commands of a tag, or of an instance that is told by images; none of another one."""
    told = (*instance.send, *(instance.page or ()))
    return told if not instance.platform or all(one.function == "image" for one in told) else ()


def _escapes(role: Mapping[int, Label], node: js.Node) -> bool:
    """The function makes a part of an address that cannot be read as more than that."""
    return _is(role, node, "escapePart") or _is(role, node, "escapeQuery")


def _refuse(reason: str) -> None:
    raise _Unproven(reason)


def _is(role: Mapping[int, Label], node: js.Node, name: str) -> bool:
    label = role.get(id(node))
    return label is not None and label.name == name and label.part.startswith("runtime/")


def _with_names(node: js.Node, role: Mapping[int, Label]) -> js.Node:
    """The tree with runtime functions under the names they have in their parts."""
    label = role.get(id(node))
    if isinstance(node, js.Identifier) and label is not None:
        return js.Identifier(label.name)
    return map_children(node, lambda child: _with_names(child, role))


def _owner(label: Label, guarded: Collection[str]) -> str | None:
    """The platform, the library of several, or the listener with a gate, whose part a statement is."""
    folder, _, rest = label.part.partition("/")
    name = rest.partition("/")[0].removesuffix(".js")
    if folder == "triggers":
        return f"{folder}/{name}" if name in guarded else None
    return name if folder == "platforms" else None


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
