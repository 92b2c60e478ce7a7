"""Fewest sites that cover everybody (LSCP) on uniform points, beside HiGHS alone on the same matrix; processor seconds.

python benchmarks/fewest_sites.py [--zones 2000] [--sites 400] [--radius 0.1] [--seeds 0 1 2]
"""

from __future__ import annotations

import argparse
import time

import highspy
import numpy as np
import scipy.sparse as sp
from uniform import near

from siteplan.optimise import fewest_sites


def bare(covers: sp.csr_array) -> float:
    """Return the fewest sites by one call of HiGHS, one thread."""
    n_zones, n_sites = covers.shape
    model, matrix = highspy.HighsLp(), covers.astype(float)
    model.num_col_, model.num_row_ = n_sites, n_zones
    model.col_cost_, model.col_lower_, model.col_upper_ = np.ones(n_sites), np.zeros(n_sites), np.ones(n_sites)
    model.row_lower_, model.row_upper_ = np.ones(n_zones), np.full(n_zones, np.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * n_sites
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    return float(solver.getInfo().objective_function_value)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--zones", type=int, default=2000)
    parser.add_argument("--sites", type=int, default=400)
    parser.add_argument("--radius", type=float, default=0.1)
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1, 2])
    asked = parser.parse_args()
    print("| seed | sites | status | CPU s | HiGHS: sites | CPU s | ratio |")
    print("|---|---|---|---|---|---|---|")
    for seed in asked.seeds:
        rng = np.random.default_rng(seed)
        zones, sites = rng.random((asked.zones, 2)), rng.random((asked.sites, 2))
        covers = near(zones, sites, asked.radius)
        began = time.process_time()
        found = fewest_sites(covers)
        ours = time.process_time()
        theirs = bare(covers)
        ended = time.process_time()
        print(
            f"| {seed} | {-found.objective:.0f} | {found.status}, gap {found.gap:.0e} | {ours - began:.2f} "
            f"| {theirs:.0f} | {ended - ours:.2f} | {(ours - began) / (ended - ours):.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
