"""From the page to the vendor: Chromium, the container, its message, nginx with TLS, the engine, a conversions API."""

from __future__ import annotations

import hashlib
import shutil
import ssl
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.site import Site
from tests.engine.bento.build import built
from tests.engine.engine import free_port
from tests.engine.forwarding import ORIGIN, Forwarding, document, running
from tests.engine.vendors import Answer, Request, Vendor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

Data = Any

PUSH = "() => { (window.dataLayer = window.dataLayer || []).push({event: 'sold', id: 'A1', total: '12,50'}) }"
RULES = {
    "page_view": {},
    "sold": {
        "event": "purchase",
        "on": {"data_layer": "sold"},
        "params": {
            "order_id": "$event.id",
            "value": {"from": "$event.total", "as": {"number": "comma"}},
            "currency": "EUR",
        },
    },
}


def took(request: Request) -> Answer:
    return Answer(200, {"events_received": len(request.body["data"])})


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with Vendor(took) as made:
        yield made


@pytest.fixture
def forwarding(
    tmp_path: Path, vendor: Vendor, missing_program: Callable[[str, str], None]
) -> Iterator[tuple[Forwarding, str]]:
    """The engine behind its proxy, and the proxy's address."""
    if not built().exists():
        missing_program("engine", "run `.ci/env python tests/engine/bento/build.py`")
    server = {"access_token": "$secret.META_TOKEN", "base_url": vendor.url}
    user = {"requires": "marketing", "email": "$data.user.email"}
    data = document({"meta": {"server": server}}, RULES, user_data=user)
    site = Forwarding(built(), tmp_path, data, META_TOKEN="geheim")
    with running(site), proxied(site, tmp_path) as address:
        yield site, address


@contextmanager
def proxied(site: Forwarding, folder: Path) -> Iterator[str]:
    """nginx with the configuration as it was made, but for its port and the collector's."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    port, made = free_port(), folder / "forward/nginx.conf"
    collector = site.collect.removeprefix("http://").partition("/")[0]
    text = made.read_text().replace("listen 8443", f"listen 127.0.0.1:{port}")
    made.write_text(text.replace("127.0.0.1:4195", collector))
    tls = made.parent / "tls"
    tls.mkdir()
    made_of = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made_of += ["-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", f"{tls}/key.pem", "-out", f"{tls}/cert.pem"]
    subprocess.run(["openssl", *made_of, *files], check=True, capture_output=True, timeout=60)  # noqa: S607
    command = [nginx, "-p", str(folder), "-c", str(made), "-g", "daemon off;"]
    with (
        (folder / "nginx.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            time.sleep(0.5)
            assert process.poll() is None, (folder / "nginx.log").read_text()
            yield f"https://127.0.0.1:{port}/t/e"
        finally:
            process.terminate()


def opened(browser: Browser, forwarding: Forwarding, address: str, page: str) -> Site:
    """The site in a browser; what its page posts goes through the proxy."""
    site = Site(browser, ORIGIN)
    trusted = ssl.create_default_context(cafile=str(forwarding.engine.folder / "forward/tls/cert.pem"))
    trusted.check_hostname = False

    def on(route: Route) -> None:
        request = route.request
        body = request.post_data_buffer
        assert body is not None
        kept = {name: request.headers[name] for name in ("content-type", "user-agent")}
        posted = urllib.request.Request(address, body, {**kept, "Origin": ORIGIN, "X-Real-IP": "6.6.6.6"})  # noqa: S310 -- loopback
        with urllib.request.urlopen(posted, timeout=10, context=trusted) as answer:  # noqa: S310 -- loopback
            route.fulfill(status=answer.status)

    site.page.route("**/t/e", on)
    container = (forwarding.engine.folder / "container.js").read_text()
    return site.install(container).serve("/shop", site.document()).open(page)


def told(site: Site, vendor: Vendor, count: int) -> list[Data]:
    """The events that have arrived, once there are so many; meanwhile the page may post."""
    end = time.monotonic() + 20
    while True:
        events = [each for request in vendor.requests for each in request.body["data"]]
        if len(events) >= count:
            return events
        assert time.monotonic() < end, events
        site.settle(50)


def test_a_sale_reaches_the_pixel_and_the_api_with_one_id(
    browser: Browser, forwarding: tuple[Forwarding, str], vendor: Vendor
) -> None:
    engine, address = forwarding
    site = opened(browser, engine, address, "/shop?fbclid=AbC&token=geheim&utm_source=mail")
    site.evaluate(
        "() => { (window.dataLayer = window.dataLayer || []).push({user: {email: ' Ann@Example.org '}}) }"
    )
    site.evaluate("() => { tagc('consent', {marketing: true}) }")
    site.evaluate(PUSH)
    page, sold = told(site, vendor, 2)
    pixel = {call[1]: call[3]["eventID"] for call in site.vendor_calls()["fbq"] if call[0] == "track"}
    site.close()
    assert {page["event_name"]: page["event_id"], sold["event_name"]: sold["event_id"]} == pixel
    assert sold["custom_data"] == {"order_id": "A1", "value": 12.5, "currency": "EUR"}
    assert sold["event_source_url"] == "https://www.example.com/shop?utm_source=mail"
    assert sold["user_data"]["client_ip_address"] == "127.0.0.1"
    assert "Chrome" in sold["user_data"]["client_user_agent"]
    assert sold["user_data"]["em"] == hashlib.sha256(b"ann@example.org").hexdigest()
    assert sold["user_data"]["fbc"].startswith("fb.1.")
    assert sold["user_data"]["fbc"].endswith(".AbC")


def test_nothing_is_posted_before_consent_and_nothing_after_it_is_withdrawn(
    browser: Browser, forwarding: tuple[Forwarding, str], vendor: Vendor
) -> None:
    engine, address = forwarding
    site = opened(browser, engine, address, "/shop?fbclid=AbC")
    site.evaluate(PUSH)
    site.settle(300)
    assert [each for each in site.requests if each.method == "POST"] == []
    assert site.storage() == {}
    site.evaluate("() => { tagc('consent', {marketing: true}) }")
    assert len(told(site, vendor, 2)) == 2
    site.evaluate("() => { tagc('consent', 'revoke') }")
    site.evaluate(PUSH)
    site.settle(1500)
    assert [key for key in site.storage() if key.startswith("tagc:")] == []
    names = [each["event_name"] for each in told(site, vendor, 2)]
    site.close()
    assert names == ["PageView", "Purchase"]
