"""Which rules fire, in which moment, and the id of each firing; who is told is left to `evaluate_gates`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tagc.ir import expr as e
from tagc.ir.evaluate_expr import Moment, Scope, holds, value
from tagc.ir.evaluate_page import link_of
from tagc.ir.values import event_uuid, text_of

if TYPE_CHECKING:
    from tagc.ir.evaluate_world import World
    from tagc.ir.program import Rule, Trigger

__all__ = ["Firing", "event_id", "fired", "once_key"]

_LINK_KINDS: Final = frozenset({"link", "outbound", "download"})


@dataclass(slots=True, eq=False)
class Firing:
    """A rule that fired. `condition` is what is left to decide at release."""

    rule: Rule
    moment: Moment
    condition: e.Condition | None
    id: str | None = None  # known when fired
    spare: str | None = None  # the random id, once one was drawn at release


def fired(world: World, rule: Rule, kind: str, moment: Moment) -> Firing | None:
    """Fire a rule by its first trigger that is about this and whose condition holds, or has to wait."""
    for trigger in rule.triggers:
        at = _located(world, trigger, kind, moment)
        if at is None:
            continue
        left = [part for part in (trigger.condition, rule.condition) if world.at_release(part)]
        now = [part for part in (trigger.condition, rule.condition) if not world.at_release(part)]
        if not holds(now[0] if len(now) == 1 else e.AllOf(tuple(now)), world.scope(at)):
            continue
        firing = Firing(rule, at, e.AllOf(tuple(left)) if left else None)
        waits = world.at_release(rule.event_id) or world.at_release(rule.once.key if rule.once else None)
        if rule.calls and not waits:
            firing.id = event_id(world, firing)
        return firing
    return None


def _located(world: World, trigger: Trigger, kind: str, moment: Moment) -> Moment | None:
    """Return the moment with the element the trigger is about, None when the trigger is not about this."""
    if kind == "click" and trigger.kind in _LINK_KINDS and moment.click is not None:
        link = link_of(moment.click)
        return None if link is None else replace(moment, click=link, memo={})
    if trigger.kind != kind:
        return None
    element = moment.click or moment.form
    if element is None or not trigger.selectors:
        return replace(moment, memo={})
    texts = (text_of(value(selector, world.scope(moment))) for selector in trigger.selectors)
    found = element.closest(tuple(text for text in texts if text))
    if found is None:
        return None
    return replace(moment, click=found, memo={}) if kind == "click" else replace(moment, form=found, memo={})


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
