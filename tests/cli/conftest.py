"""A folder with a file in it, and two ways to run the command line: inside this process, and as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import click
import pytest
from click.testing import CliRunner

from tagc import cli

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[2]

GOOD = """\
tagc: 1
container: my-shop
consent:
  categories: [marketing]
platforms:
  meta: {pixel_id: 1234567890123456, requires: marketing}
events:
  page_view: {}
"""
BAD = GOOD.replace("requires: marketing", "requires: marketng")
WARNED = GOOD.replace("[marketing]", "[marketing, analytics]")


class Invoke(Protocol):
    """Runs the command line in this process."""

    def __call__(self, *arguments: str, typed: str | None = None) -> Result: ...


class Process(Protocol):
    """Runs the command line as a process of its own."""

    def __call__(
        self, *arguments: str, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a clean tagc.yaml in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tagc.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with nothing in it."""
    folder = tmp_path / "My Shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def invoke() -> Invoke:
    """`run`, with what it prints captured, and its exit code."""
    runner = CliRunner()

    class Whole(click.Command):
        """Stands for the process: `run` catches everything itself, so click may not."""

        def main(self, *_: object, **__: object) -> NoReturn:
            sys.exit(cli.run(self.arguments))

        arguments: tuple[str, ...] = ()

    def run(*arguments: str, typed: str | None = None) -> Result:
        command = Whole("tagc")
        command.arguments = arguments
        return runner.invoke(command, [], input=typed)

    return run


@pytest.fixture
def process() -> Process:
    """`python -m tagc` in the current folder."""

    def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tagc", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        )

    return run
