"""The engine is there, lints, and carries one message from its collector through a durable buffer to a vendor."""

from __future__ import annotations

import subprocess
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.engine.engine import Engine, free_port, lint, running
from tests.engine.vendors import Answer, Vendor

if TYPE_CHECKING:
    from pathlib import Path

SERVICE = """
http: {enabled: true, address: "${METRICS}", debug_endpoints: false}
logger: {level: ERROR, format: json}
metrics: {prometheus: {}}
shutdown_timeout: 2s
"""

SHARED = """
processor_resources:
  - label: sign
    mapping: |
      root = this
      root.signed = env("TOKEN").hash("sha256").encode("hex")
"""

COLLECT = """
input:
  http_server:
    address: "${COLLECT}"
    path: /collect
    ws_path: ""
    sync_response: {status: "204"}
pipeline:
  processors:
    - branch:
        request_map: root = ""
        processors: [{sync_response: {}}]
output: {inproc: shop}
"""

SHOP = """
input: {inproc: shop}
buffer: {sqlite: {path: "file:${DATA}/shop.db?_pragma=journal_mode(WAL)"}}
pipeline:
  processors:
    - resource: sign
output:
  http_client:
    url: ${VENDOR}/events
    headers: {Content-Type: application/json}
    retry_period: 100ms
    retries: 100
"""


@pytest.fixture
def engine(bento: Path, tmp_path: Path) -> Engine:
    for name, text in (
        ("forward.yaml", SERVICE),
        ("shared.yaml", SHARED),
        ("collect.yaml", COLLECT),
        ("shop.yaml", SHOP),
    ):
        (tmp_path / name).write_text(text)
    metrics, collect = free_port(), free_port()
    return Engine(
        bento,
        tmp_path,
        metrics=f"http://127.0.0.1:{metrics}",
        environment={
            "METRICS": f"127.0.0.1:{metrics}",
            "COLLECT": f"127.0.0.1:{collect}",
            "DATA": str(tmp_path),
            "TOKEN": "token",
        },
        shared=["shared.yaml"],
        streams=["collect.yaml", "shop.yaml"],
        listens=[f"127.0.0.1:{collect}"],
    )


def send(engine: Engine, body: bytes) -> int:
    request = urllib.request.Request(f"http://{engine.environment['COLLECT']}/collect", body)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- loopback
        status: int = answer.status
        return status


def test_the_engine_has_the_version_that_go_mod_pins(bento: Path) -> None:
    said = subprocess.run([bento, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    assert "v1.20.0" in said


def test_its_linter_knows_every_component_that_is_needed_and_refuses_what_it_does_not_know(
    engine: Engine, tmp_path: Path
) -> None:
    environment = {**engine.environment, "VENDOR": "http://127.0.0.1:1"}
    files = [tmp_path / name for name in ("forward.yaml", "collect.yaml", "shop.yaml")]
    assert lint(engine.bento, files, environment) == []
    (tmp_path / "shop.yaml").write_text(SHOP.replace("retries", "retrys"))
    assert [line for line in lint(engine.bento, files, environment) if "retrys" in line] != []
    assert lint(engine.bento, files, engine.environment) != []  # VENDOR is not set


@pytest.mark.parametrize("component", ["kafka_franz", "nats_jetstream", "sql_raw", "inproc"])
def test_the_components_of_every_queue_are_linked(bento: Path, component: str) -> None:
    listed = subprocess.run(
        [bento, "list", "inputs", "outputs"], capture_output=True, text=True, check=True, timeout=30
    )
    assert f"- {component}\n" in listed.stdout


def test_what_was_acknowledged_reaches_the_vendor_although_both_died_in_between(engine: Engine) -> None:
    with Vendor() as vendor:
        vendor.answer = Answer(503)
        engine.environment["VENDOR"] = vendor.url
        with running(engine):
            assert [send(engine, b'{"n": %d}' % n) for n in range(5)] == [204] * 5
            vendor.wait_for(1)
            engine.kill()
            vendor.answer = Answer(200, {})
            refused = len(vendor.requests)
            engine.start()
            vendor.wait_for(refused + 5)
            engine.wait_for(5, "output_sent", stream="shop")
        delivered = [request.body for request in vendor.requests[refused:]]
        # A set: what the first engine had already written to its sockets may arrive after its death.
        assert {body["n"] for body in delivered} == {0, 1, 2, 3, 4}
        assert {request.path for request in vendor.requests} == {"/events"}
        assert {body["signed"] for body in delivered} == {
            "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
        }
