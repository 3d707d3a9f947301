"""A requirement, asked of a consent record: the categories that were granted when it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from tagc.bloblang import build as b
from tagc.ir.expr import RequireAll, RequireAny, RequireCategory

if TYPE_CHECKING:
    from tagc.bloblang.nodes import Expression
    from tagc.ir.expr import Requirement

__all__ = ["granted"]


def granted(needed: Requirement, record: Expression) -> Expression:
    """Whether the record grants it; one that says nothing grants nothing but what needs nothing."""
    match needed:
        case RequireCategory(category):
            return b.method(b.coalesce(b.member(record, "granted"), b.array()), "contains", category)
        case RequireAll(several):
            return b.and_(*(granted(each, record) for each in several))
        case RequireAny(several):
            return b.or_(*(granted(each, record) for each in several))
    assert_never(needed)
