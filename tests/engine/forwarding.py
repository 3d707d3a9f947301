"""A document's forwarding configuration in the real engine: what its pages post, and what its vendors are asked."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tagc import compiler
from tests.documents import INSTANCES, errors, yaml_of
from tests.engine.engine import Engine, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Data = Any

ORIGIN = "https://www.example.com"
PURCHASE = {"order_id": "$event.id", "value": "$event.total", "currency": "EUR"}
RULES = {
    "page_view": {},
    "sold": {"event": "purchase", "on": {"data_layer": "sold"}, "params": PURCHASE},
}


def document(platforms: Mapping[str, Data], rules: Data = None, **more: Data) -> Data:
    """A document whose instances are told by the server."""
    categories = sorted({"analytics", "marketing", *more.pop("categories", ())})
    return {
        "tagc": 1,
        "container": "shop",
        "consent": {"categories": categories},
        "server": {"endpoint": "/t/e", "origins": [ORIGIN]},
        "platforms": {name: {**INSTANCES.get(name, {}), **data} for name, data in platforms.items()},
        "events": RULES if rules is None else rules,
        **more,
    }


def made(data: Data, folder: Path) -> None:
    """Write the files of a document."""
    result = compiler.build("tagc.yaml", yaml_of(data))
    if found := errors(result.diagnostics):
        raise AssertionError("\n".join(found))
    for name, content in result.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class Forwarding:
    """The engine with a document's files, in a folder of its own."""

    def __init__(self, bento: Path, folder: Path, data: Data, **environment: str) -> None:
        made(data, folder)
        (folder / "data").mkdir(exist_ok=True)
        metrics, collect = free_port(), free_port()
        self.collect = f"http://127.0.0.1:{collect}/collect"
        self.engine = Engine(
            bento,
            folder,
            metrics=f"http://127.0.0.1:{metrics}",
            environment={
                "TAGC_DATA": str(folder / "data"),
                "TAGC_METRICS": f"127.0.0.1:{metrics}",
                "TAGC_COLLECT": f"127.0.0.1:{collect}",
                "TAGC_BACKOFF": "20",
                "TAGC_AGAIN_EVERY": "100ms",
                "TAGC_LOG": "DEBUG",
                **environment,
            },
            shared=["forward/resources.yaml"],
            streams=[
                str(path.relative_to(folder)) for path in sorted((folder / "forward/streams").glob("*.yaml"))
            ],
        )

    def start(self) -> None:
        """Run the engine until its pages are heard: it says that it is ready before its streams are."""
        self.engine.start()
        end = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", urlsplit(self.collect).port or 0)) == 0:
                    return
            assert time.monotonic() < end, self.engine.log.read_text(errors="replace")[-4000:]
            time.sleep(0.02)

    def post(self, body: Data, **headers: str) -> int:
        """Post as the proxy does; the status of the answer."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        known = {
            "Content-Type": "text/plain",
            "Origin": ORIGIN,
            "User-Agent": "Mozilla/5.0 (test)",
            "X-Real-IP": "203.0.113.7",
            "X-Tagc-Proxy": "1",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        request = urllib.request.Request(self.collect, content, known)  # noqa: S310 -- loopback
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- loopback
                status: int = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        return status


@contextmanager
def running(site: Forwarding) -> Iterator[None]:
    """The engine of a document, while the body runs."""
    site.start()
    try:
        yield
    finally:
        site.engine.kill()


def message(
    *events: Data, granted: tuple[str, ...] = ("marketing",), visitor: str | None = None, **more: Data
) -> Data:
    """What a page posts."""
    consent = {"id": visitor or str(uuid.uuid4()), "time": now(), "granted": list(granted)}
    return {"v": 1, "config": "0123456789ab", "consent": {**consent, **more}, "events": list(events)}


def event(to: str, rule: str, **more: Data) -> Data:
    """One event of a message."""
    return {
        "to": to,
        "rule": rule,
        "id": str(uuid.uuid4()),
        "time": now(),
        "url": f"{ORIGIN}/shop",
        "params": {},
        **more,
    }


def now() -> int:
    """Milliseconds since 1970."""
    return int(time.time() * 1000)
