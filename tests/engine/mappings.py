"""The same expression in two worlds: the reference interpreter, and a mapping in the real engine.

One run of the engine takes many expressions and many events: `agree` compares every pair.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tagc.backends.benthos.expressions import Scope, expression
from tagc.backends.benthos.library import mapping
from tagc.bloblang import build as b
from tagc.bloblang.printer import to_source
from tagc.ir import evaluate_expr
from tagc.ir import expr as e
from tagc.ir.evaluate_expr import Moment, Phases, value
from tagc.ir.evaluate_page import PageState
from tagc.ir.program import GoogleConsent
from tagc.ir.values import plain, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tagc.bloblang.nodes import Expression, Mapping

Json: TypeAlias = Any
NO_PLACE: Final = PageState(url="https://www.example.org/")
LONGEST: Final = 10_000_000
SCOPE: Final = Scope(roots={e.Root.EVENT: b.this("event"), e.Root.USER: b.this("user")})


def run(bento: Path, made: Mapping, lines: Iterable[Json]) -> list[Json]:
    """What a mapping gives for each document; a document that fails is an error."""
    return [json.loads(line) for line in printed(bento, made, map(json.dumps, lines))]


def printed(bento: Path, made: Mapping, lines: Iterable[str]) -> list[str]:
    """The same as text, in and out."""
    given = "".join(f"{line}\n" for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.blobl"
        file.write_text(to_source(made), encoding="utf-8")
        command = [str(bento), "blobl", "--max-token-length", str(LONGEST), "-f", str(file)]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, encoding="utf-8", check=False
        )
    assert done.stderr == "", f"{done.stderr}\n{to_source(made)}"
    return [line for line in done.stdout.split("\n") if line]


def results(bento: Path, made: Sequence[Expression], lines: Sequence[Json]) -> list[list[Json]]:
    """For each document, what each expression gives."""
    listed = [b.assign([str(number)], one) for number, one in enumerate(made)]
    found = run(bento, mapping([b.assign([], b.object_()), *listed]), lines)
    return [[document[str(number)] for number in range(len(made))] for document in found]


def meant(expr: e.Expr, event: Json, user: Json = None) -> Json:
    """What the interpreter gives, as a document can hold it: half a character is U+FFFD there."""
    moment = Moment(page=NO_PLACE, clock=0, data={}, event=event)
    scope = evaluate_expr.Scope(
        moment=moment,
        device=NO_PLACE,
        clock=0,
        variables={},
        phases=Phases({}),
        level=lambda _: 0,
        random=repeat(0.5),
        google=_no_google(),
        raw_user=user or {},
    )
    return in_document(value(expr, scope))


@cache
def _no_google() -> GoogleConsent:
    return GoogleConsent.__new__(GoogleConsent)


def in_document(found: object) -> Json:
    """The value as JSON has it, with numbers as one type."""
    match plain(found):
        case bool() | None as simple:
            return simple
        case str() as text:
            return re.sub("[\ud800-\udfff]", "\ufffd", well_formed(text))
        case int() | float() as number:
            return float(number)
        case list() as items:
            return [in_document(item) for item in items]
        case dict() as entries:
            return {well_formed(str(key)): in_document(item) for key, item in entries.items()}
        case other:
            raise TypeError(other)


def agree(bento: Path, exprs: Sequence[e.Expr], events: Sequence[Json], user: Json = None) -> int:
    """Compare every expression over every event, and say how many comparisons it took."""
    made = [expression(expr, SCOPE) for expr in exprs]
    found = results(bento, made, [{"event": event, "user": user or {}} for event in events])
    assert len(found) == len(events)
    for event, row in zip(events, found, strict=True):
        for expr, one, shown in zip(exprs, made, row, strict=True):
            assert in_document(shown) == meant(expr, event, user), f"{expr}\n{event!r}\n{to_source(one)}"
    return len(exprs) * len(events)
