"""Same outputs: what two checkouts write of the same studies, compared file by file; seconds aside.

    python benchmarks/same_outputs.py write OUT            run this checkout's commands, each into a folder of OUT
    python benchmarks/same_outputs.py compare OUT OTHER    name every file that differs, and in what

For changes of structure that must not change what users read: write with the old checkout, then with the new one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CITY, PROVINCE = ROOT / "siteplan/data/foshan", ROOT / "data/geo/guangdong"
RUNS: dict[str, list[str]] = {
    "check": ["check", str(PROVINCE)],
    "template": ["plan", "template-study", "--explain-limit", "0"],
    "template-zh": ["plan", "template-study", "--explain-limit", "0", "--language", "zh-Hans"],
    "template-score": ["score", "template-study"],
    "template-frontier": ["frontier", "template-study"],
    "city": ["plan", str(CITY), "--explain-limit", "0"],
    "city-explained": ["plan", str(CITY)],
    "city-calibrate": ["calibrate", str(CITY)],
    "city-sales": ["calibrate", str(CITY), "--to", "sales"],
    "province": ["plan", str(PROVINCE), "--explain-limit", "0"],
}
"""What is run; explanations of the province end with their time, so they differ from run to run."""
CLOCK = {"seconds", "cpu_seconds", "wall_seconds", "trace", "version"}
VARYING = re.compile(
    r"\d+(?:[.,]\d+)* ?(?:s\b|秒|seconds?\b)"  # seconds
    r"|(?:optimal|feasible),\d+\.\d+"  # those of a frontier's points
    r"|[0-9a-f]{32}|sha256-[\w+/=]+"  # the numbers that folium draws for its elements, and what they make of a hash
    r"|(?:d=\"M|cx=\")[^\"]*"  # the course of a search
)


def write(out: Path) -> None:
    """Run every command; what it prints and its code lie beside what it writes."""
    siteplan = [sys.executable, "-m", "siteplan"]
    out.mkdir(parents=True)
    subprocess.run([*siteplan, "init", "template-study"], cwd=out, check=True, capture_output=True)
    for name, command in RUNS.items():
        where = [] if command[0] == "check" else ["--out", name]
        ran = subprocess.run([*siteplan, *command, *where], cwd=out, check=False, capture_output=True, text=True)
        said = f"{ran.stdout}\n{ran.stderr}\nexit {ran.returncode}\n".replace(str(ROOT), ".").replace(str(out), ".")
        (out / f"{name}.txt").write_text(said, encoding="utf-8")
        print(name, ran.returncode, flush=True)


def compare(one: Path, other: Path) -> int:
    """Print what differs, and return how many files do."""
    names = sorted({str(path.relative_to(side)) for side in (one, other) for path in side.rglob("*") if path.is_file()})
    different = 0
    for name in names:
        sides = [side / name for side in (one, other)]
        if not all(side.exists() for side in sides):
            told = f"only in {sides[0] if sides[0].exists() else sides[1]}"
        else:
            told = _difference(*sides)
        different += bool(told)
        if told:
            print(f"{name}: {told}")
    print(f"{len(names)} files, {different} differ")
    return different


def _difference(one: Path, other: Path) -> str:
    if one.read_bytes() == other.read_bytes():
        return ""
    if one.suffix == ".json":
        return "; ".join(_paths(*(json.loads(path.read_text(encoding="utf-8")) for path in (one, other))))
    if one.suffix not in (".txt", ".html", ".csv", ".log", ".geojson", ".toml"):
        return "bytes"
    lines = [VARYING.sub("_", path.read_text(encoding="utf-8")).splitlines() for path in (one, other)]
    if len(lines[0]) != len(lines[1]):
        return f"{len(lines[0])} lines, {len(lines[1])} there"
    apart = [i + 1 for i, (a, b) in enumerate(zip(*lines, strict=True)) if a != b]
    return f"lines {', '.join(map(str, apart[:8]))} of {len(lines[0])}" if apart else ""


def _paths(one: Any, other: Any, at: str = "") -> list[str]:
    """Return where two JSON values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in {**one, **other} if key not in CLOCK]
        return [path for key in keys for path in _paths(one.get(key), other.get(key), f"{at}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [path for i, (a, b) in enumerate(zip(one, other, strict=True)) for path in _paths(a, b, f"{at}[{i}]")]
    return [] if one == other else [f"{at}: {str(one)[:60]} / {str(other)[:60]}"]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", out]:
            write(Path(out).resolve())
        case ["compare", one, other]:
            sys.exit(bool(compare(Path(one), Path(other))))
        case _:
            sys.exit(__doc__)
