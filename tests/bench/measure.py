"""Size, speed and memory of tagc, measured in one run: `python -m tests.bench.measure [--rounds 7]`.

Bytes are exact. Times are medians over rounds in which all commands take turns, so that a busy moment hits all of them;
read the ratios to a bare interpreter of the same run, not the milliseconds of another day. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

from tagc import build, registry
from tagc.contracts import Kind
from tests.examples import all_examples

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT = Path(__file__).parents[2]
EVENTS = (
    "click_button", "download", "search", "contact", "add_to_cart", "add_to_wishlist", "initiate_checkout",
    "add_payment_info", "purchase", "donate", "lead", "registration", "subscribe",
)  # fmt: skip
SHOP_EVENTS = (
    "view_content", "view_category", "add_to_cart", "remove_from_cart", "view_cart", "initiate_checkout", "add_payment_info",
    "purchase",
)  # fmt: skip
SHOP = ("ga4", "google_ads", "meta")
SEVEN = ("ga4", "linkedin", "meta", "pinterest", "snap", "tiktok", "x")
MONEY = "{value: $event.value, currency: $event.currency, items: $event.items, order_id: $event.id}"
RULES = (100, 1_000, 10_000)


def conversions(platforms: Collection[str], number: int) -> str:
    """The part of a rule for platforms that know no names: an id of its own for each, as unlike the others as real ones."""
    token = hashlib.sha256(str(number).encode()).hexdigest()
    ids = {
        "google_ads": f"L{token[:15]}",
        "linkedin": int(token, 16) % 10_000_000 + 10_000_000,
        "x": f"tw-o8abc-o{token[:4]}",
    }
    told = [f"{name}: {{conversion: {ids[name]}}}" for name in ids if name in platforms]
    return f", platforms: {{{', '.join(told)}}}" if told else ""


def workload(platforms: Collection[str], events: int, names: tuple[str, ...] = EVENTS) -> str:
    """Page views and `events` data-layer rules, with ids where a platform needs them and items where they say anything."""
    known = registry.platforms()
    lines = ["tagc: 1", "container: bench", "consent: {categories: [analytics, marketing]}", "platforms:"]
    for name in platforms:
        category = "analytics" if known[name].kind is Kind.ANALYTICS else "marketing"
        lines.append(f"  {name}: {{{known[name].id_setting}: {known[name].example}, requires: {category}}}")
    lines += ["events:", "  page_view: {}"]
    lines += [
        f"  rule_{number}: {{event: {names[number % len(names)]}, on: {{data_layer: event_{number}}}, params: {MONEY}"
        f"{conversions(platforms, number)}}}"
        for number in range(events)
    ]
    return "\n".join([*lines, ""])


def container(text: str) -> bytes:
    """The container of a document."""
    return build("tagc.yaml", text.encode()).files["container.js"]


def packed(text: bytes) -> int:
    """Bytes as a server sends them."""
    return len(brotli.compress(text, quality=11))


def sizes(name: str, text: bytes) -> str:
    """One line: raw, gzip and brotli bytes of a container."""
    return (
        f"{name:34} {len(text):7} raw {len(gzip.compress(text, 9, mtime=0)):6} gzip {packed(text):6} brotli"
    )


def bytes_report() -> None:
    """Sizes of the examples and of some mixes, and what one more event costs."""
    for example in all_examples():
        print(sizes(example.name, example.build().encode()))
    mixes = {
        "2 platforms x 14 events": workload(("meta", "ga4"), 13),
        "3 platforms, a shop's 8 events": workload(SHOP, 8, SHOP_EVENTS),
        "7 platforms x 14 events": workload(SEVEN, 13),
        "10 platforms x 14 events": workload(registry.platforms(), 13),
    }
    for name, text in mixes.items():
        print(sizes(name, container(text)))
    for platforms in (("meta", "ga4"), SEVEN):
        small, large = (packed(container(workload(platforms, count))) for count in (1, 50))
        name = f"one more event on {len(platforms)} platforms"
        print(f"{name:34} {(large - small) / 49:7.1f} brotli bytes, mean over 1 to 50")


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
        large.write_text(workload(("meta", "ga4"), 200), "utf-8")
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


def scale_report() -> None:
    """How time and memory grow with the number of rules: one build each, the largest process so far."""
    with tempfile.TemporaryDirectory() as folder:
        for count in RULES:
            document = Path(folder) / f"{count}.yaml"
            document.write_text(workload(("meta", "ga4"), count), "utf-8")
            taken = spent(
                [sys.executable, "-m", "tagc", "build", str(document), "-o", folder], {**os.environ}
            )
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            name = f"build 2 platforms x {count:,} rules"
            print(f"{name:34} {taken:7.0f} ms  {taken / count:5.1f} ms a rule  {peak:5.0f} MB")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    bytes_report()
    time_report(rounds)
    scale_report()


if __name__ == "__main__":
    main()
