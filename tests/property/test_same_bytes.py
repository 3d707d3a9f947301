"""Same input, same bytes: whatever the hash seed, the folder, the locale and the time zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.documents import INSTANCES, document, yaml_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
SEEDS = range(21)
# Prints the SHA-256 of every file of every build, by the names of the files that are given.
BUILD = """
import hashlib, json, sys
from pathlib import Path
from tagc.compiler import build
made = {}
for name in sys.argv[1:]:
    result = build("tagc.yaml", Path(name).read_bytes())
    assert result.ok, result.diagnostics
    for file, data in result.files.items():
        made[name + " " + file] = hashlib.sha256(data).hexdigest()
print(json.dumps(made, sort_keys=True))
"""


def large() -> dict[str, Any]:
    """A site with much of everything that is kept in sets or maps on the way."""
    data = document("ga4", "meta", "tiktok", "linkedin")
    data["consent"] = {
        "categories": ["analytics", "marketing", "preferences"],
        "sources": [
            {
                "use": "cookie",
                "name": "choice",
                "format": "pairs",
                "map": {"analytics": ["a", "b"], "marketing": "m"},
            },
            {"use": "data_layer", "event": "saved", "map": {"preferences": "p", "marketing": ["m", "n"]}},
        ],
        "regimes": {
            "regions": [
                {"in": ["US", "BR", "JP", "IN"], "regime": "opt_out"},
                {"in": ["US-CA"], "regime": "opt_in"},
            ]
        },
        "region_from": [{"global": "region"}, {"cookie": "region"}],
    }
    for platform, setting, ident in (("ga4", "measurement_id", "G-TWO2222222"), ("meta", "pixel_id", 99999)):
        two = {
            **deepcopy(INSTANCES[platform]),
            "platform": platform,
            setting: ident,
            "requires": {"any": ["analytics", "marketing"]},
        }
        data["platforms"][f"{platform}_two"] = two
    data["variables"] = {
        f"part_{n}": {"lookup": "$page.path", "table": {f"/{n}/": "$data.x"}} for n in range(5)
    }
    data["user_data"] = {"requires": "marketing", "email": "$data.user.email", "phone": "$data.user.phone"}
    for n in range(7):
        data["events"][f"rule {n}"] = {
            "event": ("lead", "purchase", "view_content", "add_to_cart")[n % 4],
            "on": [
                {"data_layer": [f"e{n}", "any"]},
                {"data_layer": {"starts_with": f"x{n}"}, "if": {"$cookie.v": n}},
            ],
            "params": {
                "value": "$event.total",
                "currency": "GBP",
                "order_id": "$event.id",
                f"own_{n}": f"$part_{n % 5}",
            },
            **({"requires": "preferences"} if n % 3 == 0 else {}),
            **({"once_per": "$event.id"} if n % 4 == 1 else {}),
        }
    return data


def made_with(seed: int, folder: Path, **more: str) -> Mapping[str, str]:
    """What a process of its own, with this hash seed and in this folder, builds."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "northway.yaml", "large.yaml"],
        capture_output=True,
        check=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT), **more},
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_every_hash_seed_in_every_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b" / "elsewhere"]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "large.yaml").write_bytes(yaml_of(large()))
        example = ROOT / "examples" / "northway-theatre" / "tagc.yaml"
        (folder / "northway.yaml").write_bytes(example.read_bytes())
    worlds = [{}, {"LC_ALL": "C", "TZ": "Asia/Tokyo"}]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = [pool.submit(made_with, seed, folders[seed % 2], **worlds[seed % 3 % 2]) for seed in SEEDS]
        found = [run.result() for run in runs]
    assert len(found[0]) >= 2
    assert [made for made in found if made != found[0]] == []
