"""Program -> Program: pure, idempotent, and the meaning stays (`ir/evaluate.py` says what that is). In this order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tagc.passes.fold import fold
from tagc.passes.inline import inline_variables
from tagc.passes.prune import prune
from tagc.passes.share import share

if TYPE_CHECKING:
    from collections.abc import Callable

    from tagc.ir.program import Program

__all__ = ["PASSES", "run"]

PASSES: Final[tuple[Callable[[Program], Program], ...]] = (inline_variables, fold, share, prune)


def run(program: Program) -> Program:
    """All passes."""
    for each in PASSES:
        program = each(program)
    return program
