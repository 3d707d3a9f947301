"""`tagc schema`: the JSON Schema of the language, printed, written or compared."""

from __future__ import annotations

import json
import sys

from tagc.cli import files
from tagc.cli.streams import Failure, emit
from tagc.schema import build
from tagc.schema.file import CHECKOUT, PACKAGED

__all__ = ["schema"]


def schema(format_: str, *, write: bool, check_only: bool) -> int:
    """Print the schema, write it into the checkout, or compare the two; return the exit code."""
    content = build.current()
    if not (write or check_only):
        emit(content)
        return 0
    if PACKAGED.exists():
        raise Failure(
            "there is no checkout to look at: this tagc is installed, and carries its schema inside"
        )
    change = files.compare if check_only else files.write_all
    state = change(CHECKOUT.parent, {CHECKOUT.name: content.encode()})[CHECKOUT.name]
    current = state is files.State.UNCHANGED
    name = f"{CHECKOUT.parent.name}/{CHECKOUT.name}"
    if format_ == "json":
        emit(json.dumps({"file": name, "was": state.value}) + "\n")
    elif check_only and not current:
        emit(f"tagc: {name} is {state.value}: run tagc schema --write\n", sys.stderr)
    else:
        emit(f"{name}{'  unchanged' if current else ''}\n")
    return 1 if check_only and not current else 0
