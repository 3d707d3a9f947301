"""Which rules fire, in which moment, and the id of each firing; who is told is left to `evaluate_gates`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tagc.ir import expr as e
from tagc.ir.evaluate_consent import GRANTED
from tagc.ir.evaluate_expr import Moment, Scope, holds, value
from tagc.ir.values import event_uuid, text_of

if TYPE_CHECKING:
    from tagc.ir.evaluate_world import World
    from tagc.ir.program import Rule, Trigger

__all__ = ["Firing", "event_id", "fired", "joined", "once_key"]


@dataclass(slots=True, eq=False)
class Firing:
    """A rule that fired. `condition` is what is left to decide at release, `delay` how long that has to wait."""

    rule: Rule
    moment: Moment
    condition: e.Condition | None
    delay: int = 0  # 0, too, when the time has passed
    id: str | None = None  # known when fired
    spare: str | None = None  # the random id, once one was drawn at release


def fired(
    world: World, rule: Rule, listener: str, moment: Moment, arguments: tuple[e.Expr, ...] = ()
) -> Firing | None:
    """Fire a rule by its first trigger that is about this and whose condition holds, or has to wait."""
    for trigger in rule.triggers:
        at = _located(world, trigger, listener, moment, arguments)
        if at is None:
            continue
        left = [part for part in (trigger.condition, rule.condition) if world.at_release(part)]
        now = [part for part in (trigger.condition, rule.condition) if not world.at_release(part)]
        if not holds(now[0] if len(now) == 1 else e.AllOf(tuple(now)), world.scope(at)):
            continue
        firing = Firing(rule, at, e.AllOf(tuple(left)) if left else None, trigger.delay)
        waits = world.at_release(rule.event_id) or world.at_release(rule.once.key if rule.once else None)
        if rule.calls and not waits:
            firing.id = event_id(world, firing)
        return firing
    return None


def joined(
    world: World,
    alternatives: tuple[Trigger, ...],
    listener: str,
    moment: Moment,
    arguments: tuple[e.Expr, ...],
) -> bool:
    """Say whether a member of a group fires: any of these triggers."""
    found = ((_located(world, each, listener, moment, arguments), each) for each in alternatives)
    return any(at is not None and holds(each.condition, world.scope(at)) for at, each in found)


def _located(
    world: World, trigger: Trigger, listener: str, moment: Moment, arguments: tuple[e.Expr, ...]
) -> Moment | None:
    """Return the moment with the element the trigger is about, None when it is about something else."""
    if (trigger.listener, trigger.arguments) != (listener, arguments):
        return None
    if trigger.requires is not None and world.consent.level(trigger.requires) < GRANTED:
        return None
    element = None if trigger.element is None else moment.elements.get(trigger.element)
    if element is None or trigger.element is None or not trigger.selectors:
        return replace(moment, memo={})
    texts = (text_of(value(selector, world.scope(moment))) for selector in trigger.selectors)
    found = element.closest(tuple(text for text in texts if text))
    return None if found is None else replace(moment, elements={trigger.element: found}, memo={})


def event_id(world: World, firing: Firing) -> str:
    """Return the id all platforms share: the rule's own, else one of its key, else a random one."""
    rule, scope = firing.rule, world.scope(firing.moment)
    own_id = None if rule.event_id is None else text_of(value(rule.event_id, scope))
    if own_id:
        return own_id
    key = once_key(firing, scope)
    if rule.once is not None and key:
        return event_uuid(rule.once.event, key)
    if firing.spare is None:
        firing.spare = next(world.ids)
    return firing.spare


def once_key(firing: Firing, scope: Scope) -> str | None:
    """Return the text of the key of `once`, None or empty when there is none."""
    once = firing.rule.once
    return None if once is None or once.key is None else text_of(value(once.key, scope))
