"""What all streams share: consent records and marks of what was sent (one database), dead letters (another one)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tagc.backends.benthos.parts import part
from tagc.backends.benthos.yaml import Interpolated, computed, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tagc.backends.benthos.yaml import Node

__all__ = ["database", "engine", "letters", "refusal", "replay", "resources", "routes"]

_EXPIRES = 30 * 86_400
"""Seconds that a dead letter is kept."""

_MARKS = 8 * 86_400
"""Seconds that an id is remembered: a day longer than vendors take events."""

_BUFFER = """\
CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL, requeue INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS messages_order ON messages (requeue, id);
"""
_TABLES = """\
CREATE TABLE IF NOT EXISTS consent (key TEXT PRIMARY KEY, time INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (instance TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (instance, id)) WITHOUT ROWID;
"""
_WRITE = """\
INSERT INTO consent (key, time, record) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET time = excluded.time, record = excluded.record WHERE excluded.time >= consent.time
"""
_READ = """\
SELECT 'c' AS t, key AS k, record AS v FROM consent WHERE key IN (SELECT value FROM json_each(?))
UNION ALL SELECT 's', id, state FROM seen WHERE instance = ? AND id IN (SELECT value FROM json_each(?))
"""
_MARK = """\
INSERT INTO seen (instance, id, state, at) SELECT ?, value, ?, ? FROM json_each(?) WHERE true
ON CONFLICT (instance, id) DO UPDATE SET state = excluded.state, at = excluded.at
"""
_CLAIM = """\
INSERT INTO seen (instance, id, state, at) SELECT ?, value, 's', ? FROM json_each(?) WHERE true
ON CONFLICT (instance, id) DO NOTHING RETURNING id
"""
_LETTERS = """\
CREATE TABLE IF NOT EXISTS dead (instance TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL,
  reason TEXT NOT NULL, status INTEGER NOT NULL, detail TEXT NOT NULL, event TEXT NOT NULL,
  again INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (instance, id)) WITHOUT ROWID;
"""
_LETTER = """\
INSERT INTO dead (instance, id, at, expires, reason, status, detail, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (instance, id) DO UPDATE SET at = excluded.at, reason = excluded.reason, status = excluded.status,
  detail = excluded.detail, again = 0
"""
_TAKE = """\
UPDATE dead SET again = 2 WHERE (instance, id) IN
  (SELECT instance, id FROM dead WHERE again = 1 AND expires >= unixepoch() LIMIT 200)
RETURNING instance, id, event
"""
_EXPIRED = "DELETE FROM seen WHERE at < unixepoch() - ?"
_FORGOTTEN = "UPDATE dead SET again = 1 WHERE again = 2;\n"
_IDS = "this.ids.format_json(no_indent: true).string()"


def database(name: str, *pragmas: str) -> Interpolated:
    """The address of a database file in the data folder."""
    asked = "&".join(f"_pragma={each}" for each in ("journal_mode(WAL)", "busy_timeout(10000)", *pragmas))
    return Interpolated("file:") + environment("TAGC_DATA") + f"/{name}.db?{asked}"


def _sql(dsn: Interpolated, query: str, arguments: str | None = None, **more: Node) -> dict[str, Node]:
    mapped: dict[str, Node] = {} if arguments is None else {"args_mapping": arguments}
    return {"sql_raw": {"driver": "sqlite", "dsn": dsn, "conn_max_open": 1, "query": query, **mapped, **more}}


def engine() -> Node:
    """The file `forward.yaml`: what belongs to the process."""
    return {
        "http": {
            "enabled": True,
            "address": environment("TAGC_METRICS", "127.0.0.1:4196"),
            "debug_endpoints": False,
        },
        # From ERROR on, failed requests are logged with their whole address, where some vendors want their token.
        "logger": {"level": environment("TAGC_LOG", "FATAL"), "format": "json", "add_timestamp": True},
        "metrics": {"prometheus": {}},
        "shutdown_timeout": "5s",
    }


def _buffer(number: int, instance: str) -> Node:
    """Makes a buffer's table with an index, which the engine's own lacks: without it every read goes through all of it."""
    statement = _sql(database(f"to-{instance}"), "SELECT 1", init_statement=_BUFFER)
    return {"label": f"buffer_{number}", **statement}


def resources(instances: Sequence[str]) -> Node:
    """The file `forward/resources.yaml`."""
    state = database("state", "synchronous(NORMAL)")
    letter = (
        "root = [this.instance, this.id, timestamp_unix(), timestamp_unix() + "
        f"{_EXPIRES}, this.reason, this.status, this.detail, this.event.format_json(no_indent: true).string()]"
    )
    return {
        "processor_resources": [
            *(_buffer(number, name) for number, name in enumerate(instances, 1)),
            {
                "label": "consent_write",
                **_sql(state, _WRITE, part("record"), init_statement=_TABLES, exec_only=True),
            },
            {
                "label": "state_read",
                **_sql(
                    state,
                    _READ,
                    f"root = [this.keys.format_json(no_indent: true).string(), this.instance, {_IDS}]",
                ),
            },
            {
                "label": "mark",
                **_sql(
                    state,
                    _MARK,
                    f"root = [this.instance, this.state, timestamp_unix(), {_IDS}]",
                    exec_only=True,
                ),
            },
            {"label": "claim", **_sql(state, _CLAIM, f"root = [this.instance, timestamp_unix(), {_IDS}]")},
        ],
        "output_resources": [
            {
                "label": "dead_letters",
                "retry": {
                    "max_retries": 0,
                    "backoff": {"initial_interval": "500ms", "max_interval": "30s", "max_elapsed_time": "0s"},
                    "output": _sql(
                        database("dead", "synchronous(NORMAL)"),
                        _LETTER,
                        letter,
                        init_statement=_LETTERS,
                        max_in_flight=1,
                    ),
                },
            }
        ],
    }


def letters(instances: Sequence[str]) -> Node:
    """The stream of the dead letters: sends again what was asked for, and forgets what has expired."""
    dead = database("dead")
    again = 'root = this.map_each(r -> r.event.parse_json().assign({"to": r.instance, "id": r.id, "again": true}))'
    return {
        "input": {
            "broker": {
                "inputs": [
                    {
                        "generate": {
                            "interval": environment("TAGC_AGAIN_EVERY", "5s"),
                            "mapping": 'root.job = "again"',
                        }
                    },
                    {"generate": {"interval": "1h", "mapping": 'root.job = "expire"'}},
                ]
            }
        },
        "pipeline": {
            "threads": 1,
            "processors": [
                {
                    "switch": [
                        {
                            "check": 'this.job == "expire"',
                            "processors": [
                                _sql(dead, "DELETE FROM dead WHERE expires < unixepoch()", exec_only=True),
                                _sql(database("state"), _EXPIRED, f"root = [{_MARKS}]", exec_only=True),
                                {"mapping": "root = deleted()"},
                            ],
                        },
                        {
                            "processors": [
                                # What was taken when the engine died is asked for again.
                                _sql(
                                    dead,
                                    _TAKE,
                                    init_statement=_LETTERS + _FORGOTTEN,
                                ),
                                {"mapping": again},
                                {"unarchive": {"format": "json_array"}},
                            ]
                        },
                    ]
                },
                {"catch": [{"mapping": "root = deleted()"}]},
            ],
        },
        "output": {
            "broker": {
                "pattern": "fan_out_sequential",
                "outputs": [
                    {
                        "switch": {
                            "retry_until_success": False,
                            "cases": _cases(instances, "_again", {"drop": {}}),
                        }
                    },
                    _sql(
                        dead,
                        "DELETE FROM dead WHERE instance = ? AND id = ? AND again = 2",
                        "root = [this.to, this.id]",
                    ),
                ],
            }
        },
    }


def _cases(instances: Sequence[str], suffix: str, otherwise: Node) -> list[Node]:
    cases: list[Node] = [
        {"check": f'this.to == "{name}"', "output": {"inproc": f"{name}{suffix}"}} for name in instances
    ]
    return [*cases, {"output": otherwise}]


def replay() -> Node:
    """The file `forward/replay.yaml`, a command: asks for the dead letters of an instance, or all, to be sent again."""
    return {
        "http": {"enabled": False},
        "logger": {"level": "ERROR"},
        "input": {"generate": {"count": 1, "mapping": "root = {}"}},
        "output": _sql(
            database("dead"),
            "UPDATE dead SET again = 1 WHERE again = 0 AND instance LIKE ? AND expires >= unixepoch()",
            'root = [env("TAGC_INSTANCE").or("%")]',
        ),
    }


def routes(instances: Sequence[str]) -> Node:
    """Where a received event goes: to its instance's stream; an instance that is none is counted."""
    labels = {"instance": "unknown", "outcome": "dropped", "reason": "unknown_instance"}
    unknown: Node = {
        "drop": {},
        "processors": [{"metric": {"type": "counter", "name": "tagc_events", "labels": labels}}],
    }
    return {
        "switch": {
            "retry_until_success": False,
            "strict_mode": False,
            "cases": _cases(instances, "", unknown),
        }
    }


def refusal() -> Node:
    """Counts what was refused, by its reason."""
    return {"metric": {"type": "counter", "name": "tagc_refused", "labels": {"why": computed('meta("why")')}}}
