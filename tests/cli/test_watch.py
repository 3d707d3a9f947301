"""`tagc build --watch`: a process that builds again and again while its files are edited as editors edit them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

import pytest

from tagc import compiler
from tests.cli.conftest import BAD, GOOD, ROOT, WARNED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Invoke

OTHER = GOOD.replace("1234567890123456", "6543210987654321")
PATIENCE = 30  # seconds; a build takes one on a slow machine
QUIET = 1.2  # seconds in which four looks are taken


class Watch:
    """A running `tagc build --watch`, and what it prints."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tagc", "build", "--watch", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.out: queue.Queue[str] = queue.Queue()
        self.err: queue.Queue[str] = queue.Queue()
        self.readers = [
            threading.Thread(target=_read, args=pair)
            for pair in ((self.process.stdout, self.out), (self.process.stderr, self.err))
        ]
        for each in self.readers:
            each.start()

    def line(self) -> str:
        """The next line of stdout."""
        return self.out.get(timeout=PATIENCE).rstrip("\n")

    def told(self) -> str:
        """The next line of stderr that is not empty."""
        while not (line := self.err.get(timeout=PATIENCE).rstrip("\n")):
            pass
        return line

    def is_quiet(self) -> bool:
        """It prints nothing for a while."""
        time.sleep(QUIET)
        return self.out.empty() and self.err.empty()

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for each in self.readers:
            each.join()


def _read(stream: IO[str], lines: queue.Queue[str]) -> None:
    with stream:
        for line in stream:
            lines.put(line)


@pytest.fixture
def watch(site: Path) -> Iterator[Callable[..., Watch]]:
    running: list[Watch] = []

    def start(*arguments: str) -> Watch:
        running.append(Watch(*arguments))
        return running[-1]

    yield start
    for each in running:
        each.end()


def written(site: Path) -> bytes:
    return (site / "dist" / "container.js").read_bytes()


def made(text: str) -> bytes:
    return compiler.build("tagc.yaml", text.encode()).files["container.js"]


def test_it_builds_at_once_and_after_each_change_with_one_line_each(
    site: Path, watch: Callable[..., Watch]
) -> None:
    running = watch()
    first = running.line()
    assert first.startswith(f"built dist/container.js: {len(made(GOOD)):,} bytes, ")
    assert running.told() == "tagc: watching tagc.yaml, Ctrl-C to stop"
    (site / "tagc.yaml").write_text(OTHER, encoding="utf-8")
    assert running.line().startswith("built dist/container.js: ")
    assert written(site) == made(OTHER) != made(GOOD)
    assert running.is_quiet()


def test_ctrl_c_ends_it_cleanly(site: Path, watch: Callable[..., Watch]) -> None:
    running = watch()
    running.line()
    assert running.told().startswith("tagc: watching")
    assert running.stop() == 0
    assert "Traceback" not in "".join(running.err.queue)
    assert sorted(path.name for path in (site / "dist").iterdir()) == ["container.js", "manifest.json"]


def test_errors_are_told_and_the_last_good_output_stays(site: Path, watch: Callable[..., Watch]) -> None:
    running = watch()
    running.line()
    running.told()
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert running.line().startswith("failed: 1 error; dist/container.js is left as it was (")
    assert "error[TAG401]" in running.told()
    assert written(site) == made(GOOD)
    (site / "tagc.yaml").write_text(GOOD, encoding="utf-8")
    assert ", unchanged (" in running.line()


def test_a_file_that_has_errors_at_the_start_is_watched_too(site: Path, watch: Callable[..., Watch]) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    running = watch()
    assert running.line().startswith("failed: 1 error")
    (site / "tagc.yaml").write_text(GOOD, encoding="utf-8")
    assert running.line().startswith("built ")
    assert written(site) == made(GOOD)


def test_an_editor_may_put_a_new_file_in_the_place_of_the_old_one(
    site: Path, watch: Callable[..., Watch]
) -> None:
    running = watch()
    running.line()
    for text in (OTHER, GOOD):
        (site / ".tagc.yaml.swp").write_text(text, encoding="utf-8")
        (site / ".tagc.yaml.swp").replace(site / "tagc.yaml")
        running.line()
        assert written(site) == made(text)


def test_a_file_that_goes_away_is_told_once_and_built_when_it_is_back(
    site: Path, watch: Callable[..., Watch]
) -> None:
    running = watch()
    running.line()
    running.told()
    (site / "tagc.yaml").unlink()
    assert running.told().startswith("tagc: cannot read tagc.yaml: there is no such file")
    assert running.is_quiet()
    assert written(site) == made(GOOD)
    (site / "tagc.yaml").write_text(OTHER, encoding="utf-8")
    running.line()
    assert written(site) == made(OTHER)


def test_an_editor_that_removes_the_file_and_writes_it_again_sees_one_build(
    site: Path, watch: Callable[..., Watch]
) -> None:
    running = watch()
    running.line()
    running.told()
    (site / "tagc.yaml").unlink()
    time.sleep(0.1)
    (site / "tagc.yaml").write_text(OTHER, encoding="utf-8")
    assert running.line().startswith("built ")
    assert running.is_quiet()


def test_a_file_that_the_document_names_is_watched_too(site: Path, watch: Callable[..., Watch]) -> None:
    (site / "tagc.yaml").write_text(f"extends: [base.yaml]\n{GOOD}", encoding="utf-8")
    running = watch()
    assert running.line().startswith("failed: ")
    (site / "base.yaml").write_text("x-empty: 1\n", encoding="utf-8")
    assert running.line().startswith("built ")
    before = written(site)
    (site / "base.yaml").write_text("events: {lead: {on: {click: a}}}\n", encoding="utf-8")
    assert running.line().startswith("built ")
    assert written(site) != before


def test_touching_the_file_builds_nothing(site: Path, watch: Callable[..., Watch]) -> None:
    running = watch()
    running.line()
    running.told()
    (site / "tagc.yaml").touch()
    assert running.is_quiet()


def test_a_change_that_keeps_length_and_time_is_seen(site: Path, watch: Callable[..., Watch]) -> None:
    running = watch()
    running.line()
    before = (site / "tagc.yaml").stat()
    (site / "tagc.yaml").write_text(OTHER, encoding="utf-8")
    os.utime(site / "tagc.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    running.line()
    assert written(site) == made(OTHER)


def test_what_the_disk_refuses_is_one_line_and_the_watch_goes_on(
    site: Path, watch: Callable[..., Watch]
) -> None:
    running = watch()
    running.line()
    running.told()
    (site / "dist" / "container.js").unlink()
    (site / "dist" / "container.js").mkdir()
    (site / "tagc.yaml").write_text(OTHER, encoding="utf-8")
    assert running.told() == "tagc: cannot write dist/container.js: there is a folder of that name"
    (site / "dist" / "container.js").rmdir()
    (site / "tagc.yaml").write_text(WARNED, encoding="utf-8")
    assert running.line().startswith("built ")
    assert written(site) == made(WARNED)


def test_as_json_each_build_is_one_line(site: Path, watch: Callable[..., Watch]) -> None:
    running = watch("--format", "json")
    assert [file["file"] for file in json.loads(running.line())["files"]] == ["container.js", "manifest.json"]
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert [found["code"] for found in json.loads(running.line())["diagnostics"]] == ["TAG401"]


def test_a_file_that_is_not_there_at_the_start_is_wrong_use(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").unlink()
    result = invoke("build", "--watch")
    assert result.exit_code == 2
    assert "cannot read tagc.yaml" in result.stderr


def test_watching_and_checking_at_once_is_wrong_use(site: Path, invoke: Invoke) -> None:
    result = invoke("build", "--watch", "--check")
    assert result.exit_code == 2
    assert "--check looks once and --watch goes on" in result.stderr
