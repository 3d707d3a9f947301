"""All files or none: what is on the disk after something went wrong in the middle."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tagc.cli.files import State, write_all
from tagc.cli.streams import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Invoke

OLD = {"a.js": b"old a", "b.json": b"old b", "c.yaml": b"old c"}
NEW = {"a.js": b"new a", "b.json": b"new b", "c.yaml": b"new c", "forward/d.blobl": b"new d"}


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def failing(number: int, error: BaseException, name: str) -> Callable[[Path, Path], Path]:
    """`Path.NAME`, failing at the given call."""
    original = getattr(Path, name)
    calls = iter(range(1000))

    def call(path: Path, *arguments: object) -> Path:
        if next(calls) == number:
            raise error
        made: Path = original(path, *arguments)
        return made

    return call


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    write_all(folder, OLD)
    return folder


def test_everything_is_written_and_nothing_else_is_left(out: Path) -> None:
    states = write_all(out, NEW)
    assert written(out) == NEW
    assert states == {
        "a.js": State.STALE,
        "b.json": State.STALE,
        "c.yaml": State.STALE,
        "forward/d.blobl": State.MISSING,
    }


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize(
    "error",
    [OSError(errno.EIO, "Input/output error"), PermissionError(errno.EACCES, "denied")],
    ids=["input/output", "permission"],
)
def test_a_rename_that_fails_brings_the_old_files_back(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: OSError
) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    monkeypatch.setattr(Path, "replace", failing(number, error, "replace"))
    with pytest.raises(Failure, match=r"cannot write .*; nothing was changed"):
        write_all(out, NEW)
    assert written(out) == OLD
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


@pytest.mark.parametrize("number", range(4))
def test_an_interruption_brings_the_old_files_back_too(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(Path, "replace", failing(number, KeyboardInterrupt(), "replace"))
    with pytest.raises(KeyboardInterrupt):
        write_all(out, NEW)
    assert written(out) == OLD


@pytest.mark.parametrize("number", range(4))
def test_a_full_disk_leaves_the_old_files(out: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    calls = iter(range(1000))
    original = os.fsync

    def full(handle: int) -> None:
        if next(calls) == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        original(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Failure, match="the disk is full; nothing was changed"):
        write_all(out, NEW)
    assert written(out) == OLD


def test_a_first_build_that_fails_leaves_not_even_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", failing(3, OSError(errno.EIO, "x"), "replace"))
    with pytest.raises(Failure):
        write_all(tmp_path / "public" / "dist", NEW)
    assert list(tmp_path.iterdir()) == []


def test_without_hard_links_it_is_still_all_or_none(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(os, "link", no_links)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing(2, OSError(errno.EIO, "x"), "replace"))
        with pytest.raises(Failure):
            write_all(out, NEW)
    assert written(out) == OLD
    write_all(out, NEW)
    assert written(out) == NEW


def test_a_read_only_folder_is_told_in_words(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(Failure, match=r"cannot write .*a\.js: permission denied; nothing was changed"):
        write_all(out, NEW)
    assert written(out) == OLD


def test_files_keep_their_mode_and_new_ones_follow_the_umask(out: Path) -> None:
    (out / "a.js").chmod(0o640)
    mask = os.umask(0o022)
    try:
        write_all(out, NEW)
    finally:
        os.umask(mask)
    assert (out / "a.js").stat().st_mode & 0o777 == 0o640
    assert (out / "forward" / "d.blobl").stat().st_mode & 0o777 == 0o644


def test_a_link_stays_a_link(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.js"
    target.write_bytes(b"old")
    (out / "a.js").unlink()
    (out / "a.js").symlink_to(target)
    write_all(out, NEW)
    assert (out / "a.js").is_symlink()
    assert target.read_bytes() == b"new a"


# ---- through the command -----------------------------------------------------------------------------------


def one_line(text: str) -> str:
    assert text.startswith("tagc: ")
    assert text.count("\n") == 1
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("command", ["check", "build", "show"])
def test_a_missing_file_is_one_line_that_says_what_to_do(site: Path, invoke: Invoke, command: str) -> None:
    (site / "tagc.yaml").unlink()
    result = invoke(command)
    assert result.exit_code == 2
    assert one_line(result.stderr) == (
        "tagc: cannot read tagc.yaml: there is no such file; `tagc init` writes a first one\n"
    )


@pytest.mark.parametrize("command", ["check", "build", "show"])
def test_a_folder_is_not_a_file(site: Path, invoke: Invoke, command: str) -> None:
    (site / "folder").mkdir()
    result = invoke(command, "folder")
    assert result.exit_code == 2
    assert (
        one_line(result.stderr)
        == "tagc: cannot read folder: it is a folder, not a file; name the file in it\n"
    )


def test_a_path_through_a_file_is_told(site: Path, invoke: Invoke) -> None:
    result = invoke("check", "tagc.yaml/tagc.yaml")
    assert result.exit_code == 2
    assert "a part of the path is a file" in one_line(result.stderr)


def test_a_path_that_no_path_can_be_is_told(site: Path, invoke: Invoke) -> None:
    result = invoke("check", "a\0b")
    assert result.exit_code == 2
    assert "no path can hold" in one_line(result.stderr)


def test_an_output_path_that_is_a_file_is_told_and_left(site: Path, invoke: Invoke) -> None:
    (site / "dist").write_text("mine", encoding="utf-8")
    result = invoke("build")
    assert result.exit_code == 2
    assert "a part of the path is a file, not a folder" in one_line(result.stderr)
    assert (site / "dist").read_text("utf-8") == "mine"


def test_a_folder_where_a_file_goes_is_told_and_nothing_is_half_written(site: Path, invoke: Invoke) -> None:
    (site / "dist" / "container.js").mkdir(parents=True)
    result = invoke("build")
    assert result.exit_code == 2
    assert "there is a folder of that name" in one_line(result.stderr)
    assert [path.name for path in (site / "dist").iterdir()] == ["container.js"]


def test_a_failed_rename_is_one_line_and_exit_code_2(
    site: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", failing(0, OSError(errno.EROFS, "x"), "replace"))
    result = invoke("build")
    assert result.exit_code == 2
    assert "the file system is read-only; nothing was changed" in one_line(result.stderr)
    assert not (site / "dist").exists()
