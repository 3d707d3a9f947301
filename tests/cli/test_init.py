"""`tagc init`: the first file builds, nothing is overwritten, and nothing that is typed becomes structure."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tagc import compiler
from tests.cli.conftest import GOOD, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Invoke

META = "meta=1234567890123456"
GA4 = "ga4=G-ABCDE12345"


def test_the_first_file_builds_without_warnings(empty: Path, invoke: Invoke) -> None:
    result = invoke("init", "--platform", META, "--platform", GA4, "--yes")
    assert result.exit_code == 0
    made = compiler.build("tagc.yaml", (empty / "tagc.yaml").read_bytes())
    assert made.ok
    assert made.diagnostics == ()
    assert "container: my-shop\n" in (empty / "tagc.yaml").read_text("utf-8")


def test_it_ends_with_the_next_two_commands(empty: Path, invoke: Invoke) -> None:
    result = invoke("init", "--platform", META)
    assert result.stdout.endswith("\nNext:\n  tagc check\n  tagc build\n")
    assert invoke("check").exit_code == 0
    assert invoke("build").exit_code == 0


def test_the_schema_for_the_editor_stands_beside_the_file(empty: Path, invoke: Invoke) -> None:
    invoke("init", "--platform", META)
    first = (empty / "tagc.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=tagc.schema.json"
    schema = (empty / "tagc.schema.json").read_bytes()
    assert schema == (ROOT / "schemas" / "container.schema.json").read_bytes()


def test_a_file_that_is_there_is_not_replaced_without_force(site: Path, invoke: Invoke) -> None:
    result = invoke("init", "--platform", META)
    assert result.exit_code == 2
    assert result.stderr == "tagc: tagc.yaml is there already; --force replaces it\n"
    assert (site / "tagc.yaml").read_text("utf-8") == GOOD
    assert invoke("init", "--platform", META, "--force").exit_code == 0
    assert (site / "tagc.yaml").read_text("utf-8") != GOOD


def test_another_schema_file_is_not_replaced_without_force(empty: Path, invoke: Invoke) -> None:
    (empty / "tagc.schema.json").write_text("{}", encoding="utf-8")
    result = invoke("init", "--platform", META)
    assert result.exit_code == 2
    assert "tagc.schema.json is there already and differs" in result.stderr
    assert [path.name for path in empty.iterdir()] == ["tagc.schema.json"]


def test_several_instances_of_one_platform_get_names_of_their_own(empty: Path, invoke: Invoke) -> None:
    assert invoke("init", "--platform", META, "--platform", "meta=99999999").exit_code == 0
    text = (empty / "tagc.yaml").read_text("utf-8")
    assert "  meta_2:\n    platform: meta\n    pixel_id: '99999999'\n" in text


@pytest.mark.parametrize("source", ["function", "cookie", "data_layer"])
def test_each_source_of_consent_gives_a_clean_file(empty: Path, invoke: Invoke, source: str) -> None:
    result = invoke("init", "--platform", META, "--platform", GA4, "--consent-source", source)
    assert result.exit_code == 0
    assert (source in (empty / "tagc.yaml").read_text("utf-8")) == (source != "function")
    assert compiler.check("tagc.yaml", (empty / "tagc.yaml").read_bytes()).diagnostics == ()


def test_categories_are_used_by_their_usual_names_and_the_rest_is_left_out(
    empty: Path, invoke: Invoke
) -> None:
    result = invoke(
        "init", "--platform", META, "--platform", GA4, "--categories", "statistics, functional,ads"
    )
    assert result.exit_code == 0
    assert result.stderr == "tagc: left out functional: no platform here needs it yet\n"
    text = (empty / "tagc.yaml").read_text("utf-8")
    assert "  categories: [ads, statistics]\n" in text
    assert compiler.check("tagc.yaml", text.encode()).diagnostics == ()


def test_machines_get_the_files_and_the_next_commands_as_json(empty: Path, invoke: Invoke) -> None:
    assert json.loads(invoke("init", "my.yaml", "--platform", META, "--format", "json").stdout) == {
        "files": ["my.yaml", "tagc.schema.json"],
        "next": ["tagc check my.yaml", "tagc build my.yaml"],
    }


@pytest.mark.parametrize(
    ("word", "name"), [("facebook", "meta"), ("bing", "microsoft"), ("twiter", "x"), ("tictok", "tiktok")]
)
def test_a_platform_may_be_known_by_another_name(empty: Path, invoke: Invoke, word: str, name: str) -> None:
    result = invoke("init", "--platform", f"{word}=1234567890123456")
    assert result.exit_code == 2
    assert result.stderr == f'tagc: there is no platform "{word}"; did you mean "{name}"?\n'
    assert list(empty.iterdir()) == []


HOSTILE = [
    ["--platform", "meta=1\n  evil: {}"],
    ["--platform", "meta=1234567890123456\n"],
    ["--platform", "meta='1'"],
    ["--platform", "meta=G-ABCDE12345"],
    ["--platform", "meta="],
    ["--platform", "meta"],
    ["--platform", "=1"],
    ["--platform", "mta=1234567890123456"],
    ["--platform", "meta=\x1b[2J"],
    ["--platform", "meta=$secret.X"],
    ["--platform", META, "--name", "a\nplatforms: {}"],
    ["--platform", META, "--name", "my-shop\n"],
    ["--platform", META, "--name", "it's"],
    ["--platform", META, "--name", ""],
    ["--platform", META, "--name", "../x"],
    ["--platform", META, "--categories", "a]\nevil: ["],
    ["--platform", META, "--categories", "necessary"],
    ["--platform", META, "--categories", "{{x}}"],
    ["--platform", META, "--categories", ","],
    ["--platform", META, "--consent-source", "evil"],
    [],
]


@pytest.mark.parametrize("arguments", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_id_or_name_is_refused_in_words_and_nothing_is_written(
    empty: Path, invoke: Invoke, arguments: list[str]
) -> None:
    if arguments[:2] == ["--platform", "meta=1234567890123456\n"]:
        assert invoke("init", *arguments).exit_code == 0  # space round an id is a slip, not a part of it
        assert "evil" not in (empty / "tagc.yaml").read_text("utf-8")
        return
    result = invoke("init", *arguments)
    assert result.exit_code == 2
    assert list(empty.iterdir()) == []
    assert "\x1b" not in result.stderr
    if "--consent-source" not in arguments:
        assert result.stderr.startswith("tagc: ")
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["it's $(rm -rf) `x`", "a: b #c", "[x]", "*", "été", "\u202eevil"])
def test_the_folder_may_have_any_name(
    tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / name)
    assert invoke("init", "--platform", META).exit_code == 0
    assert compiler.check("tagc.yaml", (tmp_path / name / "tagc.yaml").read_bytes()).diagnostics == ()


def test_it_asks_on_a_terminal_and_asks_again_for_what_cannot_be(empty: Path) -> None:
    said = converse(
        [
            ("Name of the container", "Bad Name"),
            ("no name for a container", ""),
            ("Platforms, separated by commas", "meta, tiktk"),
            ('did you mean "tiktok"', "meta,ga4"),
            ("Meta Pixel: pixel_id", "abc"),
            ("no pixel_id of Meta Pixel", "1234567890123456"),
            ("measurement_id", "G-ABCDE12345"),
            ("Categories of consent", ""),
            ("Who tells what the visitor decided", "data_layer"),
        ]
    )
    assert "Traceback" not in said
    text = (empty / "tagc.yaml").read_text("utf-8")
    assert "use: data_layer" in text
    assert "categories: [marketing, analytics]" in text
    assert compiler.check("tagc.yaml", text.encode()).diagnostics == ()


def test_leaving_in_the_middle_of_the_questions_writes_nothing(empty: Path) -> None:
    said = converse([("Name of the container", "\x03")])
    assert "tagc: interrupted" in said
    assert "Traceback" not in said
    assert list(empty.iterdir()) == []


def converse(answers: list[tuple[str, str]]) -> str:
    """Answer each question when it is asked."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tagc", "init"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        start_new_session=True,
        preexec_fn=_own_terminal(theirs),  # noqa: PLW1509 - so that Ctrl-C is a signal
    )
    os.close(theirs)
    said, unread = "", ""
    pending = list(answers)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if pending and pending[0][0] in unread:
            os.write(ours, f"{pending.pop(0)[1]}\n".encode())
            unread = ""
        ready, _, _ = select.select([ours], [], [], 0.1)
        if not ready:
            if process.poll() is not None:
                break
            continue
        try:
            part = os.read(ours, 4096).decode()
        except OSError:  # the other side is closed
            break
        if not part:
            break
        said += part
        unread += part
    process.kill()
    process.wait()
    os.close(ours)
    assert not pending, f"never asked: {pending[0][0]}\n{said}"
    return said


def _own_terminal(terminal: int) -> Callable[[], object]:
    import fcntl
    import termios

    return lambda: fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
