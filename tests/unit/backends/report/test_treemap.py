"""The picture of a container's bytes: areas in proportion, names as text, nothing that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagc.backends.report.sizes import sizes
from tagc.backends.report.treemap import to_svg

if TYPE_CHECKING:
    from tagc.js.writer import Run

SVG = "{http://www.w3.org/2000/svg}"
RUNS: list[Run] = [
    (("runtime/gate.js",), "g" * 400),
    (("platform meta",), "m" * 300),
    (("platform ga4",), "a" * 200),
    (("rules", "rule lead"), "l" * 90),
    ((), "w" * 10),
]
HOSTILE = [
    "</title><script>alert(1)</script>",
    "\"'&<>]]>",
    "a\x00b\x1b[31m\ud800\ufffe",
    "\u202egnp.exe",
    "]]><!--",
    "x" * 3000,
    "日本語のルール",
]


def drawn(runs: list[Run], name: str = "shop") -> ET.Element:
    return ET.fromstring(to_svg(sizes(runs), name))  # noqa: S314 - our own text


def cells(root: ET.Element) -> dict[str, dict[str, float]]:
    """The rectangles with a title: by what the title says before the figures."""
    return {
        title.rpartition(" bytes")[0].rpartition(": ")[0]: {
            key: float(rect.attrib[key]) for key in ("x", "y", "width", "height")
        }
        for rect in root.iter(f"{SVG}rect")
        if (title := rect.findtext(f"{SVG}title")) is not None
    }


def test_each_group_and_each_part_has_a_rectangle_with_its_figures() -> None:
    titles = [title.text for title in drawn(RUNS).iter(f"{SVG}title")]
    assert titles[0] == "shop: container.js, 1,000 bytes, " + f"{sizes(RUNS).gzip} with gzip"
    assert any(str(title).startswith("Platforms: 500 bytes (50.0%), ") for title in titles)
    assert any(str(title).startswith("Platforms: meta: 300 bytes (30.0%), ") for title in titles)
    assert any(str(title).startswith("Page: wrapper: 10 bytes (1.0%), ") for title in titles)


def test_areas_are_in_proportion_to_the_bytes() -> None:
    found = cells(drawn(RUNS))
    area = {name: box["width"] * box["height"] for name, box in found.items()}
    assert area["Platforms: meta"] / area["Platforms: ga4"] == pytest.approx(1.5, rel=0.03)
    assert area["Platforms"] / area["Runtime"] == pytest.approx(500 / 400, rel=0.03)


def test_no_part_lies_outside_its_group_or_on_another_part() -> None:
    found = cells(drawn([((f"runtime/{n}.js",), "x" * (n * n + 1)) for n in range(30)]))
    group = found.pop("Runtime")
    boxes = list(found.values())
    for one in boxes:
        assert one["x"] >= group["x"]
        assert one["y"] >= group["y"]
        assert one["x"] + one["width"] <= group["x"] + group["width"] + 0.2
        assert one["y"] + one["height"] <= group["y"] + group["height"] + 0.2
    for at, one in enumerate(boxes):
        for two in boxes[:at]:
            apart = (
                one["x"] + one["width"] <= two["x"] + 0.2
                or two["x"] + two["width"] <= one["x"] + 0.2
                or one["y"] + one["height"] <= two["y"] + 0.2
                or two["y"] + two["height"] <= one["y"] + 0.2
            )
            assert apart


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(name: str) -> None:
    root = drawn([*RUNS, (("rules", f"rule {name}"), "x" * 500)], name)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "style", "rect", "text", "g")
    }
    assert all(text.isprintable() for element in root.iter(f"{SVG}text") if (text := element.text))
    assert all(text.isprintable() for element in root.iter(f"{SVG}title") if (text := element.text))


def test_it_has_nothing_that_runs_or_loads() -> None:
    text = to_svg(sizes(RUNS), "shop")
    attributes = {key for element in ET.fromstring(text).iter() for key in element.attrib}  # noqa: S314
    assert attributes <= {*("class", "x", "y", "width", "height", "viewBox", "role")}
    assert "script" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_text_that_does_not_fit_is_cut() -> None:
    root = drawn([(("rules", "rule " + "long" * 200), "x" * 10), (("page",), "y" * 990)])
    shown = [str(element.text) for element in root.iter(f"{SVG}text")]
    assert not any("long" * 60 in text for text in shown)


def test_it_follows_the_readers_light_or_dark() -> None:
    assert "prefers-color-scheme: dark" in to_svg(sizes(RUNS), "shop")


def test_the_same_container_gives_the_same_bytes() -> None:
    assert to_svg(sizes(RUNS), "shop") == to_svg(sizes(list(RUNS)), "shop")


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60))
def test_any_sizes_can_be_drawn(values: list[int]) -> None:
    root = drawn([((f"runtime/{n}.js",), "x" * value) for n, value in enumerate(values)])
    assert len(cells(root)) == len(values) + 1
    for rect in root.iter(f"{SVG}rect"):
        assert all(float(rect.get(key, "0")) >= 0 for key in ("x", "y", "width", "height"))
