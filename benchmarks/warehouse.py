"""Uncapacitated warehouse location: OR-Library's cap71-134, fixed cost plus cost to the nearest, every optimum proven.

python benchmarks/warehouse.py [--data FOLDER]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

from siteplan.optimise import Count, NearestCapture, SiteProblem, solve

HERE = Path(__file__).resolve().parent
EXACT = 1e-9


def problem(file: Path) -> SiteProblem:
    """Warehouses with fixed costs; the cost of serving each customer wholly from each warehouse."""
    words = file.read_text().split()
    n_sites, n_zones = int(words[0]), int(words[1])
    fixed = np.array([float(words[3 + 2 * k]) for k in range(n_sites)])
    rest = np.array(words[2 + 2 * n_sites :], dtype=float).reshape(n_zones, 1 + n_sites)
    options = pd.DataFrame({"site": [f"s{k}" for k in range(n_sites)], "format": "warehouse"})
    capture = NearestCapture(rest[:, 1:], np.ones(n_zones))
    return SiteProblem(options, capture, [Count(at_least=1)], fixed_value=-fixed)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "or_library_uncap")
    folder = parser.parse_args().data
    lines = (folder / "optima.txt").read_text().split("\n")
    optima = dict(line.split() for line in lines if line.startswith("cap"))
    print("| instance | warehouses | customers | published optimum | value | status | seconds | CPU seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for name, optimum in optima.items():
        asked = problem(folder / name)
        cpu = time.process_time()
        selection = solve(asked, gap=EXACT)
        print(
            f"| {name.removesuffix('.txt')} | {asked.n_options} | {asked.n_zones} | {float(optimum):.3f} "
            f"| {-selection.objective:.3f} | {selection.status} | {selection.seconds:.2f} "
            f"| {time.process_time() - cpu:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
