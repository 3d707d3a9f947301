"""A vendor's endpoint on loopback: it records what it is sent, complains about what no vendor takes, and answers as the test says."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

LARGEST = 2_000_000  # bytes of one request; above every vendor's limit


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived. `headers` has lower-case names; `body` is the parsed JSON."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    at: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is sent as JSON, None as nothing; `wait` are seconds before it; `status` 0 closes the connection without one."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


ANSWERED = Answer()


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key twice among {keys}")
    return dict(pairs)


def no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class Vendor:
    """One endpoint. `answer` is one, or a function of the request, and may be changed; `script` goes first, one answer per request.

    On leaving the `with`, whatever no vendor would take (a method, an encoding, a body that is not JSON, a key twice) fails the test.
    """

    def __init__(self, answer: Answer | Callable[[Request], Answer] = ANSWERED) -> None:
        self.answer = answer
        self.script: deque[Answer] = deque()
        self.complaints: list[str] = []
        self._requests: list[Request] = []
        self._changed = threading.Condition()
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.vendor = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def requests(self) -> list[Request]:
        with self._changed:
            return list(self._requests)

    def wait_for(self, count: int, seconds: float = 20.0) -> list[Request]:
        """The requests, once there are `count`; else an AssertionError that says how many there were."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self._requests) >= count, seconds)
            assert arrived, f"{len(self._requests)} requests in {seconds} seconds, not {count}"
            return list(self._requests)

    def say(self, answers: Iterable[Answer]) -> None:
        self.script.extend(answers)

    def take(self, request: Request) -> Answer:
        with self._changed:
            self._requests.append(request)
            self._changed.notify_all()
            if self.script:
                return self.script.popleft()
            answer = self.answer
        return answer if isinstance(answer, Answer) else answer(request)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if kind is None:
            assert self.complaints == []


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    vendor: Vendor

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 -- the base class's
        """A client that died in the middle is what these tests do; anything else is told by the exit of the vendor."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            self.vendor.complaints.append(f"the fake vendor itself failed: {error!r}")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the base class gives it
        pass

    def refuse(self, why: str) -> None:
        self.server.vendor.complaints.append(f"{self.command} {self.path}: {why}")
        self.send_response(400)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def do_GET(self) -> None:
        self.refuse("only POST is answered")

    def do_POST(self) -> None:
        lengths = self.headers.get_all("Content-Length") or []
        if (
            len(lengths) != 1
            or not lengths[0].isascii()
            or not lengths[0].isdigit()
            or int(lengths[0]) > LARGEST
        ):
            self.refuse(f"Content-Length is {lengths}")
            return
        raw = self.rfile.read(int(lengths[0]))
        if self.headers.get_content_type() != "application/json":
            self.refuse(f"Content-Type is {self.headers.get('Content-Type')}")
            return
        try:
            body = json.loads(raw.decode(), object_pairs_hook=once_each, parse_constant=no_constant)
        except ValueError as error:
            self.refuse(f"not JSON: {error}: {raw[:200]!r}")
            return
        parts = urlsplit(self.path)
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.vendor.take(Request(parts.path, dict(pairs), headers, body, time.time()))
        if answer.wait:
            time.sleep(answer.wait)
        if answer.status == 0:
            self.close_connection = True
            return
        text = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(text)
