"""The examples in Chromium: their journeys in minified and readable builds, their policies, and their pages as a visitor opens them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.browser.journey import (
    SPY,
    act,
    in_queues,
    queued,
    scripts_asked,
    scripts_of,
    start,
    told,
)
from tests.examples import NAMES, ROOT, Example, Writer, all_examples
from tests.golden.test_examples import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.site import Site

EXAMPLES = pytest.mark.parametrize("example", all_examples(), ids=NAMES)
ON_PAGES = [example for example in all_examples() if example.is_page]
BUILDS = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])


@EXAMPLES
@BUILDS
def test_the_journey_goes_as_expected_under_the_policy_of_the_readme(
    site: Site, example: Example, *, readable: bool
) -> None:
    start(site, example, example.build(readable=readable), csp=policy_of(example))
    writer = Writer(example.hashed)
    assert told(site, {}, writer) == {}
    for step, expected in zip(example.steps[1:], example.expected[1:], strict=True):
        act(site, step)
        assert told(site, in_queues(expected), writer) == in_queues(expected), step["about"]
    site.settle()
    assert queued(site) == []
    assert scripts_asked(site) == scripts_of(example.expected)
    assert site.csp_violations() == []
    assert site.console_errors == site.page_errors == []


@EXAMPLES
@BUILDS
def test_before_an_answer_nothing_happens(site: Site, example: Example, *, readable: bool) -> None:
    site.page.add_init_script(SPY)
    start(site, example, example.build(readable=readable))
    site.page.mouse.wheel(0, 400)
    for step in example.steps[1:]:
        if "consent" not in step and step.get("push", {}).get("event") != "consent_saved":
            act(site, step)
    site.settle(250)
    assert site.third_party_requests == []
    assert site.cookies() == site.storage() == site.storage("session") == {}
    # The region of a visitor may stand in a cookie of the site: the one thing that is read.
    sources = example.program.consent.region_from
    allowed = ["read cookie"] if any(source.kind == "cookie" for source in sources) else []
    assert site.evaluate("() => __device") == allowed
    globals_ = site.evaluate(
        "() => { const frame = document.body.appendChild(document.createElement('iframe'));"
        "return Object.keys(window).filter(name => !(name in frame.contentWindow) && isNaN(name)) }"
    )
    assert set(globals_) <= {"tagc", "dataLayer"}
    assert site.page_errors == site.console_errors == []


# ---- the pages --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the examples as it is after the commands of the READMEs."""
    copy = tmp_path_factory.mktemp("site") / "examples"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("dist"))
    for example in ON_PAGES:
        (copy / example.path / "dist").mkdir()
        (copy / example.path / "dist" / "container.js").write_text(example.build(), "utf-8")
    return copy


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "http.server",
        "--directory",
        str(built),
        "--bind",
        "127.0.0.1",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@pytest.fixture(params=["disk", "server"])
def address(request: pytest.FixtureRequest, built: Path, server: str) -> str:
    """Where the examples are opened from."""
    return f"{built.as_uri()}/" if request.param == "disk" else server


@pytest.mark.parametrize("example", ON_PAGES, ids=lambda example: example.path)
def test_a_visitor_of_the_page_sees_what_is_sent(browser: Browser, example: Example, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "requestfailed", lambda request: refused.append(request.url) if request.failure == "csp" else None
    )
    page.on("pageerror", lambda error: errors.append(error.message))
    try:
        page.goto(f"{address}{example.path}/index.html")
        assert page.inner_text("#no-calls") == "Nothing, so far."
        lines = 0
        for step, expected in zip(example.steps[1:], example.expected[1:], strict=True):
            if "press" in step:
                for selector in step["press"]:
                    page.click(selector)
            elif "click" in step:
                page.click(step["click"])
            elif "submit" in step:
                for name, value in step["fields"].items():
                    page.fill(f"{step['submit']} [name={name}]", value)
                page.click(f"{step['submit']} [type=submit]")
            else:
                continue  # the journey has steps that no button of the page makes
            # `ttq.load` is no call of its own here: the script's address tells it.
            lines += sum(call[0] != "ttq.load" for calls in expected.values() for call in calls)
            page.wait_for_function(
                "count => document.querySelectorAll('#calls li').length >= count", arg=lines
            )
            assert page.locator("#calls li").count() == lines, step["about"]
        assert page.is_hidden("#no-calls")
        assert errors == []
        own = address.partition(":")[0] + ":"
        assert {url for url in asked if not url.startswith((own, "data:"))} == set(refused)
    finally:
        context.close()
