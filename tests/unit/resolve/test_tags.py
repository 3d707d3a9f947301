"""The section `tags`, and script files as values: what becomes of them, and what is reported."""

from __future__ import annotations

import pytest

from tagc.compiler import check, resolved
from tagc.diagnostics import Severity, formats
from tagc.ir.expr import Concat, Const, Convert, Phase, Script, phase
from tagc.ir.program import Host, Program, Tag
from tests.fragments import complete

FILES = {
    "tags/chat.js": b"export default ({ where }) => { window.chat = where; };",
    "plain.js": b"window.plain = 1;",
    "total.js": b"\xef\xbb\xbfexport default ({ total, rate = 2 }) => total * rate;",
    "any.js": b"export default values => values.a;",
    "gone.js": b"\xff\xfe",
}


def program(sections: str) -> Program:
    found, result = resolved("tagc.yaml", complete(sections).encode(), read=FILES.get)
    errors = [one for one in result.diagnostics if one.severity is Severity.ERROR]
    assert found is not None, formats.text(errors, result.sources)
    return found.program


def tag(entry: str) -> Tag:
    (made,) = program(f"tags:\n  t: {entry}\n").tags
    return made


def reported(sections: str) -> list[str]:
    """`slug file:line what-the-carets-cover` of everything."""
    found = check("tagc.yaml", complete(sections).encode(), read=FILES.get)
    lines = {name: text.split("\n") for name, text in found.sources.items()}
    return [
        f"{one.code.slug} {one.span.file}:{lines.get(one.span.file, [''])[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1]}"
        for one in found.diagnostics
    ]


# ---- what becomes of them ---------------------------------------------------------------------------------------------------


def test_a_tag_has_a_gate_a_rule_and_one_command() -> None:
    made = program(
        "tags:\n  chat: {script: tags/chat.js, reads: {where: $page.path}, requires: marketing, pushes: [a], owner: Ann}\n"
    )
    (chat,) = made.tags
    assert (chat.name, chat.file, chat.pushes, chat.instance.note.owner) == (
        "chat",
        "tags/chat.js",
        ("a",),
        "Ann",
    )
    (command,) = chat.instance.send
    assert command.function == "run"
    assert isinstance(command.arguments[0], Script)
    (rule,) = [rule for rule in made.rules if rule.tag]
    assert (rule.name, rule.event, [trigger.kind for trigger in rule.triggers]) == (
        "chat",
        None,
        ["page_view"],
    )
    (call,) = rule.calls
    assert call.instance == chat.instance.name == "tag.chat"
    assert call.gate == chat.instance.gate
    assert made.gated[-1] is chat.instance


def test_an_address_is_text_with_escaped_parts() -> None:
    made = program("tags:\n  t: {image: 'https://P.example/a?x=${page.path}&y=1', requires: marketing}\n")
    (command,) = made.tags[0].instance.send
    (address,) = command.arguments
    assert isinstance(address, Concat)
    first, part, last = address.parts
    assert (first, last) == (Const("https://P.example/a?x="), Const("&y=1"))
    assert isinstance(part, Convert)
    assert part.name == "escape_part"
    assert made.tags[0].instance.hosts == (Host("img-src", "https://p.example"),)


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ("https://a.example", ["connect-src", "frame-src", "img-src", "script-src"]),
        ("[https://a.example]", ["connect-src", "frame-src", "img-src", "script-src"]),
        ("{connect: https://a.example, style: https://a.example}", ["connect-src", "style-src"]),
        ("{image: [https://a.example], media: 'https://a.example'}", ["img-src", "media-src"]),
    ],
)
def test_hosts_are_directives_of_a_policy(hosts: str, expected: list[str]) -> None:
    made = tag(f"{{script: plain.js, requires: marketing, hosts: {hosts}}}")
    assert [host.directive for host in made.instance.hosts] == expected
    assert {host.source for host in made.instance.hosts} == {"https://a.example"}


def test_what_a_page_view_set_off_stays_off_after_a_withdrawal_and_everything_else_does_not() -> None:
    assert tag("{script: plain.js, requires: marketing}").instance.resume is None
    assert tag("{script: plain.js, requires: marketing, on: [{click: a}, page_view]}").instance.resume is None
    assert tag("{script: plain.js, requires: marketing, on: {click: a}}").instance.resume == ()


def test_a_paused_tag_is_checked_and_left_out() -> None:
    assert program("tags: {t: {script: plain.js, requires: marketing, paused: later}}\n").tags == ()
    assert reported("tags: {t: {script: no.js, requires: marketing, paused: later}}\n") == [
        "file-not-found tagc.yaml:no.js"
    ]


def test_a_script_counts_as_reading_the_device_and_its_text_has_no_byte_order_mark() -> None:
    made = program(
        "variables: {v: {script: total.js, reads: {total: $event.total}}}\nevents: {lead: {params: {x: $v}}}\n"
    )
    value = made.variables[0].value
    assert isinstance(value, Script)
    assert value.text.startswith("export")
    assert phase(value) is Phase.RELEASE


# ---- what is reported -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{script: plain.js, load: 'https://a.example/', requires: marketing}", ["several-kinds tagc.yaml:load"]),
        ("{requires: marketing}", ["no-kind tagc.yaml:t"]),
        ("{script: plain.js}", ["missing-key tagc.yaml:t"]),
        ("{script: plain.js, requires: nothing}", ["unknown-category tagc.yaml:nothing"]),
        ("{script: plain.js, requires: necessary}", ["necessary-without-reason tagc.yaml:necessary"]),
        ("{script: plain.js, requires: marketing, because: x}", ["reason-without-need tagc.yaml:because"]),
        ("{script: plain.js, requires: marketing, hosts: a.example}", ["wrong-format tagc.yaml:a.example"]),
        ("{script: plain.js, requires: marketing, hosts: 'https://a.example/x'}", ["wrong-format tagc.yaml:'https://a.example/x'"]),
        ("{script: plain.js, requires: marketing, reads: {a: 1}}", ["script-unused-value tagc.yaml:a"]),
        ("{script: tags/chat.js, requires: marketing}", ["script-parameter tags/chat.js:where"]),
        ("{script: tags/chat.js, requires: marketing, reads: {wher: 1}}", ["script-parameter tags/chat.js:where"]),
        ("{script: any.js, requires: marketing, reads: {a: 1, b: 2}}", []),
        ("{script: gone.js, requires: marketing}", ["not-utf8 gone.js:"]),
        ("{script: ../x.js, requires: marketing}", ["file-not-found tagc.yaml:../x.js"]),
        ("{script: /x.js, requires: marketing}", ["bad-path tagc.yaml:/x.js"]),
        ("{load: 'https://a.example/', requires: marketing, on: {data_layer: x}, pushes: [x]}", ["tag-cycle tagc.yaml:t"]),
        ("{load: 'https://a.example/', requires: marketing, on: {data_layer: x}, pushes: [y]}", []),
        ("{load: 'https://a.example/', requires: marketing, on: {data_layer: {contains: x}}, pushes: [x]}", []),
        ("{load: 'https://a.example/${item.x}', requires: marketing}", ["reference-out-of-place tagc.yaml:'https://a.example/${item.x}'"]),
        ("{script: plain.js, requires: marketing, once_per: $cookie.a}", ["device-read-early tagc.yaml:$cookie.a"]),
        ("{script: plain.js, requires: marketing, after: [nobody]}", ["unknown-rule tagc.yaml:nobody"]),
        ("{script: plain.js, requires: marketing, after: [t]}", ["rule-cycle tagc.yaml:[t]"]),
        ("{script: plain.js, requires: marketing, on: clik}", ["unknown-trigger tagc.yaml:clik"]),
    ],
)  # fmt: skip
def test_a_mistake_in_a_tag_is_reported_at_its_place(entry: str, expected: list[str]) -> None:
    assert reported(f"tags:\n  t: {entry}\n") == expected


def test_user_data_may_not_stand_in_an_address() -> None:
    sections = (
        "user_data: {requires: marketing, email: $data.user.email}\n"
        "tags: {t: {image: 'https://p.example/?e=${data.user.email}', requires: marketing}}\n"
    )
    assert reported(sections) == [
        "user-data-as-parameter tagc.yaml:'https://p.example/?e=${data.user.email}'"
    ]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("once_per: $v", "once_per"),
        ("event_id: $v", "event_id"),
    ],
)
def test_a_script_cannot_give_what_is_needed_at_once(place: str, expected: str) -> None:
    sections = (
        "variables: {v: {script: any.js, reads: {a: $page.path}}}\n"
        f"events: {{lead: {{on: {{click: a}}, {place}}}}}\n"
    )
    assert reported(sections) == ["device-read-early tagc.yaml:$v"], expected


def test_a_file_is_complained_about_once_and_its_uses_each() -> None:
    files = {"bad.js": b"export default ({ a }) => a ?? 1;"}
    sections = "variables: {v: {script: bad.js, reads: {a: 1}}, w: {script: bad.js, reads: {a: 2}}}\nevents: {lead: {params: {v: $v, w: $w}}}\n"
    found = check("tagc.yaml", complete(sections).encode(), read=files.get)
    assert [one.code.slug for one in found.diagnostics] == ["script-too-new"]
    assert found.sources["bad.js"] == files["bad.js"].decode()
