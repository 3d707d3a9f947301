"""`tagc build` and `tagc check`: exit codes, what is printed where, and what is on the disk afterwards."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

import tagc
from tagc import compiler
from tests.cli.conftest import BAD, GOOD, WARNED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Invoke, Process


# ---- what is written ---------------------------------------------------------------------------------------


def test_build_writes_what_the_compiler_made_beside_the_file(site: Path, invoke: Invoke) -> None:
    result = invoke("build")
    assert result.exit_code == 0
    made = compiler.build("tagc.yaml", GOOD.encode()).files
    assert {path.name: path.read_bytes() for path in (site / "dist").iterdir()} == dict(made)


def test_build_tells_the_sizes_of_each_file(site: Path, invoke: Invoke) -> None:
    result = invoke("build")
    content = (site / "dist" / "container.js").read_bytes()
    line = next(line for line in result.stdout.splitlines() if line.startswith("dist/container.js"))
    assert line.split() == [
        "dist/container.js",
        f"{len(content):,}",
        "bytes",
        f"{len(gzip.compress(content, 9)):,}",
        "gzip",
    ]
    assert result.stderr == ""


def test_an_unchanged_input_leaves_the_files_untouched_and_says_so(site: Path, invoke: Invoke) -> None:
    invoke("build")
    before = {path: path.stat() for path in (site / "dist").iterdir()}
    result = invoke("build")
    assert all(line.endswith("unchanged") for line in result.stdout.splitlines())
    after = {path: path.stat() for path in (site / "dist").iterdir()}
    assert {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in before.items()} == {
        path: (stat.st_mtime_ns, stat.st_ino) for path, stat in after.items()
    }


def test_the_folder_for_the_output_is_made_with_its_parents(site: Path, invoke: Invoke) -> None:
    assert invoke("build", "-o", "public/js/tags").exit_code == 0
    assert (site / "public" / "js" / "tags" / "container.js").exists()
    assert not (site / "dist").exists()


def test_the_default_output_stands_beside_the_file_and_not_in_the_current_folder(
    site: Path, invoke: Invoke
) -> None:
    (site / "shop").mkdir()
    (site / "shop" / "tags.yaml").write_text(GOOD, encoding="utf-8")
    result = invoke("build", "shop/tags.yaml")
    assert (site / "shop" / "dist" / "container.js").exists()
    assert "shop/dist/container.js" in result.stdout


def test_readable_writes_what_the_compiler_makes_for_people(site: Path, invoke: Invoke) -> None:
    invoke("build", "--readable")
    made = compiler.build("tagc.yaml", GOOD.encode(), readable=True).files
    assert (site / "dist" / "container.js").read_bytes() == made["container.js"]


# ---- --check -----------------------------------------------------------------------------------------------


def test_check_says_that_missing_output_is_missing_and_writes_nothing(site: Path, invoke: Invoke) -> None:
    result = invoke("build", "--check")
    assert result.exit_code == 1
    assert "tagc: dist/container.js is missing: run tagc build\n" in result.stderr
    assert not (site / "dist").exists()


def test_check_names_each_stale_file_and_leaves_it(site: Path, invoke: Invoke) -> None:
    invoke("build")
    (site / "dist" / "container.js").write_text("old", encoding="utf-8")
    result = invoke("build", "--check")
    assert result.exit_code == 1
    assert result.stderr == "tagc: dist/container.js is stale: run tagc build\n"
    assert (site / "dist" / "container.js").read_text("utf-8") == "old"


def test_check_is_content_with_what_build_wrote(site: Path, invoke: Invoke) -> None:
    invoke("build")
    result = invoke("build", "--check")
    assert result.exit_code == 0
    assert "up to date" in result.stdout


def test_on_github_each_stale_file_has_an_annotation(site: Path, invoke: Invoke) -> None:
    invoke("build", "-o", "a, b:c")
    (site / "a, b:c" / "container.js").write_text("other", encoding="utf-8")
    (site / "a, b:c" / "manifest.json").unlink()
    result = invoke("build", "--check", "--format", "github", "-o", "a, b:c")
    assert result.exit_code == 1
    assert result.stdout == (
        "::error file=a%2C b%3Ac/container.js,title=stale output::a, b:c/container.js is stale: run tagc build\n"
        "::error file=a%2C b%3Ac/manifest.json,title=stale output::a, b:c/manifest.json is missing: run tagc build\n"
    )
    assert result.stderr == ""


def test_a_longer_file_is_stale_too(site: Path, invoke: Invoke) -> None:
    invoke("build")
    with (site / "dist" / "container.js").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert invoke("build", "--check").exit_code == 1


# ---- diagnostics -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "build"])
def test_errors_are_shown_on_stderr_with_the_place_as_typed_and_nothing_is_written(
    site: Path, invoke: Invoke, command: str
) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    result = invoke(command, "./tagc.yaml")
    assert result.exit_code == 1
    assert "./tagc.yaml:6:48: error[" in result.stderr
    assert 'did you mean "marketing"?' in result.stderr
    assert result.stdout == ""
    assert not (site / "dist").exists()


@pytest.mark.parametrize("command", ["check", "build"])
def test_warnings_alone_are_shown_and_are_no_failure(site: Path, invoke: Invoke, command: str) -> None:
    (site / "tagc.yaml").write_text(WARNED, encoding="utf-8")
    result = invoke(command)
    assert result.exit_code == 0
    assert "warning[" in result.stderr
    assert result.stderr.endswith("1 warning\n")


def test_an_error_keeps_the_output_that_was_there(site: Path, invoke: Invoke) -> None:
    invoke("build")
    before = (site / "dist" / "container.js").read_bytes()
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert invoke("build").exit_code == 1
    assert (site / "dist" / "container.js").read_bytes() == before


def test_check_prints_a_json_list_on_stdout(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    result = invoke("check", "--format", "json")
    assert result.exit_code == 1
    assert result.stderr == ""
    places = [
        (entry["file"], entry["line"]) for entry in json.loads(result.stdout) if entry["severity"] == "error"
    ]
    assert places == [("tagc.yaml", 6)]


def test_build_prints_diagnostics_and_files_as_one_json_object(site: Path, invoke: Invoke) -> None:
    result = invoke("build", "--format", "json")
    printed = json.loads(result.stdout)
    assert printed["diagnostics"] == []
    container = printed["files"][0]
    assert container == {
        "file": "container.js",
        "bytes": (site / "dist" / "container.js").stat().st_size,
        "gzip": container["gzip"],
        "was": "missing",
    }


def test_github_annotations_go_to_stdout(site: Path, invoke: Invoke) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    result = invoke("check", "--format", "github")
    assert result.stdout.splitlines()[-1].startswith("::error file=tagc.yaml,line=6,")
    assert result.stderr == ""


def test_the_public_surface_is_small_and_works() -> None:
    assert set(tagc.__all__) == {"BuildResult", "Diagnostic", "__version__", "build", "check"}
    result = tagc.build("tagc.yaml", GOOD.encode())
    assert isinstance(result, tagc.BuildResult)
    assert result.ok
    assert not tagc.check("tagc.yaml", BAD.encode()).ok
    with pytest.raises(AttributeError, match="nothing"):
        _ = tagc.nothing  # type: ignore[attr-defined]


# ---- as a process ------------------------------------------------------------------------------------------


def test_the_exit_code_of_the_process_is_the_verdict(site: Path, process: Process) -> None:
    assert process("check").returncode == 0
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert process("check").returncode == 1
    assert process("check", "nowhere.yaml").returncode == 2
    assert process("check", "--nonsense").returncode == 2


def test_text_that_the_encoding_of_the_stream_does_not_have_is_no_fault(site: Path, process: Process) -> None:
    (site / "tagc.yaml").write_text(BAD.replace("marketng", "märkte…"), encoding="utf-8")
    result = process("check", env={"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert result.returncode == 1
    assert "TAG901" not in result.stderr
    result = process("check", "--format", "github", env={"PYTHONIOENCODING": "ascii:strict"})
    assert result.returncode == 1
    assert "::error" in result.stdout


def test_a_pipe_is_not_coloured(site: Path, process: Process) -> None:
    (site / "tagc.yaml").write_text(BAD, encoding="utf-8")
    assert "\x1b" not in process("check").stderr
