"""Maximal coverage of up to tens of millions of points, which come in pieces; processor seconds and memory.

python benchmarks/many_points.py [--points 1000000 20000000] [--sites 100] [--open 15] [--radius 5.5]

Points and sites lie uniformly in a square of 30 by 30, as those of Cordeau, Furini and Ljubic (2019), Benders
decomposition for very large scale partial set covering and maximal covering location problems, EJOR 275.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator

import numpy as np

from siteplan.optimise import CoverageCapture, maximal_coverage

SIDE, PIECE = 30.0, 200_000


def pieces(n_points: int, sites: np.ndarray, radius: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield which sites cover points, and a weight of 1 to 100 each."""
    rng = np.random.default_rng(1)
    for start in range(0, n_points, PIECE):
        n = min(PIECE, n_points - start)
        x, y = rng.uniform(0, SIDE, (2, n, 1))
        yield (x - sites[0]) ** 2 + (y - sites[1]) ** 2 <= radius**2, rng.integers(1, 101, n).astype(float)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", nargs="*", type=int, default=[1_000_000, 20_000_000])
    parser.add_argument("--sites", type=int, default=100)
    parser.add_argument("--open", type=int, default=15)
    parser.add_argument("--radius", type=float, default=5.5)
    asked = parser.parse_args()
    sites = np.random.default_rng(0).uniform(0, SIDE, (2, asked.sites))
    for n_points in asked.points:
        began = time.process_time()
        for _ in pieces(n_points, sites, asked.radius):
            pass
        made = time.process_time()
        capture = CoverageCapture.of_pieces(pieces(n_points, sites, asked.radius))
        merged = time.process_time()
        found = maximal_coverage(capture.covers, capture.weights, asked.open)
        ended = time.process_time()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{n_points:,} points, {len(capture.weights):,} differ: {found.objective:,.0f}, {found.status}, gap "
            f"{found.gap:.1e}; making the points {made - began:.1f} s, merging {merged - made - (made - began):.1f} s, "
            f"solving {ended - merged:.1f} s, {memory:.2f} GB in all"
        )


if __name__ == "__main__":
    main()
