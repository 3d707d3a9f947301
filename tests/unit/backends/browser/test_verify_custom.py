"""Given a container with code of the user's own and one change to it, verify accepts that code inside its gate only."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tagc.backends.browser.emit import Container, container, printed
from tagc.backends.browser.gates import GATE_PARAMETERS
from tagc.backends.browser.verify import AFTER_GRANT, verify
from tagc.compiler import parse, runtime
from tagc.diagnostics import Sink
from tagc.js.parse import parse as parse_script
from tagc.passes import run
from tagc.source import Files

if TYPE_CHECKING:
    from tagc.ir.program import Program

YAML = """
tagc: 1
container: fenced
consent: {categories: [analytics, marketing]}
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing}
user_data: {requires: marketing, email: {script: mail.js}}
variables:
  worth: {script: worth.js, reads: {total: $event.total}}
events:
  page_view: {}
  sale: {event: purchase, on: {data_layer: sale}, params: {value: $worth, currency: GBP}, requires: analytics}
tags:
  chat: {script: chat.js, reads: {where: $page.path}, requires: marketing}
  heat: {load: 'https://cdn.example/heat-${page.hostname}.js', requires: analytics}
  pixel: {image: 'https://pixel.example/p', on: {data_layer: sale}, requires: marketing}
"""
FILES = {
    "worth.js": b"const rate = 1.2;\nexport default ({ total }) => total * rate;",
    "mail.js": b"export default () => window.customer;",
    "chat.js": b"export default ({ where }) => { document.body.dataset.chat = where; fetch('/chat'); };",
}


@cache
def made() -> tuple[Container, Program]:
    found = parse(Files("tagc.yaml", YAML.encode(), FILES.get), Sink())
    assert found is not None
    program = run(found.program)
    return container(program, runtime(), readable=True), program


def reason(old: str, new: str) -> str | None:
    """What verify has against the container after a change."""
    original, program = made()
    text = "".join(
        line for line in original.text.splitlines(keepends=True) if not line.lstrip().startswith("//")
    )
    assert text.count(old) >= 1, old
    tree = parse_script(text.replace(old, new, 1))
    sink = Sink()
    if verify(replace(original, text=printed(tree, readable=True)), program, sink, name="container.js"):
        return None
    return sink.diagnostics[0].message.partition(": ")[2]


def test_code_of_the_users_own_is_accepted_inside_gates() -> None:
    assert reason("pageView();", "pageView();") is None


CHAT, MAIL, WORTH = "code_chat$2e$js", "code_mail$2e$js", "code_worth$2e$js"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("pageView();\n", f"pageView({CHAT}());\n", "code of the user's own is named outside a gate"),
        ("targets.map(", f"{CHAT}(), targets.map(", "code of the user's own is named outside a gate"),
        ('name === "sale"', f'{WORTH}() && name === "sale"', "code of the user's own is named outside a gate"),
        (
            '() => level("marketing"),\n      () => {}',
            f'() => {CHAT}() || level("marketing"),\n      () => {{}}',
            "the gate of tag.chat asks for something else",
        ),
        ('all(level("marketing"), level("analytics")) : 2', f"{WORTH}() : 2", "code of the user's own is named outside a gate"),
        (
            f'level("marketing") > 1 ? copy(attempt({MAIL}))',
            f'level("analytics") > 1 ? copy(attempt({MAIL}))',
            "code of the user's own is named outside a gate",
        ),
        (
            f'level("marketing") > 1 ? copy(attempt({MAIL}))',
            f'level("marketing") > 0 ? copy(attempt({MAIL}))',
            "code of the user's own is named outside a gate",
        ),
        (f"kept({WORTH}$made)", f"kept({WORTH}$made())", "kept is called with something else"),
        (f"kept({WORTH}$made)", f"kept({CHAT}, {WORTH}$made)", "kept is called with something else"),
        ('fetch("/chat")', 'fetch("/other")', "code of the user's own is not what stands in a file"),
        ("})(window, (", "})(window, (() => fbq)(), (", "it is not called with window and functions"),
        ("}, () => window.customer,", "}, (() => window.customer)(),", "code of the user's own runs when it is loaded"),
        ("})(window, (", "})(document, (", "it is not called with window and functions"),
    ],
)  # fmt: skip
def test_code_of_the_users_own_is_refused_elsewhere(old: str, new: str, why: str) -> None:
    assert reason(old, new) == why


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('concat("https://cdn.example/heat-"', 'concat("https://evil.example"'),
        ('concat("https://cdn.example/heat-"', 'concat("https:"'),
        ("escapePart(", "text("),
        ('"https://pixel.example/p"', '"//pixel.example/p"'),
    ],
)
def test_an_address_whose_host_could_change_is_refused(old: str, new: str) -> None:
    assert reason(old, new) == "a tag's address is not fixed"


def test_a_tag_asks_for_what_its_kind_says_and_nothing_else() -> None:
    asks = f"=> {CHAT}("
    assert reason(asks, f'=> script("https://cdn.example/x.js") || {CHAT}(') == (
        "script is named outside a platform's part"
    )
    assert reason(asks, f"=> metaLoad() || {CHAT}(") == "metaLoad is named outside its gate"
    assert reason(asks, f'=> fbq("track", "x") || {CHAT}(') == "fbq is named outside its gate"


def test_what_is_called_after_a_grant_only_are_parameters_of_the_gate() -> None:
    assert set(GATE_PARAMETERS) >= AFTER_GRANT
    assert {"allowed", "stricter", "late", "mark"}.isdisjoint(AFTER_GRANT)


def test_a_vendor_is_told_nothing_by_what_a_gate_asks_before_it_opens() -> None:
    assert (
        reason('all(level("marketing"), level("analytics")) : 2', 'fbq("track") : 2')
        == "fbq is named outside its gate"
    )


def test_minified_code_is_told_from_other_code_too() -> None:
    _, program = made()
    short = container(program, runtime())
    sink = Sink()
    assert verify(short, program, sink, name="container.js")
    changed = replace(short, text=short.text.replace("window.customer", "window.password"))
    assert not verify(changed, program, sink, name="container.js")
    assert "not what stands in a file" in sink.diagnostics[0].message
