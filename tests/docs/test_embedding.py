"""The files of examples/embedding that no browser opens: PHP, Liquid and JSX hold the very lines that the README gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import esprima
import pytest

from tagc.js.parse import parse
from tests.docs.markdown import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "examples" / "embedding"
STUB = re.compile(r"<script>(window\.tagc=.*?)</script>")
LINE = '<script src="/container.js" defer></script>'


def stub_of(path: Path) -> str:
    found = STUB.search(path.read_text("utf-8"))
    assert found is not None
    return found[1]


README = ROOT / "README.md"
THE_STUB = stub_of(README)


def read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    ["README.md", "html/index.html", "shopify/tagc.liquid"],
)
def test_the_line_for_early_calls_is_that_of_the_readme(name: str) -> None:
    assert stub_of(FOLDER / name) == THE_STUB


@pytest.mark.parametrize("name", ["html/tagc-stub.js", "nextjs/tagc-stub.js"])
def test_the_file_for_early_calls_is_the_line_of_the_readme(name: str) -> None:
    assert read(name) == f"{THE_STUB}\n"


@pytest.mark.parametrize("name", ["README.md", "html/index.html", "google-tag-manager/index.html"])
def test_the_line_of_the_container_is_that_of_the_readme(name: str) -> None:
    assert LINE in README.read_text("utf-8")
    assert LINE in read(name)


@pytest.mark.parametrize("name", ["html/index.html", "html/strict.html", "shopify/tagc.liquid"])
def test_early_calls_come_before_the_container(name: str) -> None:
    text = read(name)
    early = text.index("tagc-stub.js") if "tagc-stub.js" in text else text.index(THE_STUB)
    assert early < text.index("container.js")


def test_wordpress_prints_the_line_before_a_deferred_container() -> None:
    text = read("wordpress/tagc.php")
    assert f"wp_add_inline_script( 'tagc', '{THE_STUB}', 'before' );" in text
    assert "array( 'strategy' => 'defer' )" in text
    assert "'tagc' => 'container.js', 'tagc-consent' => 'consent.js'" in text
    assert (FOLDER / "wordpress" / "consent.js").exists()


def test_wordpress_calls_nothing_but_what_it_documents() -> None:
    """Each with its page at https://developer.wordpress.org/reference/functions/ or in PHP's own manual."""
    code = re.sub(r"/\*.*?\*/|'[^']*'", "", read("wordpress/tagc.php"), flags=re.DOTALL)
    called = set(re.findall(r"\b([a-z_]+)\s*\(", code)) - {"function", "foreach", "array"}
    wordpress = {"add_action", "plugins_url", "wp_add_inline_script", "wp_enqueue_script"}
    assert called == {*wordpress, "defined", "hash_file", "substr"}


def test_the_php_is_balanced_and_opens_once() -> None:
    text = read("wordpress/tagc.php")
    assert text.startswith("<?php\n")
    assert "?>" not in text
    code = re.sub(r"/\*.*?\*/|'[^']*'", "", text, flags=re.DOTALL)
    for opening, closing in ("()", "{}", "[]"):
        assert code.count(opening) == code.count(closing)


def test_shopify_takes_both_files_from_the_theme_and_defers_them() -> None:
    _, container, consent = read("shopify/tagc.liquid").splitlines()
    assert container == "<script src=\"{{ 'container.js' | asset_url }}\" defer></script>"
    assert consent == "<script src=\"{{ 'tagc-consent.js' | asset_url }}\" defer></script>"
    assert (FOLDER / "shopify" / "tagc-consent.js").exists()


def test_the_next_layout_loads_the_early_line_first_and_the_container_after() -> None:
    tree = esprima.parseModule(read("nextjs/layout.jsx"), {"jsx": True}).toDict()
    found: list[dict[str, str]] = []

    def visit(node: object) -> None:
        if isinstance(node, list):
            for each in node:
                visit(each)
        elif isinstance(node, dict):
            if node.get("type") == "JSXOpeningElement" and node["name"]["name"] == "Script":
                found.append({each["name"]["name"]: each["value"]["value"] for each in node["attributes"]})
            for each in node.values():
                visit(each)

    visit(tree)
    assert found == [
        {"src": "/tagc-stub.js", "strategy": "beforeInteractive"},
        {"src": "/container.js", "strategy": "afterInteractive"},
    ]


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.js")), ids=lambda path: path.relative_to(FOLDER).as_posix()
)
def test_the_scripts_are_javascript_that_any_browser_reads(path: Path) -> None:
    parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.parent.name)
def test_the_pages_name_no_file_that_is_not_there(path: Path) -> None:
    for name in re.findall(r'src="/([\w.-]+)"', path.read_text("utf-8")):
        assert name == "container.js" or (path.parent / name).exists()
