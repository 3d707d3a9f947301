"""The real engine: Bento from the user's cache, where `.ci/env pytest` has built it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.engine.bento.build import built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def bento(missing_program: Callable[[str, str], None]) -> Path:
    path = built()
    if not os.access(path, os.X_OK):
        missing_program(
            "engine", "run `.ci/env python tests/engine/bento/build.py`, or set TAGC_BENTO to a Bento binary"
        )
    return path
