"""Where the schema file stands: beside this module in a wheel, in `schemas/` in a checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, TypeAlias

__all__ = ["CHECKOUT", "PACKAGED", "Json", "read"]

Json: TypeAlias = dict[str, Any]

_NAME: Final = "container.schema.json"
PACKAGED: Final = Path(__file__).with_name(_NAME)
CHECKOUT: Final = Path(__file__).parents[2] / "schemas" / _NAME


def read() -> Json:
    """Return the schema as its file says it."""
    path = PACKAGED if PACKAGED.exists() else CHECKOUT
    schema: Json = json.loads(path.read_text(encoding="utf-8"))
    return schema
