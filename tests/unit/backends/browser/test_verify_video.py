"""A listener that brings another company's script does so inside its own gate: verify refuses a container where it is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tagc import compiler, passes
from tagc.backends.browser.emit import Container, container, printed
from tagc.backends.browser.verify import verify
from tagc.diagnostics import Sink
from tagc.js.parse import parse
from tests.documents import document, program, with_rule

FILM = {"event": "view_content", "on": {"video": "youtube", "requires": "analytics"}}
SITE = passes.run(program(with_rule(FILM, "meta")))


def made() -> Container:
    return container(SITE, compiler.runtime(), readable=True)


def plain() -> str:
    """The text without comments."""
    lines = made().text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.lstrip().startswith("//"))


def reason(text: str) -> str | None:
    """What verify has against a text."""
    sink = Sink()
    changed = replace(made(), text=printed(parse(text), readable=True))
    if verify(changed, SITE, sink, name="container.js"):
        return None
    return sink.diagnostics[0].message.partition(": ")[2]


def test_an_untouched_container_is_accepted() -> None:
    assert "videoListen" in plain()
    assert reason(plain()) is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('level("analytics"),', 'level("marketing"),', "the gate of trigger.video asks for something else"),
        ("pageViewListen(pageView)", "videoListen(pageView)", "videoListen is named outside its gate"),
        (
            "pageViewListen(pageView)",
            'script("https://www.youtube.com/iframe_api")',
            "script is named outside a platform's part",
        ),
        ("metaLoad()", "videoApi(on_video)", "videoApi is named outside its gate"),
    ],
)
def test_it_is_refused_when_the_script_could_come_without_its_consent(old: str, new: str, why: str) -> None:
    text = plain()
    at = text.rindex(old)
    assert reason(text[:at] + new + text[at + len(old) :]) == why


def test_a_site_without_such_a_listener_has_no_such_gate() -> None:
    site = passes.run(program(document("meta")))
    assert site.guards == {}
    assert "video" not in container(site, compiler.runtime(), readable=False).text
