"""The process itself: start-up, closed streams, interruptions, faults of ours."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import tagc
from tagc import compiler
from tests.cli.conftest import BAD, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke

HEAVY = ("pydantic", "yaml", "jsonschema", "esprima", "tagc.compiler", "tagc.diagnostics", "tagc.model")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
COMMANDS = ("build", "check", "explain", "init", "schema", "show", "size")


def loaded(*arguments: str) -> set[str]:
    """The heavy modules that are there after a command."""
    script = (
        "import json, sys\n"
        "from tagc.cli import run\n"
        f"run({list(arguments)!r})\n"
        f"sys.stderr.write(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    return set(json.loads(result.stderr))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_does_not_wait_for_what_it_does_not_need(arguments: list[str]) -> None:
    assert loaded(*arguments) == set()


def test_explain_does_not_wait_for_the_compiler() -> None:
    assert loaded("explain", "TAG102") == {"tagc.diagnostics"}


def test_check_does_not_wait_for_the_parser_of_javascript(site: Path) -> None:
    assert "esprima" not in loaded("check")


def test_the_commands_that_work_are_listed(invoke: Invoke) -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    listed = result.stdout.partition("Commands:\n")[2].splitlines()
    assert tuple(line.split()[0] for line in listed if line.startswith("  ") and line.split()) == (
        *COMMANDS,
        "The",  # the line below the list
    )


def test_no_line_of_the_list_of_commands_is_cut_off(invoke: Invoke) -> None:
    assert "..." not in invoke("--help").stdout.partition("Commands:\n")[2]


def test_the_version_is_printed(invoke: Invoke) -> None:
    assert invoke("--version").stdout == f"tagc {tagc.__version__}\n"


def test_wrong_use_is_2_and_says_how_to_use_it(invoke: Invoke) -> None:
    result = invoke("bild")
    assert result.exit_code == 2
    assert "No such command 'bild'" in result.stderr
    assert invoke("check", "a", "b").exit_code == 2
    assert invoke("check", "--format", "xml").exit_code == 2
    assert invoke().exit_code == 2


# ---- faults ------------------------------------------------------------------------------------------------


def test_a_fault_of_ours_is_one_line_that_asks_for_a_report(
    site: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("two parts disagree")

    monkeypatch.setattr(compiler, "build", broken)
    result = invoke("build")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "error[TAG901] internal-fault" in result.stderr
    assert "AssertionError at cli/container.py:" in result.stderr
    assert "two parts disagree" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (site / "dist").exists()


def test_a_traceback_is_printed_for_those_who_ask(
    site: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "check", None)
    monkeypatch.setenv("TAGC_TRACEBACK", "1")
    result = invoke("check")
    assert result.exit_code == 2
    assert "Traceback" in result.stderr
    assert "TAG901" in result.stderr


def test_endless_recursion_is_a_fault_like_any_other(
    site: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:

    def endless(*arguments: object, **options: object) -> object:
        return endless(*arguments, **options)

    monkeypatch.setattr(compiler, "check", endless)
    result = invoke("check")
    assert result.exit_code == 2
    assert "RecursionError" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_interruption_is_quiet(site: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(compiler, "build", interrupted)
    result = invoke("build")
    assert result.exit_code == 2
    assert result.stderr.strip() == "tagc: interrupted"
    assert not (site / "dist").exists()


# ---- streams -----------------------------------------------------------------------------------------------


def piped(*arguments: str) -> tuple[int, str]:
    """Run a command whose stdout nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as broken:
        result = subprocess.run(
            [sys.executable, "-m", "tagc", *arguments],
            stdout=broken,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
    return result.returncode, result.stderr


@pytest.mark.parametrize(
    "arguments", [["--help"], ["explain"], ["schema"], ["show"], ["check", "--format", "json"]]
)
def test_a_reader_who_leaves_is_no_error(site: Path, arguments: list[str]) -> None:
    assert piped(*arguments) == (0, "")


def test_a_reader_who_leaves_does_not_change_the_verdict(site: Path) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert piped("check", "--format", "json") == (1, "")


def test_a_build_whose_stdout_is_closed_writes_its_files(site: Path) -> None:
    for closed in ("1>&-", "1>&- 2>&-"):
        command = f"exec {sys.executable} -m tagc build -o out {closed}"
        result = subprocess.run(
            ["/bin/sh", "-c", command], env=ENVIRONMENT, check=False, capture_output=True, text=True
        )
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        assert (site / "out" / "container.js").stat().st_size > 0


def test_a_full_disk_behind_stdout_is_told() -> None:
    if not os.path.exists("/dev/full"):  # noqa: PTH110 - a device
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        result = subprocess.run(
            [sys.executable, "-m", "tagc", "explain"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=ENVIRONMENT,
        )
    assert (result.returncode, result.stderr) == (
        2,
        "tagc: cannot print the result: no space left on device\n",
    )


def on_a_terminal(*arguments: str, env: dict[str, str]) -> str:
    """What a command prints where it believes that a person looks on."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "tagc", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**ENVIRONMENT, "TERM": "xterm", **env},
        )
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            said += part
        process.wait()
    finally:
        os.close(ours)
    return said.decode()


def test_a_terminal_gets_colour_unless_it_is_not_wanted(site: Path) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert "\x1b[1;31merror[" in on_a_terminal("check", env={"NO_COLOR": ""})
    assert "\x1b[1;" not in on_a_terminal("check", env={"NO_COLOR": "1"})


def test_the_process_works_with_the_garbage_collector_off() -> None:
    script = (
        "import gc, sys\n"
        "from tagc.cli import main\n"
        "sys.argv = ['tagc', '--version']\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print(gc.isenabled())\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    assert result.stdout.splitlines()[-1] == "False"
