"""p-median on uniform points: seconds, bound and memory, beside the textbook model given straight to HiGHS.

python benchmarks/median.py [--sizes 1000x200x10 2000x500x20] [--peer SECONDS]
"""

from __future__ import annotations

import argparse
import resource
import time

import highspy
import numpy as np
import scipy.sparse as sp
from uniform import points

from siteplan.optimise import p_median

GAP = 1e-6
LIMIT_SECONDS = 300.0


def textbook(distances: np.ndarray, weights: np.ndarray, p: int, seconds: float) -> tuple[str, float]:
    """Solve min sum w d x, sum x = 1, x <= y, sum y = p with HiGHS on one thread; its status and its seconds."""
    began = time.perf_counter()
    n_zones, n_sites = distances.shape
    n = n_zones * n_sites
    each = sp.kron(sp.eye_array(n_zones), np.ones((1, n_sites)))
    assign = sp.hstack([each, sp.csr_array((n_zones, n_sites))])
    link = sp.hstack([sp.eye_array(n), -sp.kron(np.ones((n_zones, 1)), sp.eye_array(n_sites))])
    count = sp.hstack([sp.csr_array((1, n)), np.ones((1, n_sites))])
    rows = sp.csr_array(sp.vstack([assign, link, count], format="csr"))
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", seconds)
    none = np.zeros(0, dtype=np.int32)
    cost = np.concatenate([(weights[:, None] * distances).ravel(), np.zeros(n_sites)])
    highs.addCols(n + n_sites, cost, np.zeros(n + n_sites), np.ones(n + n_sites), 0, none, none, np.zeros(0))
    lower = np.concatenate([np.ones(n_zones), np.full(n, -np.inf), [p]])
    upper = np.concatenate([np.ones(n_zones), np.zeros(n), [p]])
    highs.addRows(rows.shape[0], lower, upper, rows.nnz, rows.indptr[:-1].astype(np.int32), rows.indices, rows.data)
    whole = np.arange(n, n + n_sites, dtype=np.int32)
    highs.changeColsIntegrality(n_sites, whole, np.full(n_sites, highspy.HighsVarType.kInteger))
    highs.run()
    gap = highs.getInfo().mip_gap
    return f"{highs.modelStatusToString(highs.getModelStatus())}, gap {gap:.2%}", time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="*", default=["1000x200x10", "2000x500x20"])
    parser.add_argument("--peer", type=float, default=0.0, help="seconds for the textbook model; 0 leaves it out")
    arguments = parser.parse_args()
    print("| zones x sites, p | value | bound | status | seconds | CPU seconds | peak GB | textbook, HiGHS | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        n_zones, n_sites, p = map(int, size.split("x"))
        distances, weights = points(n_zones, n_sites)
        cpu = time.process_time()
        selection = p_median(distances, weights, p, gap=GAP, time_limit=LIMIT_SECONDS)
        cpu = time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # kB on Linux
        said, ratio = "-", "-"
        if arguments.peer:
            status, seconds = textbook(distances, weights, p, arguments.peer)
            said, ratio = f"{status}, {seconds:.0f} s", f"{seconds / selection.seconds:.0f}"
        print(
            f"| {n_zones:,} x {n_sites:,}, {p} | {-selection.objective:.4f} | {-selection.bound:.4f} "
            f"| {selection.status} | {selection.seconds:.1f} | {cpu:.1f} | {peak:.2f} | {said} | {ratio} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
