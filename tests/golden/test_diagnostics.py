"""Bad input beside the exact text that people get for it: `diagnostics/<slug>.yaml` and `<slug>.txt`.

A second case of a slug is `<slug>.<what is special>.yaml`. `complain` is the only thing here that knows which phases run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tagc.diagnostics import Sink, codes, formats
from tagc.source import decode, load

if TYPE_CHECKING:
    from tests.conftest import Golden

FOLDER = Path(__file__).parent / "diagnostics"
CASES = sorted(FOLDER.glob("*.yaml"))
# What a small file cannot show: the unit tests of the phases do.
WITHOUT_CASE = {"unreadable-file", "file-too-large", "too-many-values"}


def complain(name: str, data: bytes) -> tuple[str, set[str]]:
    """Return the text output for a file and the slugs in it."""
    sink = Sink()
    source = decode(name, data, sink)
    if source is not None:
        load(source, sink)
    sources = {} if source is None else {name: source.text}
    return formats.text(sink.diagnostics, sources), {diagnostic.code.slug for diagnostic in sink.diagnostics}


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_bad_file_gets_exactly_this_text(path: Path, golden: Golden) -> None:
    text, slugs = complain(path.name, path.read_bytes())
    assert slugs == {path.stem.partition(".")[0]}
    golden(path.with_suffix(".txt"), text)


def test_every_mistake_in_the_source_range_has_a_bad_file() -> None:
    shown = {path.stem.partition(".")[0] for path in CASES}
    slugs = {code.slug for code in codes.CATALOGUE.values() if code.id.startswith("TAG1")}
    assert slugs - shown == WITHOUT_CASE


def test_no_expected_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} <= {path.stem for path in CASES}
