"""Tags and script files in a real page: requests, policies, globals, and code of the user's own that nobody can trust."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tagc import compiler
from tests.browser.journey import SPY, consent, withdraw

if TYPE_CHECKING:
    from tests.browser.site import Site

BUILDS = pytest.mark.parametrize("readable", [False, True], ids=["minified", "readable"])

YAML = """
tagc: 1
container: northway
consent: {categories: [analytics, marketing]}
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
variables:
  seats: {script: seats.js, reads: {lines: $event.lines}, as: number, default: 0}
events:
  page_view: {}
  order: {event: purchase, params: {order_id: $event.id, value: $event.total, currency: GBP, seats: $seats}}
tags:
  chat:
    script: chat.js
    reads: {where: $page.path, name: $data.visitor.name}
    hosts: {connect: https://api.chat.example, image: https://img.chat.example}
    pushes: [chat_opened]
    requires: marketing
  map: {load: 'https://maps.example/${page.query.lang}/map.js', requires: analytics, once_per: page}
  sale: {image: 'https://pixel.example/sale?id=${event.id}', on: {data_layer: order}, requires: marketing}
"""
FILES = {
    "seats.js": """
        const sum = list => list.reduce((total, line) => total + line.seats, 0);
        export default ({ lines }) => sum(lines);
    """,
    "chat.js": """
        const box = document.createElement("div");
        let opened = 0;
        export default function ({ where, name }) {
          opened += 1;
          box.id = "chat";
          box.textContent = `${opened} ${where} ${name}`;
          document.body.append(box);
          document.cookie = "chat=1";
          window.chat = { open: () => window.dataLayer.push({ event: "chat_opened" }) };
          fetch("https://api.chat.example/hello").catch(() => {});
          new Image().src = "https://img.chat.example/face.gif";
        }
    """,
}


def built(text: str = YAML, *, readable: bool = False, **files: str) -> dict[str, bytes]:
    contents = {**FILES, **{name.replace("_js", ".js"): script for name, script in files.items()}}
    read = {name: script.encode() for name, script in contents.items()}.get
    result = compiler.build("tagc.yaml", text.encode(), read=read, readable=readable)
    assert result.ok, result.diagnostics
    return dict(result.files)


def start(site: Site, files: dict[str, bytes], *, policy: str | None = None, address: str = "/") -> None:
    site.install(files["container.js"].decode(), body="<h1>Hamlet</h1>", csp=policy)
    page = site.document(
        body="<h1>Hamlet</h1>", head="<script>dataLayer = [{visitor: {name: 'Ann'}}]</script>"
    )
    if policy is None:
        site.serve("/", page)
    site.open(address)


def policy_of(files: dict[str, bytes], when: str) -> str:
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    return manifest["csp"][when]["header"]  # type: ignore[no-any-return]


@BUILDS
def test_nothing_before_the_grant_and_everything_after_it(site: Site, *, readable: bool) -> None:
    site.page.add_init_script(SPY)
    start(site, built(readable=readable), address="/?lang=de")
    site.evaluate(
        "() => { dataLayer.push({event: 'order', id: 'A/1', total: 5, lines: [{seats: 2}, {seats: 1}]}) }"
    )
    site.settle()
    assert site.third_party_requests == []
    assert site.evaluate("() => [__device, typeof chat, document.querySelectorAll('#chat').length]") == [
        [],
        "undefined",
        0,
    ]
    consent(site, "analytics", "marketing")
    for part in (
        "api.chat.example/hello",
        "img.chat.example/face",
        "maps.example/de/map.js",
        "pixel.example/sale?id=A%2F1",
    ):
        site.wait_for_request(part)
    assert site.page.text_content("#chat") == "1 / Ann"
    assert site.cookies()["chat"] == "1"
    events = [call for call in site.vendor_calls()["gtag"] if call[0] == "event"]
    assert [(name, params.get("seats")) for _, name, params in events] == [
        ("page_view", None),
        ("purchase", 3),
    ]
    assert site.page_errors == []


def test_a_withdrawal_closes_every_tag(site: Site) -> None:
    start(site, built())
    consent(site, "analytics", "marketing")
    site.wait_for_request("maps.example")
    withdraw(site)
    asked = len(site.third_party_requests)
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'B', total: 5}) }")
    consent(site, "analytics", "marketing")
    site.evaluate("() => { dataLayer.push({event: 'order', id: 'C', total: 5}) }")
    site.wait_for_request("pixel.example/sale?id=C")
    later = [request.url for request in site.third_party_requests[asked:]]
    # What a page view set off is not set off again on this page; what waits for other events hears them again.
    assert not [url for url in later if "chat.example" in url or "maps.example" in url or "id=B" in url]
    assert site.page.text_content("#chat") == "1 / Ann"


def test_the_policy_of_the_manifest_lets_tags_do_what_they_say_and_no_more(site: Site) -> None:
    files = built()
    start(site, files, policy=policy_of(files, "after_consent"), address="/?lang=en")
    consent(site, "analytics", "marketing")
    site.wait_for_request("maps.example/en/map.js")
    site.wait_for_request("img.chat.example")
    site.wait_for_request("api.chat.example")
    site.settle()
    assert site.csp_violations() == []
    other = built(
        chat_js="export default ({ where, name }) => fetch('https://other.example/' + where + name).catch(() => {});"
    )
    start(site, other, policy=policy_of(other, "after_consent"))
    consent(site, "marketing")
    site.settle()
    assert [violation["directive"] for violation in site.csp_violations()] == ["connect-src"]


def test_a_policy_without_unsafe_eval_and_with_trusted_types_stops_no_tag(site: Site) -> None:
    files = built("trusted_types: true\n" + YAML.lstrip())
    policy = policy_of(files, "after_consent")
    assert "require-trusted-types-for 'script'" in policy
    start(site, files, policy=policy, address="/?lang=fr")
    consent(site, "analytics", "marketing")
    site.wait_for_request("maps.example/fr/map.js")
    assert site.csp_violations() == []
    assert site.page_errors == []


@BUILDS
def test_globals_are_those_of_the_page_and_none_is_new(site: Site, *, readable: bool) -> None:
    files = built(readable=readable)
    start(site, files)
    consent(site, "analytics", "marketing")
    site.wait_for_request("api.chat.example")
    assert site.evaluate("() => Object.keys(chat)") == ["open"]
    found = site.evaluate(
        "() => Object.getOwnPropertyNames(window).filter(name => /^(code|sum|opened|box|seats)/.test(name))"
    )
    assert found == []


def test_what_a_tag_pushes_is_heard_and_what_it_throws_is_not(site: Site) -> None:
    text = YAML + "  after: {script: after.js, on: {data_layer: chat_opened}, requires: marketing}\n"
    start(site, built(text, after_js="window.heard = true;\nthrow new Error('a mistake in a tag');"))
    consent(site, "marketing")
    site.wait_for_request("api.chat.example")
    site.evaluate("() => chat.open()")
    assert site.evaluate("() => heard") is True
    assert site.page_errors == site.console_errors == []


def test_what_an_async_tag_throws_later_reaches_nobody(site: Site) -> None:
    late = "export default async ({ where, name }) => { await null; window.late = where + name; throw new Error('late'); };"
    start(site, built(chat_js=late))
    consent(site, "marketing")
    site.settle()
    assert site.evaluate("() => late") == "/Ann"
    assert site.page_errors == []


def test_an_address_that_a_visitor_writes_cannot_choose_the_folder(site: Site) -> None:
    start(site, built(), address="/?lang=..%2F..%2Fevil")
    consent(site, "analytics")
    request = site.wait_for_request("maps.example")
    assert request.url == "https://maps.example/..%2F..%2Fevil/map.js"
    start(site, built(), address="/?lang=..")
    consent(site, "analytics")
    assert site.wait_for_request("maps.example//map.js").host == "maps.example"
