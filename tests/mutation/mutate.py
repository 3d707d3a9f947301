"""Makes a mistake in a copy of the project, looks which test notices, and does so again a few hundred times.

    python tests/mutation/mutate.py --seed 20261121 --count 240 --workers 2 --report out.json

Run by hand: it takes an hour. A mistake that no test notices is a missing test, dead code, or no mistake. Read it, write the
test, and ask again about those alone: `--again out.json`. Not asked are tests of shape (`tests/architecture`), and a browser
only with `--browser`.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.mutation.mutants import Mutant, choose

ROOT = Path(__file__).parents[2]
LIMIT = 120
"""Seconds of processor time that one stage of the tests of one mutant may take; who needs more hangs, and is noticed."""

LEFT_OUT = (".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", ".ci", "node_modules")

# What a mutant does to everything that is built from the examples, or said about a bad file.
PROBE = """
import hashlib, pathlib, tagc.compiler as compiler
found = hashlib.sha256()
for path in sorted([*pathlib.Path("examples").glob("*/tagc.yaml"), *pathlib.Path("tests/golden/diagnostics").glob("*.yaml")]):
    for readable in (False, True):
        result = compiler.build(path.name, path.read_bytes(), readable=readable)
        found.update(repr((sorted(result.files.items()), result.diagnostics)).encode())
print(found.hexdigest())
"""


CHANCE = ["-m", "hypothesis"]
"""The tests with examples by chance: the others are asked before."""


# ---- which tests -------------------------------------------------------------------------------------------


def stages(root: Path, mutant: Mutant, *, browser: bool) -> list[list[str]]:
    """The tests to ask, fastest and nearest first; each list is one run of pytest, in that order."""
    path = Path(mutant.path)
    tests = root / "tests"
    unit = tests / "unit" / path.parent.relative_to("tagc")
    near = unit / f"test_{path.stem}.py"
    contract, golden, parts = (
        tests / "contract",
        tests / "golden/test_examples.py",
        tests / "runtime/test_runtime.py",
    )
    bad, agreement = tests / "golden/test_diagnostics.py", tests / "embedded/test_agreement.py"
    language = sorted((tests / "property").glob("test_js_*.py"))
    others = [tests / "property/test_hostile_strings.py", tests / "property/test_same_bytes.py"]
    plan: list[list[Any]]
    if path.suffix == ".js":
        mirrored = [
            f"{parts.relative_to(root)}::test_node_finds_no_failure_in[{name}]"
            for name in _mirrored(root, path)
        ]
        plan = [[*mirrored, golden], [agreement, contract, parts], [*CHANCE, agreement, *others]]
        plan += [[tests / "browser"]] if browser else []
    elif path.parts[1] == "js":
        plan = [
            [near, unit],
            [golden, tests / "unit/backends", agreement, contract],
            [*CHANCE, *language, agreement, *others],
        ]
    elif path.parts[1] == "resolve":
        plan = [
            [near, unit],
            [golden, bad, agreement],
            [contract, tests / "unit"],
            [*CHANCE, agreement, *others],
        ]
    elif path.parts[1] == "platforms" or path.name == "events.py":
        plan = [[near, tests / "unit/test_events.py", golden, contract / "test_platforms.py"]]
        plan += [[agreement, contract, bad], [*CHANCE, agreement, *others]]
    else:
        plan = [
            [near, *([unit] if path.parts[1] == "passes" else []), golden],
            [agreement, unit, contract],
            [*CHANCE, agreement, *others, *language],
        ]
    plan = [stage if stage[:2] == CHANCE else ["-m", "not hypothesis", *stage] for stage in plan]
    return [told for stage in plan if (told := _told(root, stage))]


def _mirrored(root: Path, part: Path) -> list[str]:
    """The files of tests/runtime that are about a part."""
    stem = {"platforms": "platforms", "triggers": f"trigger_{part.stem}", "consent": f"consent_{part.stem}"}
    wanted = f"{stem.get(part.parts[1], part.stem)}.test.js"
    return [wanted] if (root / "tests/runtime" / wanted).exists() else []


def _told(root: Path, stage: list[Any]) -> list[str]:
    """The arguments for pytest, without what does not exist or was named before."""
    known: list[str] = []
    for item in stage:
        name = item if isinstance(item, str) else item.relative_to(root).as_posix()
        if name not in known and (isinstance(item, str) or item.exists()):
            known.append(name)
    return known


# ---- running -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Copy:
    """A copy of the project that one worker may break."""

    root: Path
    profile: str = "few"
    failing: list[str] = field(default_factory=list)
    builds: str = ""

    def run(self, arguments: list[str], *, limit: int = LIMIT, write: bool = False) -> tuple[int | None, str]:
        """Run Python in the copy. The code is None when time was over."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root),
            "HYPOTHESIS_PROFILE": self.profile,
            "COLUMNS": "2000",
            "NO_COLOR": "1",
        }
        if not write:  # a changed file of the same size and second would be taken for the cached one
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (limit, limit))
        try:
            text, _ = process.communicate(timeout=5 * limit)  # others may be busy too
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None, ""
        return (
            (None, "")
            if process.returncode in (-signal.SIGKILL, -signal.SIGXCPU)
            else (process.returncode, text)
        )

    def pytest(self, paths: list[str], *, first: bool = True, **how: Any) -> tuple[int | None, str]:  # noqa: ANN401
        """Run tests; those that fail without any mistake are left out."""
        without = [f"--deselect={name}" for name in self.failing]
        options = [
            "-q",
            "--no-header",
            "--tb=no",
            "-rfE",
            "-p",
            "no:cacheprovider",
            *(["-x"] if first else []),
        ]
        return self.run(["-m", "pytest", *options, *without, *paths], **how)

    def probe(self) -> str:
        """What is built and said, as one hash; the empty text when nothing is."""
        code, text = self.run(["-c", PROBE])
        return text.strip() if code == 0 else ""

    def try_out(self, mutant: Mutant, *, browser: bool) -> dict[str, Any]:
        """What becomes of a mistake."""
        path = self.root / mutant.path
        text = path.read_text("utf-8")
        changed = mutant.applied(text)
        if changed is None:
            return {"outcome": "gone"}
        began = time.monotonic()
        path.write_text(changed, "utf-8")
        for cached in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            cached.unlink()
        try:
            return {**self.noticed(mutant, browser=browser), "seconds": round(time.monotonic() - began, 1)}
        finally:
            path.write_text(text, "utf-8")

    def noticed(self, mutant: Mutant, *, browser: bool) -> dict[str, Any]:
        for stage in stages(self.root, mutant, browser=browser):
            code, text = self.pytest(stage)
            if code in (0, 5):  # 5: none of these tests is of this kind
                continue
            if code is None:
                return {"outcome": "caught", "by": "time limit", "test": " ".join(stage)}
            found = re.search(r"^(?:FAILED|ERROR) (\S+?::.*?|\S+)(?: - .*)?$", text, re.MULTILINE)
            if code == 1 and found:
                by = "/".join(found[1].split("::")[0].split("/")[1:2])
                return {"outcome": "caught", "by": by, "test": found[1]}
            return {"outcome": "does not import", "test": text[-300:]}
        same = self.probe() == self.builds
        return {"outcome": "equivalent?" if same else "survived"}


def prepare(folder: Path, workers: int, profile: str, *, browser: bool) -> list[Copy]:
    """The copies, with byte code, and knowing which tests fail anyway."""
    first = Copy(folder / "0", profile)
    shutil.copytree(ROOT, first.root, ignore=shutil.ignore_patterns(*LEFT_OUT))
    code, text = first.run(["-c", "import tagc; print(tagc.__file__)"], write=True)
    if code or not text.startswith(str(first.root)):
        raise RuntimeError(f"the copy imports {text}")
    folders = ["unit", "contract", "golden", "runtime", "embedded", *(["browser"] if browser else [])]
    there = [f"tests/{name}" for name in folders if (first.root / "tests" / name).exists()]
    there += [f"tests/property/{name}.py" for name in ("test_hostile_strings", "test_same_bytes")]
    there += [f"tests/property/{path.name}" for path in (first.root / "tests/property").glob("test_js_*.py")]
    _, text = first.pytest(there, first=False, write=True, limit=900)
    first.failing = re.findall(r"^(?:FAILED|ERROR) (\S+?::.*?|\S+)(?: - .*)?$", text, re.MULTILINE)
    first.builds = first.probe()
    copies = [first]
    for number in range(1, workers):
        shutil.copytree(first.root, folder / str(number))
        copies.append(Copy(folder / str(number), profile, first.failing, first.builds))
    return copies


def run(mutants: list[Mutant], copies: list[Copy], report: Report, *, browser: bool) -> None:
    """Every mutant in some copy."""
    waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    for mutant in mutants:
        waiting.put(mutant)

    def work(copy: Copy) -> None:
        while True:
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                return
            report.add(mutant, copy.try_out(mutant, browser=browser))

    threads = [threading.Thread(target=work, args=(copy,)) for copy in copies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Report:
    """What became of the mutants so far, on the screen and in a file."""

    def __init__(self, path: Path | None, head: dict[str, Any]) -> None:
        self.path = path
        self.head = head
        self.mutants: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def add(self, mutant: Mutant, outcome: dict[str, Any]) -> None:
        with self.lock:
            self.mutants.append({**asdict(mutant), **outcome})
            shown = outcome.get("test", "") if outcome["outcome"] == "caught" else ""
            print(
                f"{outcome['outcome']:10} {outcome.get('seconds', 0):5.1f} s  {mutant.name}  {shown}",
                flush=True,
            )
            if self.path:
                self.path.write_text(json.dumps(self.contents(), indent=1) + "\n", "utf-8")

    def contents(self) -> dict[str, Any]:
        return {
            **self.head,
            "outcomes": dict(Counter(item["outcome"] for item in self.mutants)),
            "caught by": dict(Counter(item["by"] for item in self.mutants if "by" in item)),
            "mutants": sorted(self.mutants, key=lambda item: item["number"]),
        }


def again(path: Path) -> list[Mutant]:
    """The mutants of an earlier report that nothing noticed."""
    names = Mutant.__dataclass_fields__
    return [
        Mutant(**{name: item[name] for name in names})
        for item in json.loads(path.read_text("utf-8"))["mutants"]
        if item["outcome"] in ("survived", "equivalent?")
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--seed", type=int, default=20261121)
    arguments.add_argument("--count", type=int, default=240)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--report", type=Path, help="write what became of every mutant here, as JSON")
    arguments.add_argument(
        "--again", type=Path, help="only what an earlier report calls survived or equivalent"
    )
    arguments.add_argument(
        "--browser", action="store_true", help="ask Chromium about JavaScript that nothing else noticed"
    )
    arguments.add_argument("--list", action="store_true", help="show the mutants, try none")
    given = arguments.parse_args()
    mutants = again(given.again) if given.again else choose(ROOT, given.seed, given.count)
    if given.list:
        print(*(mutant.name for mutant in mutants), sep="\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        copies = prepare(Path(folder), given.workers, "ci" if given.again else "few", browser=given.browser)
        head = {"seed": given.seed, "count": len(mutants), "failing anyway": copies[0].failing}
        print(f"{len(mutants)} mutants; {len(copies[0].failing)} tests fail anyway", flush=True)
        report = Report(given.report, head)
        run(mutants, copies, report, browser=given.browser)
    print(
        json.dumps({name: value for name, value in report.contents().items() if name != "mutants"}, indent=1)
    )


if __name__ == "__main__":
    main()
