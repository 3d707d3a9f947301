"""What every kind of test may use: goldens, Hypothesis profiles, and the rule for missing programs."""

from __future__ import annotations

import difflib
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# No test may depend on what an earlier run found: the same examples everywhere, every time, and no folder of found
# ones. The explain phase traces every line and can turn one failure into ten minutes: "explore" has it.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", parent=settings.get_profile("ci"), derandomize=False, max_examples=2000, phases=list(Phase)
)
settings.register_profile(  # tests/mutation: whether, not what is the smallest
    "few", parent=settings.get_profile("ci"), max_examples=20, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A shell starts what runs in the background with Ctrl-C ignored, and the commands of these tests would inherit it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the tests produced over the golden files; then read the diff",
    )


class Golden:
    """Compares text with a file, and writes the file under --update-golden."""

    def __init__(self, *, update: bool) -> None:
        self.update = update

    def __call__(self, path: Path, text: str) -> None:
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        exists = path.exists()
        expected = path.read_bytes().decode() if exists else ""
        if exists and text == expected:
            return
        missing = "" if exists else " (the file does not exist)"
        diff = "".join(
            line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n"
            for line in difflib.unified_diff(
                expected.splitlines(keepends=True),
                text.splitlines(keepends=True),
                f"{path} (golden)",
                f"{path.name} (now)",
            )
        )
        pytest.fail(
            f"{path} is not what came out{missing}:\n\n{diff}\n"
            "If the new text is right: pytest --update-golden, then review the difference.",
            pytrace=False,
        )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def missing_program() -> Callable[[str, str], None]:
    """What a test does without a program it needs: it fails. `TAGC_WITHOUT=node` on a laptop skips, in CI never."""

    def missing(name: str, advice: str) -> None:
        if name in os.environ.get("TAGC_WITHOUT", "").split(",") and not os.environ.get("CI"):
            pytest.skip(f"{name} is missing and TAGC_WITHOUT names it")
        pytest.fail(f"{name} is missing: {advice}", pytrace=False)

    return missing
