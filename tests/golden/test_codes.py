"""`tagc/diagnostics/CODES.md` is what the catalogue says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tagc.diagnostics import render

if TYPE_CHECKING:
    from tests.conftest import Golden

PATH = Path(__file__).parents[2] / "tagc" / "diagnostics" / "CODES.md"


def test_the_list_of_codes_is_current(golden: Golden) -> None:
    golden(PATH, render.codes_markdown())
