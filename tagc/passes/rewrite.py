"""Changing every expression of a program, for passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from tagc.frozen import replace
from tagc.ir.expr import rebuild

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.ir.expr import Expr, Node
    from tagc.ir.program import Command, Program, Rule, Trigger

__all__ = ["in_program", "in_rule"]

_Node = TypeVar("_Node")


def in_rule(
    rule: Rule, change: Callable[[Node], Node], payloads: dict[int, tuple[Expr, Expr]] | None = None
) -> Rule:
    """The rule with `change` applied to every node, innermost first.

    The calls of an instance have one payload, the same object; `payloads` remembers by identity what became of it.
    """
    known = {} if payloads is None else payloads

    def new(node: _Node) -> _Node:
        return cast("_Node", rebuild(cast("Node", node), change)) if node is not None else node

    def payload(expr: Expr) -> Expr:
        if id(expr) not in known:
            known[id(expr)] = expr, new(expr)
        return known[id(expr)][1]

    def trigger(item: Trigger) -> Trigger:
        return replace(
            item,
            arguments=tuple(map(new, item.arguments)),
            condition=new(item.condition),
            selectors=tuple(map(new, item.selectors)),
            members=tuple(tuple(map(trigger, alternatives)) for alternatives in item.members),
        )

    return replace(
        rule,
        triggers=tuple(map(trigger, rule.triggers)),
        condition=new(rule.condition),
        once=rule.once and replace(rule.once, key=new(rule.once.key)),
        event_id=new(rule.event_id),
        user=tuple(replace(item, value=new(item.value)) for item in rule.user),
        calls=tuple(
            replace(
                call,
                params=tuple((name, new(value)) for name, value in call.params),
                payload=payload(call.payload),
            )
            for call in rule.calls
        ),
    )


def in_program(program: Program, change: Callable[[Node], Node]) -> Program:
    """The program with `change` applied to every node of rules, variables, user data, sources and commands."""

    def new(node: _Node) -> _Node:
        return cast("_Node", rebuild(cast("Node", node), change)) if node is not None else node

    def command(item: Command) -> Command:
        return replace(
            item,
            arguments=tuple(map(new, item.arguments)),
            when=new(item.when),
            receiver=item.receiver and command(item.receiver),
        )

    def commands(items: tuple[Command, ...]) -> tuple[Command, ...]:
        return tuple(map(command, items))

    consent = program.consent
    payloads: dict[int, tuple[Expr, Expr]] = {}
    return replace(
        program,
        rules=tuple(in_rule(rule, change, payloads) for rule in program.rules),
        variables=tuple(replace(item, value=new(item.value)) for item in program.variables),
        user=program.user
        and replace(
            program.user, fields=tuple(replace(item, value=new(item.value)) for item in program.user.fields)
        ),
        consent=replace(
            consent,
            sources=tuple(
                replace(
                    source,
                    decided=new(source.decided),
                    grants=tuple(replace(rule, granted=new(rule.granted)) for rule in source.grants),
                )
                for source in consent.sources
            ),
        ),
        instances=tuple(
            replace(
                item,
                begin=commands(item.begin),
                start=commands(item.start),
                send=commands(item.send),
                page=None if item.page is None else commands(item.page),
                stop=commands(item.stop),
                resume=None if item.resume is None else commands(item.resume),
                update=commands(item.update),
                matching=item.matching and replace(item.matching, identify=commands(item.matching.identify)),
            )
            for item in program.instances
        ),
    )
