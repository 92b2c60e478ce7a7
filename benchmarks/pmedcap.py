"""Capacitated p-median, single source: OR-Library's pmedcap 01-10 (and what more lies there), every optimum proven.

python benchmarks/pmedcap.py [--numbers 1 2 ...] [--data FOLDER]

Osman, I. H. and Christofides, N. (1994), Capacitated clustering problems by hybrid simulated annealing and tabu search,
International Transactions in Operational Research 1.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from published import DATA, pmedcap

from siteplan.optimise import SolveStatus, solve

LIMIT_SECONDS = 300.0


def main() -> None:
    arguments = _arguments()
    numbers = arguments.numbers or sorted(int(file.stem[7:]) for file in arguments.data.glob("pmedcap*.txt"))
    print("| instance | nodes | p | published optimum | value | bound | status | seconds | CPU seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    seconds, proven = 0.0, 0
    for number in numbers:
        problem, optimum = pmedcap(arguments.data, number)
        cpu = time.process_time()
        selection = solve(problem, gap=0.9 / optimum, time_limit=LIMIT_SECONDS)
        seconds += selection.seconds
        proven += selection.status is SolveStatus.OPTIMAL and round(-selection.objective) == optimum
        print(
            f"| {number:02} | {problem.n_zones} | {int(selection.open.sum())} | {optimum:.0f} "
            f"| {-selection.objective:.0f} | {-selection.bound:.2f} | {selection.status} | {selection.seconds:.2f} "
            f"| {time.process_time() - cpu:.2f} |",
            flush=True,
        )
    print(f"\n{proven} of {len(numbers)} optima found and proven in {seconds:.1f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--numbers", type=int, nargs="*")
    parser.add_argument("--data", type=Path, default=DATA / "pmedcap")
    return parser.parse_args()


if __name__ == "__main__":
    main()
