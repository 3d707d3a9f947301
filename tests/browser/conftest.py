"""One Chromium for the session, one fresh context per test, no network."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

ARGUMENTS = [
    "--no-sandbox",  # tests may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # small machines have a small /dev/shm
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what no route answers fails, and never leaves the machine
]


def find_chromium() -> str:
    """`TAGC_CHROMIUM`, else the usual names. Without one the tests fail: they are never skipped."""
    named = os.environ.get("TAGC_CHROMIUM")
    if named:
        if shutil.which(named) is None:
            pytest.fail(f"TAGC_CHROMIUM is {named}, which is not a program that can be run", pytrace=False)
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.fail(
        "no Chromium: install it (apt-get install chromium), or set TAGC_CHROMIUM to its path", pytrace=False
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    site = Site(browser)
    yield site
    site.close()
