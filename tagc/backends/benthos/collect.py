"""The stream that hears the site's pages: behind the proxy, on loopback, nothing but messages of the known form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tagc.backends.benthos.parts import part
from tagc.backends.benthos.shared import refusal, routes
from tagc.backends.benthos.yaml import computed, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.backends.benthos.yaml import Node
    from tagc.ir.program import Program, Server

__all__ = ["PATH", "stream"]

PATH: Final = "/collect"
"""The collector's own address; only the proxy knows it."""

_DEPTH: Final = 4
"""How deep a parameter's value may be: a list of items with a list each, and one more."""

_FIRST: Final = 1_500_000_000_000
_LAST: Final = 9_000_000_000_000
_UUID: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


def stream(program: Program, server: Server, instances: Sequence[str]) -> Node:
    """The collector of a program."""
    return {
        "input": {
            "http_server": {
                "address": environment("TAGC_COLLECT", "127.0.0.1:4195"),
                "path": PATH,
                "ws_path": "",  # the engine's default opens a WebSocket
                "allowed_verbs": ["POST"],
                "timeout": "5s",
                "sync_response": {
                    "status": computed('meta("status")'),
                    "headers": {"Cache-Control": "no-store"},
                },
            }
        },
        "pipeline": {
            "threads": 2,
            "processors": [
                {
                    "try": [
                        {"mapping": part("received", origins=list(server.origins))},
                        {"json_schema": {"schema": json.dumps(_schema(program, instances), indent=1)}},
                        {"resource": "consent_write"},
                        {
                            "branch": {
                                "request_map": 'meta status = "204"\nroot = ""\n',
                                "processors": [{"sync_response": {}}],
                            }
                        },
                        {"mapping": part("events")},
                        {"unarchive": {"format": "json_array"}},
                    ]
                },
                {
                    "catch": [
                        {"mapping": part("refused")},
                        refusal(),
                        {"mapping": part("status")},
                        {"sync_response": {}},
                        {"mapping": "root = deleted()"},
                    ]
                },
            ],
        },
        "output": routes(instances),
    }


def _schema(program: Program, instances: Sequence[str]) -> Node:
    """The form of a message (draft-07, the newest that the engine knows): closed, and everything in it has an end."""
    moment: Node = {"type": "integer", "minimum": _FIRST, "maximum": _LAST}
    texts: Node = {"type": "string", "maxLength": 500}
    params: Node = {"type": "object", "maxProperties": 100, "additionalProperties": _value(_DEPTH)}
    rules = sorted({call.rule for forward in program.forwards for call in forward.calls})
    consent: Node = _closed(
        {
            "id": {"type": "string", "pattern": _UUID},
            "time": moment,
            "granted": {"type": "array", "maxItems": 50, "items": {"enum": list(program.consent.categories)}},
        }
    )
    event: Node = _closed(
        {
            "to": {"enum": list(instances)},
            "rule": {"enum": rules},
            "id": {"type": "string", "minLength": 1, "maxLength": 200},
            "time": moment,
        },
        {
            "name": {"type": "string", "maxLength": 200},
            "url": {"type": "string", "maxLength": 2000},
            "referrer": {"type": "string", "maxLength": 2000},
            "params": params,
            "user": {"type": "object", "maxProperties": 30},
            "ids": {"type": "object", "maxProperties": 12, "additionalProperties": texts},
        },
    )
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_closed(
            {
                "v": {"const": 1},
                "config": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
                "consent": consent,
                "events": {"type": "array", "maxItems": 100, "items": event},
            }
        ),
    }


def _value(depth: int) -> Node:
    """A parameter's value: lists and maps within each other, but not for ever."""
    if not depth:
        return {"type": ["string", "number", "boolean", "null"]}
    inner = _value(depth - 1)
    return {"maxProperties": 100, "maxItems": 500, "additionalProperties": inner, "items": inner}


def _closed(required: dict[str, Node], more: dict[str, Node] | None = None) -> dict[str, Node]:
    known = {**required, **(more or {})}
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": known}
