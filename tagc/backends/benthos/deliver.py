"""The stream of one instance: from its buffer on the disk to the vendor's conversions API, or to the dead letters.

An event is taken from the buffer when its end is known, and not before. Consent, age and de-duplication are looked at before
every attempt, not when the event came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tagc.backends.benthos.consent import granted
from tagc.backends.benthos.expressions import Scope, condition, expression
from tagc.backends.benthos.parts import part, written
from tagc.backends.benthos.shared import database
from tagc.backends.benthos.yaml import Interpolated, computed, plain, secret
from tagc.bloblang import build as b
from tagc.ir.expr import Cell, Concat, Const, EventId, Field, Param, Payload, Root, User
from tagc.ir.values import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.backends.benthos.yaml import Node
    from tagc.bloblang.nodes import Expression, Statement
    from tagc.ir.expr import Expr
    from tagc.ir.program import Forward, ForwardCall

__all__ = ["stream"]

# What a reply may be so that its body is read: everything but what is a success anyway.
_READ: Final = [*range(300, 304), 307, 308, *range(400, 452), *range(500, 531)]
_TIMEOUT: Final = "5s"


def stream(forward: Forward, raw: tuple[str, ...]) -> Node:
    """The stream of an instance. `raw` are the keys of user data that are not hashed: no dead letter holds them."""
    name = forward.name
    return {
        "input": {"broker": {"inputs": [{"inproc": name}, {"inproc": f"{name}_again"}]}},
        "buffer": {"sqlite": {"path": database(f"to-{name}")}},
        "pipeline": {
            "threads": 1,
            "processors": [
                {"mapping": written(_prepared(forward))},
                {"mapping": part("prepared")},
                {"catch": [{"mapping": part("failed")}]},
            ],
        },
        "output": {
            "broker": {
                "pattern": "greedy",
                "copies": 2 if forward.answer.twice else 1,
                "batching": {"count": min(forward.most, 100), "period": "1s"},
                "outputs": [{"resource": "dead_letters", "processors": _delivery(forward, raw)}],
            }
        },
    }


# ---- an event in the vendor's words --------------------------------------------------------------------------------------------


def _prepared(forward: Forward) -> list[Statement]:
    """The event as it came, and its payload: null where the rule is none, or where the vendor would refuse it."""
    scope = Scope(special=_special(forward), roots={Root.MESSAGE: b.THIS})
    cells: Expression = b.NULL
    for call in reversed(forward.calls):
        cells = b.if_(b.eq(b.this("rule"), call.rule), _cells(call), cells)
    known = b.and_(b.binary("!=", b.variable("cells"), None), condition(forward.usable, scope))
    return [
        b.let("cells", cells),
        b.assign(["event"], b.THIS),
        b.assign(["id"], b.this("id")),
        b.assign(["key"], b.this("key")),
        b.assign(["time"], b.this("time")),
        b.assign(["again"], b.coalesce(b.this("again"), b.FALSE)),
        b.assign(["group"], ""),
        b.assign(["payload"], b.if_(known, expression(forward.event, scope), None)),
    ]


def _cells(call: ForwardCall) -> Expression:
    """A rule's constants; a name that the page computed counts only if it is one of those that the build knows."""
    computed_ = [key for key, value in call.cells if isinstance(value, Param)]
    made = b.object_(
        [
            (key, b.this("name") if isinstance(value, Param) else b.value(value))
            for key, value in call.cells
            if value is not None
        ]
    )
    if not computed_:
        return made
    known = b.method(b.value(list(call.vendor_events)), "contains", b.this("name"))
    return b.if_(b.method(known, "catch", b.FALSE), made, None)


def _special(forward: Forward) -> Callable[[Expr], Expression | None]:
    payload = forward.calls[0].payload

    def special(node: Expr) -> Expression | None:
        match node:
            case Cell(name):
                return b.coalesce(b.member(b.variable("cells"), name), None)
            case Payload():
                return expression(payload, Scope(special=special, roots={Root.MESSAGE: b.THIS}))
            case Param(name):
                return b.apply(b.object_({"of": b.this("params"), "step": b.value(name)}), "property")
            case EventId():
                return b.this("id")
            case User():
                return b.coalesce(b.this("user"), None)
            case _:
                return None

    return special


# ---- requests ------------------------------------------------------------------------------------------------------------------


def _delivery(forward: Forward, raw: tuple[str, ...]) -> list[Node]:
    """What happens to a batch: attempts, until nothing is left to do; what then goes on are dead letters."""
    name = forward.name
    counted = {"instance": name, "outcome": computed('json("outcome")'), "reason": computed('json("reason")')}
    return [
        {"archive": {"format": "json_array"}},
        {"mapping": part("batch")},
        {
            "while": {
                "check": "this.todo.length() > 0",
                "processors": [
                    {"try": _attempt(forward)},
                    {
                        "catch": [
                            {
                                "metric": {
                                    "type": "counter",
                                    "name": "tagc_engine_errors",
                                    "labels": {"instance": name},
                                }
                            },
                            {"mapping": part("broken")},
                        ]
                    },
                    {
                        "switch": [
                            {
                                "check": "this.wait > 0",
                                "processors": [
                                    {"sleep": {"duration": computed("this.wait.string()") + "ms"}}
                                ],
                            }
                        ]
                    },
                ],
            }
        },
        {"mapping": "root = this.done"},
        {"unarchive": {"format": "json_array"}},
        {"metric": {"type": "counter", "name": "tagc_events", "labels": counted}},
        {"mapping": part("letter", instance=name, raw=list(raw))},
    ]


def _attempt(forward: Forward) -> list[Node]:
    name, twice = forward.name, forward.answer.twice
    marked = b.object_({"instance": b.value(name), "state": b.value("d"), "ids": _ids(b.this("send"))})
    return [
        {"mapping": part("again")},
        _branch(
            written([b.assign([], b.object_({"instance": b.value(name), **_asked()}))]),
            [{"resource": "state_read"}],
            "root.rows = this",
        ),
        {"mapping": part("known")},
        {"mapping": written(_consents(forward))},
        {"mapping": part("judged", oldest=forward.oldest * 1000)},
        *([] if twice else _claimed(name)),
        _branch(
            written(_request(forward)),
            [{"http": _http(forward)}, {"mapping": part("answer")}, {"catch": []}],
            "root.answer = this",
        ),
        {"mapping": written(_read(forward))},
        {"mapping": part("kind", together=forward.answer.together, twice=twice)},
        _branch(
            written([b.assign([], b.if_(b.eq(b.this("kind"), "accepted"), marked, b.DELETED))]),
            [{"resource": "mark"}, {"catch": []}],
        ),
        {"mapping": part("settled")},
    ]


def _branch(request: str, processors: list[Node], result: str | None = None) -> Node:
    mapped = {} if result is None else {"result_map": result}
    return {"branch": {"request_map": request, "processors": processors, **mapped}}


def _ids(events: Expression) -> Expression:
    return b.method(events, "map_each", b.lambda_("e", b.member(b.name("e"), "id")))


def _asked() -> dict[str, Expression]:
    """What is asked of the state: the consent records and the marks of the group's events."""
    group = b.method(b.this("todo"), "index", 0)
    return {
        "keys": b.method(group, "map_each", b.lambda_("e", b.member(b.name("e"), "key"))),
        "ids": _ids(group),
    }


def _consents(forward: Forward) -> list[Statement]:
    """Every event of the group says whether its consent record grants what its rule requires, now."""
    event = b.name("e")
    rule = b.member(event, "event", "rule")
    answer: Expression = b.FALSE
    for call in reversed(forward.calls):
        needed = granted(call.gate.requirement, b.member(event, "record"))
        answer = b.if_(b.eq(rule, call.rule), needed, answer)
    told = b.method(event, "assign", b.object_({"consents": answer}))
    return [
        b.assign([], b.THIS),
        b.assign(["group"], b.method(b.this("group"), "map_each", b.lambda_("e", told))),
    ]


def _claimed(name: str) -> list[Node]:
    """For a vendor that counts an event twice: who dies after this leaves a claim behind, and the outcome is unknown."""
    new = b.method(
        b.this("send"),
        "filter",
        b.lambda_("e", b.not_(b.coalesce(b.member(b.name("e"), "mine"), b.FALSE))),
    )
    asked = b.object_({"instance": b.value(name), "ids": b.variable("ids")})
    none = b.eq(b.method(b.variable("ids"), "length"), 0)
    return [
        _branch(
            written([b.let("ids", _ids(new)), b.assign([], b.if_(none, b.DELETED, asked))]),
            [{"resource": "claim"}],
            "root.claimed = this.map_each(r -> r.id)",
        ),
        {"mapping": part("claimed")},
    ]


def _request(forward: Forward) -> list[Statement]:
    """The body of a request with all events that are left."""
    events = b.method(b.this("send"), "map_each", b.lambda_("e", b.member(b.name("e"), "payload")))

    def special(node: Expr) -> Expression | None:
        return b.variable("events") if node == Param("events") else None

    none = b.eq(b.method(b.this("send"), "length"), 0)
    return [
        b.let("events", events),
        b.assign([], b.if_(none, b.DELETED, expression(forward.body, Scope(special=special)))),
    ]


def _http(forward: Forward) -> Node:
    headers = {"Content-Type": "application/json"}
    headers.update({key: _filled(value) for key, value in forward.headers})
    return {
        "url": _filled(forward.address),
        "verb": "POST",
        "headers": headers,
        "timeout": _TIMEOUT,
        "retries": 0,
        "successful_on": _READ,
        "backoff_on": [],  # else an answer of 429 is none
        "extract_headers": {"include_patterns": ["^retry-after$"]},
    }


def _filled(expr: Expr) -> Interpolated:
    """Constants and secrets as a text that the engine fills in when it uses it. Raises `ValueError` for anything else."""
    made = Interpolated("")
    for part_ in expr.parts if isinstance(expr, Concat) else (expr,):
        match part_:
            case Const(value):
                made = made + plain(text_of(value) or "")
            case Field(Root.SECRET, (name,)):
                made = made + secret(name)
            case _:
                message = f"{part_} is not known before an event"
                raise ValueError(message)
    return made


def _read(forward: Forward) -> list[Statement]:
    """Whether the answer says that all was accepted, and whether to try again."""
    answer = b.coalesce(b.this("answer"), b.object_())
    sent = b.method(b.this("send"), "length")
    told = b.method(answer, "assign", b.object_({"sent": sent}))
    scope = Scope(roots={Root.ANSWER: b.variable("answer")})
    return [
        b.let("answer", told),
        b.assign([], b.THIS),
        b.assign(["accepted"], condition(forward.answer.accepted, scope)),
        b.assign(["again"], condition(forward.answer.again, scope)),
    ]
