"""Constants folded: what is known at build time is computed at build time (`ir/constants.py` says how)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.ir.constants import folded
from tagc.passes.rewrite import in_program

if TYPE_CHECKING:
    from tagc.ir.program import Program

__all__ = ["fold"]


def fold(program: Program) -> Program:
    """The same program with everything that depends on constants alone computed."""
    return in_program(program, folded)
