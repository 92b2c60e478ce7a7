"""Run the benchmarks in order and write RESULTS.md: versions, machine, and what each script printed.

python benchmarks/run.py [--only NAME ...] [--peer]

Of some, what would be written is printed. Peers need spopt (`pip install spopt`). All together take about an hour.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMERCIAL = (
    "In time: proven within the seconds published for the row, or 10. "
    "Published: multicut outer approximation, commercial solver."
)

SCALE = (
    "Gaps asked: 0.1 % under a budget, 0.3 % under that, a rural floor, tier quotas, format and city caps. The plan "
    "ends with a tenth of the demand in the contested market, with six tenths in the dominant one, where "
    "shares bend more."
)
KINDS = (
    "Each to the gap that was asked, or 60 s. A whole country is asked as well where its study is given: `--country "
    "FOLDER`. Seconds are of the processor, from the question as arrays on."
)


@dataclass(frozen=True)
class Benchmark:
    """One section: heading, the script without its suffix, what it takes to run a peer too, a remark, its options."""

    title: str
    name: str
    peer: tuple[str, ...] = ()
    remark: str = ""
    options: tuple[str, ...] = ()


BENCHMARKS = (
    Benchmark("Maximum capture under multinomial logit", "hm14", remark=COMMERCIAL),
    Benchmark("p-median on graphs", "pmed"),
    Benchmark("Capacitated p-median, single source", "pmedcap"),
    Benchmark("Maximal coverage beside spopt", "coverage", ("--peer", "PULP_CBC_CMD")),
    Benchmark("San Francisco beside spopt", "san_francisco", ("--peer",)),
    Benchmark("p-median on uniform points", "median", ("--peer", "300")),
    Benchmark("Uncapacitated warehouses", "warehouse"),
    Benchmark("Huff at scale", "huff_scale", remark=SCALE, options=("--sizes", "2000x150", "20000x1000")),
    Benchmark("Questions of many kinds", "kinds", remark=KINDS),
    Benchmark("Huff beside the textbook's master", "huff_textbook"),
    Benchmark("Shares beside numpy", "shares"),
    Benchmark("Sales forecasts", "sales_forecast"),
    Benchmark("The provincial plan", "province"),
    Benchmark("Calibration", "calibration"),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="+", choices=[benchmark.name for benchmark in BENCHMARKS])
    parser.add_argument("--peer", action="store_true")
    arguments = parser.parse_args()
    wanted = [b for b in BENCHMARKS if arguments.only is None or b.name in arguments.only]
    text = "\n\n".join([_header(), *(_section(benchmark, arguments.peer) for benchmark in wanted)]) + "\n"
    if arguments.only:
        print(text)
    else:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


def _header() -> str:
    """What it was measured on, and with."""
    packages = (("HiGHS", "highspy"), ("PuLP", "pulp"), ("spopt", "spopt"))
    known = [f"{name} {number}" for name, package in packages if (number := _version(package))]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, one thread a solve"
    return (
        f"# Results\n\nMeasured on {machine}, with Python {platform.python_version()}, {', '.join(known)}.\n"
        "Seconds are wall seconds. Each table is what the script named above it printed."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _section(benchmark: Benchmark, peer: bool) -> str:
    """Heading, remark, and what the script printed from its table on; where it prints none, all of it as it is."""
    words = ["python", f"benchmarks/{benchmark.name}.py", *benchmark.options, *(benchmark.peer if peer else ())]
    print("running", *words, file=sys.stderr, flush=True)
    command = [sys.executable, *words[1:]]
    run = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=True)
    lines = run.stdout.strip().splitlines()
    table = next((k for k, line in enumerate(lines) if line.startswith("|")), None)
    printed = ["```", *lines, "```"] if table is None else lines[table:]
    heading = f"## {benchmark.title}: `{' '.join(words)}`"
    return "\n\n".join(part for part in (heading, benchmark.remark, "\n".join(printed)) if part)


if __name__ == "__main__":
    main()
