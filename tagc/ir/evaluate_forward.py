"""What a vendor's conversions API is sent for messages of the page, and what its reply means: the referee of the engine.

Pure data: nothing is sent. Whether a message may be forwarded at all (consent, its age, whether it was sent before) is for
the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tagc.frozen import frozen, replace
from tagc.ir import expr as e
from tagc.ir.evaluate_expr import Moment, Phases, Scope, holds, value
from tagc.ir.evaluate_page import PageState
from tagc.ir.program import GoogleConsent
from tagc.ir.values import plain, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tagc.ir.program import Answer, Forward, ForwardCall

__all__ = ["Request", "event", "request", "verdict"]

_PAGE: Final = PageState(url="https://server.invalid/")
_NOBODY: Final = GoogleConsent(types=())


@frozen(kw_only=True)
class Request:
    """One POST: where to, its headers beside Content-Type, and what is sent as JSON."""

    address: str
    headers: Mapping[str, str]
    body: object


def event(forward: Forward, message: Mapping[str, object]) -> object | None:
    """What the API takes of a message; None where no rule knows it, or the API would refuse it.

    A message is what the page sent (`rule`, `name`, `id`, `time`, `url`, `referrer`, `params`, `user`, `ids`) with the
    visitor's `ip` and `user_agent`.
    """
    call = next((each for each in forward.calls if each.rule == message.get("rule")), None)
    if call is None or not _is_named(call, message):
        return None
    scope = replace(
        _scope({e.Root.MESSAGE: message}),
        params={name: e.Field(e.Root.MESSAGE, path) for name, path in _params(call)},
        cells=dict(call.cells),
        payload=call.payload,
        event_id=text_of(message.get("id")),
        user=message.get("user"),
    )
    return plain(value(forward.event, scope)) if holds(forward.usable, scope) else None


def request(forward: Forward, events: Sequence[object], secrets: Mapping[str, str]) -> Request:
    """One request with these events, at most `forward.most`; `secrets` are the engine's environment."""
    scope = replace(
        _scope({e.Root.MESSAGE: {"events": list(events)}, e.Root.SECRET: secrets}),
        params={"events": e.Field(e.Root.MESSAGE, ("events",))},
    )
    headers = ((name, text_of(value(made, scope))) for name, made in forward.headers)
    return Request(
        address=text_of(value(forward.address, scope)) or "",
        headers={name: text for name, text in headers if text},
        body=plain(value(forward.body, scope)),
    )


def verdict(answer: Answer, reply: Mapping[str, object], sent: int) -> str:
    """What a reply (`status`, and `body` where it is JSON) to so many events means: accepted, again or refused."""
    scope = _scope({e.Root.ANSWER: {**reply, "sent": sent}})
    if holds(answer.accepted, scope):
        return "accepted"
    return "again" if holds(answer.again, scope) else "refused"


def _params(call: ForwardCall) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What stands for a parameter in the message. Of what differs by the name of the user's own, that is the name."""
    for node in e.walk(call.payload):
        if isinstance(node, e.Param):
            yield node.name, ("params", node.name)
    for _, cell in call.cells:
        if isinstance(cell, e.Param):
            yield cell.name, ("name",)


def _is_named(call: ForwardCall, message: Mapping[str, object]) -> bool:
    """Where the page computes the name, it is one of those that it can compute."""
    computed = any(isinstance(each, e.Param) for _, each in call.cells)
    return not computed or message.get("name") in (call.vendor_events or (call.vendor_event,))


def _scope(server: Mapping[e.Root, object]) -> Scope:
    return Scope(
        moment=Moment(page=_PAGE, clock=0, data={}),
        device=_PAGE,
        clock=0,
        variables={},
        phases=Phases({}),
        level=lambda _: 0,
        random=iter(()),
        google=_NOBODY,
        server=server,
    )
