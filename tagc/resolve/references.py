"""References: `$name.step` as a whole value, `${name.step}` inside text, and what they mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tagc import registry
from tagc.diagnostics import codes, did_you_mean
from tagc.ir.expr import Concat, Const, Expr, Field, Root, Var

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.diagnostics import Span
    from tagc.resolve.context import Context, Place

__all__ = ["BUILD_TIME", "follow", "is_reference", "lacks_dollar", "of_template", "of_text"]

BUILD_TIME = "env"
"""The root of what is read when tagc runs: $env.NAME."""

_WHOLE = re.compile(r"\$[A-Za-z_](?:[^\s${}\\]|\\.)*\Z")
_INSIDE = re.compile(r"\$\$\{|\$\{([^{}]*)(\}?)")
_STEP = r"(?:[^.\\]|\\.)+"
_STEPS = re.compile(rf"{_STEP}(?:\.{_STEP})*")
_WITHOUT_DOLLAR = re.compile(r"([a-z]+)\.([A-Za-z_]\w*)(?:\.\w+)*\Z")


def is_reference(text: str) -> bool:
    """All of the text is one reference: `$event.total`, not `$5` or `US$`."""
    return _WHOLE.match(text) is not None


def lacks_dollar(text: object) -> bool:
    """The text would be a reference, if it began with a dollar: event.total."""
    found = _WITHOUT_DOLLAR.match(text) if isinstance(text, str) else None
    kind = registry.reads().get(found[1]) if found else None
    return found is not None and kind is not None and found[2] in (kind.steps or (found[2],))


def of_text(context: Context, text: str, span: Span, place: Place) -> Expr:
    """A scalar of text: a reference, text with references inside, or itself."""
    if is_reference(text):
        return follow(context, text[1:], span, place)
    if text.startswith("$$") and is_reference(text[1:]):
        return Const(text[1:])
    return of_template(context, text, span, place)


def of_template(
    context: Context, text: str, span: Span, place: Place, *, wrap: Callable[[Expr], Expr] = lambda expr: expr
) -> Expr:
    """Text in which only `${…}` is special; `wrap` is put round each reference (to escape it in a pattern)."""
    parts: list[Expr] = []
    end = 0
    wrong = False
    for found in _INSIDE.finditer(text):
        if found.start() > end:
            parts.append(Const(text[end : found.start()]))
        if found.group(1) is None:
            parts.append(Const("${"))
        elif not found.group(2) or found.group(1).strip()[:1] in {"", "$"}:
            _malformed_inside(context, found, span)
            wrong = True
        else:
            read = follow(context, found.group(1).strip(), span, place)
            wrong = wrong or read == Const(None)
            parts.append(wrap(read))
        end = found.end()
    if wrong:
        return Const(None)
    if end < len(text):
        parts.append(Const(text[end:]))
    if all(isinstance(part, Const) for part in parts):
        return Const("".join(str(part.value) for part in parts if isinstance(part, Const)))
    return Concat(tuple(parts))


def follow(context: Context, text: str, span: Span, place: Place) -> Expr:
    """What a reference (without its dollar) reads. Reports what it does not find, and gives nothing for it."""
    if not _STEPS.fullmatch(text):
        context.report(codes.MALFORMED_REFERENCE, span, text=f"${text}")
        return Const(None)
    steps = tuple(re.sub(r"\\(.)", r"\1", step) for step in re.findall(_STEP, text))
    name, path = steps[0], steps[1:]
    if name in context.document.variables and name not in registry.reads():
        context.used_variables.add(name)
        if path:
            hint = f"write ${name}: a variable is read as a whole"
            context.report(codes.UNKNOWN_STEP, span, hint=hint, root=name, step=".".join(path))
        return Var(name)
    if name == BUILD_TIME and len(path) == 1:
        return Const(context.environment.read(path[0], span, context.sink))
    kind = registry.reads().get(name)
    if kind is None:
        return _unknown(context, text, span, place)
    if not place.allows(kind.root):
        here = [f"${other.name}" for other in registry.reads().values() if place.allows(other.root)]
        hint = f"here you can read {', '.join(here)} and your variables"
        context.report(codes.REFERENCE_OUT_OF_PLACE, span, hint=hint, root=name, where=_where(kind.root))
        return Const(None)
    if not path and kind.needs_step:
        hint = f"add what to read of it: {kind.example}"
        context.report(codes.MALFORMED_REFERENCE, span, text=f"${text}", hint=hint)
        return Const(None)
    if kind.steps is not None:
        taken = 2 if path and path[0] in kind.free else 1
        if (
            not path
            or path[0] not in kind.steps
            or len(path) > taken
            or (len(path) < taken and path[0] != "query")
        ):
            step = ".".join(path)
            near = did_you_mean(path[0], kind.steps)
            known = ", ".join(f"{s}.NAME" if s in kind.free else s for s in kind.steps)
            hint = f'did you mean "${name}.{near}"?' if near and near != path[0] else f"use {known}"
            if len(path) == 1 and path[0] not in kind.steps and near is None and kind.free:
                hint = f"write ${name}.{kind.free[0]}.{path[0]}, or use {known}"
            context.report(codes.UNKNOWN_STEP, span, hint=hint, root=name, step=step)
            return Const(None)
    return Field(kind.root, path)


def _where(root: Root) -> str:
    """Where a root has a meaning, in words."""
    if root is Root.ITEM:
        return "inside each"
    kinds = [kind.name for kind in registry.triggers().values() if root in kind.roots]
    return f"in rules whose triggers are all {' or '.join(kinds)}"


def _malformed_inside(context: Context, found: re.Match[str], span: Span) -> None:
    name = found.group(1).strip().lstrip("$")
    hint = f"write ${{{name if _STEPS.fullmatch(name) else 'name'}}}, or $${{ for the characters themselves"
    context.report(codes.MALFORMED_REFERENCE, span, hint=hint, text=found.group())


def _unknown(context: Context, text: str, span: Span, place: Place) -> Expr:
    name = text.partition(".")[0]
    if name == BUILD_TIME:
        hint = "write $env.NAME with one of the names of the section env"
        context.report(codes.MALFORMED_REFERENCE, span, text=f"${name}", hint=hint)
        return Const(None)
    known = [*context.document.variables, *registry.reads()]
    near = did_you_mean(name, known)
    if near:
        hint = f'did you mean "${near}"?'
    elif place.allows(Root.EVENT):
        hint = f"write $event.{text} for what came with the event, declare {name} under variables, or write $$ for a dollar sign"
    else:
        hint = "declare it under variables, or write $$ for a dollar sign"
    context.report(codes.UNKNOWN_REFERENCE, span, hint=hint, name=name)
    return Const(None)
