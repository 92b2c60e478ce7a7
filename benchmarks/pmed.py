"""p-median on graphs: OR-Library's pmed1-30, every optimum proven.

python benchmarks/pmed.py [--first 1] [--last 30] [--data FOLDER]

Beasley, J. E. (1985), A note on solving large p-median problems, EJOR 21.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from published import DATA, pmed

from siteplan.optimise import SolveStatus, p_median

LIMIT_SECONDS = 300.0


def main() -> None:
    arguments = _arguments()
    print("| instance | nodes | p | published optimum | value | bound | status | seconds | CPU seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    seconds, proven = 0.0, 0
    for number in range(arguments.first, arguments.last + 1):
        distances, p, optimum = pmed(arguments.data, number)
        cpu, weights = time.process_time(), np.ones(len(distances))
        selection = p_median(distances, weights, p, gap=0.9 / optimum, time_limit=LIMIT_SECONDS)
        seconds += selection.seconds
        proven += selection.status is SolveStatus.OPTIMAL and round(-selection.objective) == optimum
        print(
            f"| pmed{number} | {len(distances)} | {p} | {optimum:.0f} | {-selection.objective:.0f} "
            f"| {-selection.bound:.2f} | {selection.status} | {selection.seconds:.2f} "
            f"| {time.process_time() - cpu:.2f} |",
            flush=True,
        )
    print(f"\n{proven} of {arguments.last - arguments.first + 1} optima found and proven in {seconds:.1f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=30)
    parser.add_argument("--data", type=Path, default=DATA / "or_library_pmed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
