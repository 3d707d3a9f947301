"""Whatever stands in a tag's address, and whatever the page puts into it: the request goes to the host that is written out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents import build, container, document, errors
from tests.embedded.host import Host
from tests.property.test_hostile_strings import HOSTILE

Data = Any
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(HOSTILE)
GRANTED = ("consent", {"marketing": True})


def asked(source: str, *entries: Data) -> list[str]:
    """The addresses that the container asks for."""
    page = Host().load(source).tagc(*GRANTED)
    for entry in entries:
        page.push({"event": "go", **entry})
    assert page.errors == []
    return [call[1] for call in page.calls if call[0] in {"load", "image"}]


def of(address: str, kind: str = "load") -> Data:
    tags = {"t": {kind: address, "requires": "marketing", "on": {"data_layer": "go"}}}
    return {**document(), "platforms": {}, "events": {}, "tags": tags}


@settings(max_examples=60)
@given(texts, st.sampled_from(("load", "image")))
@example("@evil.example/", "load")
@example(".evil.example", "load")
@example("/../../x", "image")
@example("\\evil.example", "load")
@example("$", "load")
def test_any_end_of_an_address_is_refused_or_keeps_its_host(text: str, kind: str) -> None:
    for address in (f"https://cdn.example.com{text}", f"https://cdn.example.com/{text}", text):
        made = build(of(address, kind))
        found = errors(made.diagnostics)
        assert not any(item.startswith(("internal", "unproven", "unreadable")) for item in found), found
        if not found:
            for url in asked(made.files["container.js"].decode("ascii"), {}):
                assert (urlsplit(url).scheme, urlsplit(url).hostname) == ("https", urlsplit(address).hostname)


SOURCE = container(of("https://cdn.example.com/${event.a}/${event.b}x.js?a=${event.a}&b=${event.b}"))


@settings(max_examples=200)
@given(st.fixed_dictionaries({"a": texts | st.integers() | st.booleans() | st.none(), "b": texts}))
@example({"a": "..", "b": ".."})
@example({"a": ".", "b": "%2e%2e/"})
@example({"a": "//evil.example", "b": "@evil.example"})
def test_any_value_of_the_page_stays_inside_its_part(entry: Data) -> None:
    (url,) = asked(SOURCE, entry)
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "cdn.example.com", "")
    folders = parts.path.split("/")
    assert len(folders) == 3
    assert not {".", ".."}.intersection(folder.lower().replace("%2e", ".") for folder in folders)
    assert [pair.partition("=")[0] for pair in parts.query.split("&")] == ["a", "b"]
