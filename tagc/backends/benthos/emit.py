"""The forwarding configuration of a program: files for the Bento stream engine and the proxy in front of it.

Started as `bento -r forward/resources.yaml -c forward.yaml streams --no-api forward/streams/*.yaml`, with the values of
`forward/.env.example` in its environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.backends.benthos import collect, deliver, nginx, shared
from tagc.backends.benthos.yaml import to_text
from tagc.ir.expr import Field, Root, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tagc.ir.program import Forward, Program

__all__ = ["forwarding", "secrets"]

_MADE = "Made by tagc. What stands here is made anew by the next build: change tagc.yaml instead."


def forwarding(program: Program) -> Mapping[str, bytes]:
    """The files by their paths from the output folder; none where nothing is forwarded."""
    server = program.server
    if server is None:
        return {}
    names = [forward.name for forward in program.forwards]
    files = {
        "forward.yaml": to_text(shared.engine(), _MADE),
        "forward/resources.yaml": to_text(shared.resources(names), _MADE),
        "forward/replay.yaml": to_text(shared.replay(), _MADE),
        "forward/streams/collect.yaml": to_text(collect.stream(program, server, names), _MADE),
        "forward/streams/dead-letters.yaml": to_text(shared.letters(names), _MADE),
        "forward/nginx.conf": nginx.configuration(server),
        "forward/.env.example": _environment(program),
    }
    for forward in program.forwards:
        made = to_text(deliver.stream(forward, forward.raw), f"{_MADE}\n{forward.title}: {forward.name}")
        files[f"forward/streams/to-{forward.name}.yaml"] = made
    return files


def secrets(forward: Forward) -> tuple[str, ...]:
    """The variables of the environment that hold an instance's secrets."""
    exprs = (forward.address, *(value for _, value in forward.headers), forward.body, forward.event)
    nodes = (node for expr in exprs for node in walk(expr))
    return tuple(
        dict.fromkeys(node.path[0] for node in nodes if isinstance(node, Field) and node.root is Root.SECRET)
    )


def _environment(program: Program) -> bytes:
    lines = [
        "# The environment of the engine. Keep it out of the repository.",
        "TAGC_DATA=/var/lib/tagc",
        "# TAGC_COLLECT=127.0.0.1:4195",
        "# TAGC_METRICS=127.0.0.1:4196",
        "# TAGC_LOG=FATAL",
        "# TAGC_ATTEMPTS=8",
    ]
    for forward in program.forwards:
        lines += [f"# {forward.title}: {forward.name}", *(f"{name}=" for name in secrets(forward))]
    return "".join(f"{line}\n" for line in lines).encode()
