"""User data: what is known of the visitor, and each platform's view of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.backends.browser.expressions import Scope, expression, requirement, text
from tagc.backends.browser.gates import user_name
from tagc.backends.browser.part import Part
from tagc.ir.expr import If, IsGranted, Phase, Root, phase
from tagc.js import build as js
from tagc.js.nodes import ArrayPattern, Identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.ir.program import Matching, Program, UserData, UserField
    from tagc.js.nodes import Expression, Statement

__all__ = ["know", "knowing", "learn", "matchers"]


def matchers(program: Program) -> list[Part]:
    """Each instance's view of the visitor."""
    parts = []
    if program.user:
        again = [js.arrow([], js.call("know"))] if program.user.fields else []
        watch = js.call("watchPerson", js.arrow([], requirement(program.user.gate.requirement)), *again)
        parts.append(Part("user data", (js.statement(watch),)))
    for instance in program.instances:
        if instance.matching:
            made = js.const(user_name(instance), _matcher(instance.matching))
            parts.append(Part(f"platform {instance.name}", (made,)))
    return parts


def _matcher(matching: Matching) -> Expression:
    values: list[Expression] = []
    names = [f"value{number}" for number in range(len(matching.keys))]
    for key in matching.keys:
        raw = js.call("own", js.ident("person"), js.string(key.field))
        scope = Scope(roots={Root.USER: js.ident("person")})
        rule = js.arrow([], expression(key.normalise, scope))
        values.append(js.call("normalised" if key.hashed else "raw", raw, rule))
    entries: list[tuple[str, Expression]] = []
    nested: dict[tuple[str, ...], list[tuple[str, Expression]]] = {}
    for key, name in zip(matching.keys, names, strict=True):
        (nested.setdefault(key.path, []) if key.path else entries).append((key.key, js.ident(name)))
    for path, inner in nested.items():
        known = js.call("first", *(value for _, value in inner))
        entries.append((path[0], js.and_(known, js.call("clean", js.object_(inner)))))
    pattern = ArrayPattern(tuple(Identifier(name) for name in names))
    shape = js.arrow([pattern], js.call("clean", js.object_(entries)))
    return js.call(
        "match",
        js.arrow([], requirement(matching.gate.requirement)),
        js.arrow(["person"], js.array(*values)),
        shape,
    )


def know(program: Program) -> list[Part]:
    """`know()`: looks whether the page tells something of the visitor by now."""
    if not program.user or not program.user.fields:
        return []
    made = learn(program.user, program.user.fields, Scope(), js.number(1))
    return [Part("user data", (js.const("know", js.arrow([], made)),))]


def knowing(program: Program) -> list[Statement]:
    """The look itself, where there is something to look for."""
    return [js.statement(js.call("know"))] if program.user and program.user.fields else []


def learn(user: UserData, fields: Sequence[UserField], scope: Scope, *stands: Expression) -> Expression:
    """`learn(allowed, fields)`. What reads the device is read only after the grant; a hash is one or nothing."""
    granted = IsGranted(user.gate.requirement)

    def read(item: UserField) -> Expression:
        late = phase(item.value) is Phase.RELEASE
        value = If(granted, item.value) if late else item.value
        return js.call("hashOf", text(value, scope)) if item.hashed else expression(value, scope)

    known = js.object_([(item.field, read(item)) for item in fields])
    return js.call("learn", js.arrow([], requirement(user.gate.requirement)), known, *stands)
