"""Maximal coverage on uniform points, beside spopt on the same arrays in the same run.

python benchmarks/coverage.py [--sizes 2000x500x25x0.08 10000x1000x50x0.06] [--peer SOLVER]

The peer needs spopt (`pip install spopt`); it builds its model anew and solves it with CBC, or the solver PuLP knows by
that name. Its seconds are those of building and solving; ours are those of everything from the same arrays.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
import pulp
import scipy.sparse as sp
from uniform import covered_points, points

from siteplan.optimise import Count, CoverageCapture, SiteProblem, solve

EXACT = 1e-6
LIMIT_SECONDS = 120.0


def ours(covers: sp.csr_array, weights: np.ndarray, p: int) -> tuple[float, str, float]:
    """Value, status and seconds."""
    began = time.perf_counter()
    options = pd.DataFrame({"site": [f"s{k}" for k in range(covers.shape[1])], "format": "site"})
    capture = CoverageCapture(covers, weights)
    problem = SiteProblem(options, capture, [Count(exactly=p)])
    selection = solve(problem, gap=EXACT, time_limit=LIMIT_SECONDS)
    return selection.objective, f"{selection.status}, gap {selection.gap:.1e}", time.perf_counter() - began


def theirs(
    distances: np.ndarray, weights: np.ndarray, p: int, radius: float, solver: str
) -> tuple[float, str, float, float]:
    """Value, status, seconds of building and of solving."""
    from spopt.locate import MCLP  # noqa: PLC0415  only where the peer is asked for

    began = time.perf_counter()
    model = MCLP.from_cost_matrix(distances, weights, radius, p_facilities=p)
    built = time.perf_counter()
    model = model.solve(pulp.getSolver(solver, msg=False))
    return (
        model.problem.objective.value(),
        pulp.LpStatus[model.problem.status],
        built - began,
        time.perf_counter() - built,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="*", default=["2000x500x25x0.08", "10000x1000x50x0.06"])
    parser.add_argument("--peer", default="", help="PULP_CBC_CMD or HiGHS; left out, spopt is not run")
    arguments = parser.parse_args()
    print("| zones x sites, p, radius | value | status | seconds | spopt: value, status | build + solve | ratio |")
    print("|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        n_zones, n_sites, p = map(int, size.split("x")[:3])
        radius = float(size.split("x")[3])
        covers, weights = covered_points(n_zones, n_sites, radius)
        value, status, seconds = ours(covers, weights, p)
        peer, times, ratio = "-", "-", "-"
        if arguments.peer:
            found, said, build, solved = theirs(points(n_zones, n_sites)[0], weights, p, radius, arguments.peer)
            peer, times = f"{found:.0f}, {said}", f"{build:.1f} + {solved:.1f} s"
            ratio = f"{(build + solved) / seconds:.0f}"
        print(
            f"| {n_zones:,} x {n_sites:,}, {p}, {radius} | {value:.0f} | {status} | {seconds:.2f} "
            f"| {peer} | {times} | {ratio} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
