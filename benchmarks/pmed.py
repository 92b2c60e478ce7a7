"""p-median on graphs: OR-Library's pmed1-30, every optimum proven.

python benchmarks/pmed.py [--first 1] [--last 30] [--data FOLDER]

Beasley, J. E. (1985), A note on solving large p-median problems, EJOR 21.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra

from siteplan.optimise import Count, NearestCapture, SiteProblem, SolveStatus, solve

HERE = Path(__file__).resolve().parent
LIMIT_SECONDS = 300.0


def read(file: Path) -> tuple[np.ndarray, int]:
    """All shortest paths (n, n), and p; of a repeated edge the last cost counts."""
    numbers = np.array(file.read_text().split(), dtype=int)
    n, _, p = numbers[:3].tolist()
    edges = {(min(a, b), max(a, b)): cost for a, b, cost in numbers[3:].reshape(-1, 3).tolist()}
    ends = np.array(list(edges))
    graph = sp.csr_array((np.array(list(edges.values()), dtype=float), (ends[:, 0] - 1, ends[:, 1] - 1)), shape=(n, n))
    return dijkstra(graph, directed=False), p


def median(distances: np.ndarray, p: int, weights: np.ndarray | None = None) -> SiteProblem:
    """Open exactly p of the columns; least weighted distance to the nearest."""
    n_zones, n_sites = distances.shape
    options = pd.DataFrame({"site": [f"s{k}" for k in range(n_sites)], "format": "site"})
    capture = NearestCapture(distances, np.ones(n_zones) if weights is None else weights)
    return SiteProblem(options, capture, [Count(exactly=p)])


def main() -> None:
    arguments = _arguments()
    optima = dict(line.split() for line in (arguments.data / "optima.txt").read_text().splitlines()[1:] if line.strip())
    print("| instance | nodes | p | published optimum | value | bound | status | seconds | CPU seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    seconds, proven = 0.0, 0
    for number in range(arguments.first, arguments.last + 1):
        name = f"pmed{number}"
        distances, p = read(arguments.data / f"{name}.txt")
        cpu, optimum = time.process_time(), float(optima[name])
        selection = solve(median(distances, p), gap=0.9 / optimum, time_limit=LIMIT_SECONDS)
        seconds += selection.seconds
        proven += selection.status is SolveStatus.OPTIMAL and round(-selection.objective) == optimum
        print(
            f"| {name} | {len(distances)} | {p} | {optimum:.0f} | {-selection.objective:.0f} | {-selection.bound:.2f} "
            f"| {selection.status} | {selection.seconds:.2f} | {time.process_time() - cpu:.2f} |",
            flush=True,
        )
    print(f"\n{proven} of {arguments.last - arguments.first + 1} optima found and proven in {seconds:.1f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=30)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "or_library_pmed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
