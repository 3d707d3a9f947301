"""Bad input beside the exact text that people get for it: `diagnostics/<slug>.yaml` and `<slug>.txt`.

A second case of a slug is `<slug>.<what is special>.yaml`. The cases of 1xx are fragments: what cannot be read goes
no further. Those of other ranges are whole documents. `many-mistakes` has all it names in one run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tagc.compiler import check
from tagc.diagnostics import codes, formats

if TYPE_CHECKING:
    from tests.conftest import Golden

FOLDER = Path(__file__).parent / "diagnostics"
MIXED = FOLDER / "many-mistakes.yaml"
CASES = sorted(path for path in FOLDER.glob("*.yaml") if path != MIXED)
WITHOUT_CASE = {
    "unreadable-file": "the command line reports it, from a file that is not there",
    "file-too-large": "the file would have megabytes; unit tests of source have it",
    "too-many-values": "the file would have hundreds of thousands of lines; unit tests of source have it",
}

OF_TAGC = "79"  # what tagc wrote, and faults of its own: no input should lead there


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_bad_file_gets_exactly_this_text(path: Path, golden: Golden) -> None:
    found = check(path.name, path.read_bytes())
    assert {diagnostic.code.slug for diagnostic in found.diagnostics} == {path.stem.partition(".")[0]}
    golden(path.with_suffix(".txt"), formats.text(found.diagnostics, found.sources))


def test_many_mistakes_are_found_in_one_run_from_top_to_bottom(golden: Golden) -> None:
    found = check(MIXED.name, MIXED.read_bytes())
    assert list(found.diagnostics) == sorted(found.diagnostics)
    assert len({diagnostic.code for diagnostic in found.diagnostics}) >= 12
    golden(MIXED.with_suffix(".txt"), formats.text(found.diagnostics, found.sources))


def test_every_mistake_has_a_bad_file() -> None:
    shown = {path.stem.partition(".")[0] for path in CASES}
    mistakes = {code.slug for code in codes.CATALOGUE.values() if code.id[3] not in OF_TAGC}
    assert mistakes - shown == set(WITHOUT_CASE)


def test_no_expected_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} <= {path.stem for path in (*CASES, MIXED)}
