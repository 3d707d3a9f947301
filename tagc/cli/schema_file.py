"""`tagc schema`: the JSON Schema of the language, printed, written or compared."""

from __future__ import annotations

import json
import sys

from tagc.cli import files
from tagc.cli.streams import Failure, emit
from tagc.schema import build
from tagc.schema.file import CHECKOUT, PACKAGED
from tagc.schema.layer import LAYER, layer_schema

__all__ = ["schema"]


def schema(format_: str, *, layer: bool, write: bool, check_only: bool) -> int:
    """Print a schema, write both into the checkout, or compare them; return the exit code."""
    container = build.container_schema()
    made = {CHECKOUT.name: build.to_text(container), LAYER.name: build.to_text(layer_schema(container))}
    if not (write or check_only):
        emit(made[LAYER.name if layer else CHECKOUT.name])
        return 0
    if PACKAGED.exists():
        raise Failure(
            "there is no checkout to look at: this tagc is installed, and carries its schema inside"
        )
    change = files.compare if check_only else files.write_all
    states = change(CHECKOUT.parent, {name: text.encode() for name, text in made.items()})
    stale = [name for name, state in states.items() if state is not files.State.UNCHANGED]
    if format_ == "json":
        listed = [
            {"file": f"{CHECKOUT.parent.name}/{name}", "was": state.value} for name, state in states.items()
        ]
        emit(json.dumps(listed) + "\n")
        return 1 if check_only and stale else 0
    for name, state in states.items():
        path = f"{CHECKOUT.parent.name}/{name}"
        if check_only and name in stale:
            emit(f"tagc: {path} is {state.value}: run tagc schema --write\n", sys.stderr)
        else:
            emit(f"{path}{'' if name in stale else '  unchanged'}\n")
    return 1 if check_only and stale else 0
