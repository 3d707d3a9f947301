from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import Golden

if TYPE_CHECKING:
    from pathlib import Path


def test_equal_text_passes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\ntwo\n")
    Golden(update=False)(tmp_path / "a.txt", "one\ntwo\n")


def test_other_text_fails_with_a_diff_and_the_switch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\ntwo\n")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-two\n\+three\n.*--update-golden"):
        Golden(update=False)(tmp_path / "a.txt", "one\nthree\n")


def test_a_missing_file_fails_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="does not exist"):
        Golden(update=False)(tmp_path / "a.txt", "")


def test_a_difference_in_line_ends_alone_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\n")
    with pytest.raises(pytest.fail.Exception):
        Golden(update=False)(tmp_path / "a.txt", "one\n")


def test_the_switch_writes_the_file_and_its_folders(tmp_path: Path) -> None:
    Golden(update=True)(tmp_path / "new" / "a.txt", "één\n")
    assert (tmp_path / "new" / "a.txt").read_bytes() == "één\n".encode()
