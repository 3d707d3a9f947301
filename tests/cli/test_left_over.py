"""What an earlier build made and this one does not: streams that the engine would still run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke

TWO = """
tagc: 1
container: shop
consent: {categories: [marketing]}
server: {endpoint: /t/e, origins: ['https://www.example.com']}
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing, server: {access_token: $secret.META_TOKEN}}
  snap: {pixel_id: 1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f, requires: marketing, server: {access_token: $secret.SNAP_TOKEN}}
events: {page_view: {}}
"""
ONE = "".join(line for line in TWO.splitlines(keepends=True) if "snap:" not in line)


def streams(site: Path) -> list[str]:
    return sorted(path.name for path in (site / "dist/forward/streams").iterdir())


def test_the_stream_of_an_instance_that_is_gone_goes_too(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(TWO)
    assert invoke("build").exit_code == 0
    assert "to-snap.yaml" in streams(site)
    (site / "tagc.yaml").write_text(ONE)
    found = invoke("build", "--check")
    assert found.exit_code == 1
    assert "tagc: dist/forward/streams/to-snap.yaml is no longer made: run tagc build" in found.stderr
    assert "to-snap.yaml" in streams(site)
    assert invoke("build").exit_code == 0
    assert streams(site) == ["collect.yaml", "dead-letters.yaml", "to-meta.yaml"]
    assert invoke("build", "--check").exit_code == 0


def test_a_stream_of_the_users_own_stays(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(ONE)
    assert invoke("build").exit_code == 0
    own = site / "dist/forward/streams/own.yaml"
    own.write_text("input: {stdin: {}}\n")
    assert invoke("build").exit_code == 0
    assert own.exists()
    assert invoke("build", "--check").exit_code == 0
