"""Size, speed and memory of tagc, measured in one run: `python tests/bench/measure.py [--rounds 7]`.

Bytes are exact. Times are medians over rounds in which all commands take turns, so that a busy moment hits all of them;
read the ratios to a bare interpreter of the same run, not the milliseconds of another day. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import brotli

from tagc import build

ROOT = Path(__file__).parents[2]
EVENTS = (
    "click_button", "download", "search", "contact", "add_to_cart", "add_to_wishlist", "initiate_checkout",
    "add_payment_info", "purchase", "donate", "lead", "registration", "subscribe",
)  # fmt: skip
MONEY = "{value: $event.value, currency: $event.currency, items: $event.items, order_id: $event.id}"


def workload(platforms: int, events: int) -> str:
    """Page views and `events` data-layer rules for one or two platforms."""
    ids = (
        "  meta: {pixel_id: 1234567890123456, requires: marketing}",
        "  ga4: {measurement_id: G-ABCDE12345, requires: analytics}",
    )
    rules = [
        f"  rule_{number}: {{event: {EVENTS[number % len(EVENTS)]}, on: {{data_layer: event_{number}}}, params: {MONEY}}}"
        for number in range(events)
    ]
    categories = "[analytics, marketing]" if platforms > 1 else "[marketing]"
    lines = [
        "tagc: 1",
        "container: bench",
        f"consent: {{categories: {categories}}}",
        "platforms:",
        *ids[:platforms],
    ]
    return "\n".join([*lines, "events:", "  page_view: {}", *rules, ""])


def sizes(name: str, text: bytes) -> str:
    """One line: raw, gzip and brotli bytes of the container of a document."""
    result = build(name, text)
    container = result.files["container.js"]
    packed = len(gzip.compress(container, 9, mtime=0)), len(brotli.compress(container, quality=11))
    return f"{name:34} {len(container):7} raw {packed[0]:6} gzip {packed[1]:6} brotli"


def bytes_report() -> None:
    """Sizes of the examples, of two platforms by fourteen events, and what one more event costs."""
    for path in sorted((ROOT / "examples").glob("*/tagc.yaml")):
        print(sizes(path.parent.name, path.read_bytes()))
    print(sizes("2 platforms x 14 events", workload(2, 13).encode()))
    small, large = (
        len(brotli.compress(build("x", workload(2, count).encode()).files["container.js"], quality=11))
        for count in (1, 50)
    )
    print(f"{'one more event on 2 platforms':34} {(large - small) / 49:7.1f} brotli bytes, mean over 1 to 50")


def spent(command: list[str], environment: dict[str, str]) -> float:
    """Wall-clock milliseconds of one process."""
    before = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT
    )
    return (time.perf_counter() - before) * 1000


def time_report(rounds: int) -> None:
    """Command line: start, a small build, a large build."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.yaml"
        large.write_text(workload(2, 200), "utf-8")
        tagc = [sys.executable, "-m", "tagc"]
        commands = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "tagc --help": [*tagc, "--help"],
            "build examples/minimal": [*tagc, "build", "examples/minimal/tagc.yaml", "-o", f"{folder}/a"],
            "build examples/northway-theatre": [
                *tagc, "build", "examples/northway-theatre/tagc.yaml", "-o", f"{folder}/b",
            ],
            "build 2 platforms x 200 events": [*tagc, "build", str(large), "-o", f"{folder}/c"],
        }  # fmt: skip
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds + 1):
            for name, command in commands.items():
                taken[name].append(spent(command, environment))
    base = statistics.median(taken["bare interpreter"][1:])
    for name, times in taken.items():
        middle = statistics.median(times[1:])  # the first round writes bytecode
        print(
            f"{name:34} {middle:7.0f} ms  min {min(times[1:]):5.0f}  {middle / base:5.1f} x a bare interpreter"
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'largest process':34} {peak:7.0f} MB")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    bytes_report()
    time_report(rounds)


if __name__ == "__main__":
    main()
