"""Questions of many kinds, each to its gap: CPU seconds to a first plan and to the gap.

python benchmarks/kinds.py [--only NAME ...] [--country FOLDER] [--limit SECONDS] [--seeds 0 1 2]

`--country` is the folder of a study of a whole country; without one that question is left out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import huff_scale
import numpy as np
import pandas as pd
from published import DATA, hm14
from uniform import covered_points, points

import siteplan.data
from siteplan.data import read_market, read_study
from siteplan.data.bundled import bundled_study
from siteplan.formulate.site_problem import site_problem
from siteplan.optimise import Budget, Count, CoverageCapture, NearestCapture, Progress, SiteProblem, solve
from siteplan.pipeline import lay_groundwork

FOSHAN = Path(siteplan.data.__file__).parent / "foshan"
Question = tuple[Callable[[], SiteProblem], float]


def main() -> None:
    arguments = _arguments()
    print("| question | entries | CPU s to a plan | CPU s | gap asked | gap | value | sites | status |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for name, (made, gap) in _questions(arguments.country).items():
        if not arguments.only or any(name.startswith(word) for word in arguments.only):
            for seed in arguments.seeds:
                print(f"| {name} {_row(made(), gap, arguments.limit, seed)}", flush=True)


def _questions(country: Path | None) -> dict[str, Question]:
    whole = {} if country is None else {"country": (partial(_study, country), 3e-3)}
    budgets = {
        f"province, budget x {times:g}": (partial(_with_budget, bundled_study(), times), 5e-3)
        for times in (0.7, 0.75, 0.8, 0.9, 1.0, 1.2)
    }
    made = {
        f"Huff {zones:,} x {sites} x 3, {market}, {ask}": (
            partial(huff_scale.problem, zones, sites, ask, market),
            gap,
        )
        for zones, sites, market, ask, gap in (
            (2000, 150, "contested", "budget", 1e-3),
            (2000, 150, "dominant", "rules", 3e-3),
            (5000, 300, "contested", "rules", 3e-3),
            (5000, 300, "dominant", "rules", 3e-3),
            (20000, 1000, "contested", "rules", 1e-3),
            (20000, 1000, "dominant", "rules", 1e-3),
        )
    }
    shares = {
        f"maximum capture 800 x {sites}, {alpha:g}, {beta:g}, {r}": (
            partial(hm14, DATA / "hm14" / f"HM14_800_{sites}.data", alpha, beta, r),
            1e-6,
        )
        for sites, alpha, beta, r in ((25, 0.1, 1.0, 5), (50, 0.01, 1.0, 7), (50, 0.01, 5.0, 5))
    }
    return {
        "city, Foshan": (partial(_study, FOSHAN), 1e-3),
        **whole,
        **budgets,
        **shares,
        "coverage 4,000 x 400": (partial(_coverage, 4000, 400, 25, 0.07), 1e-6),
        "median 1,000 x 100": (partial(_median, 1000, 100, 10), 1e-6),
        **made,
    }


@cache
def _study(folder: Path) -> SiteProblem:
    study = read_study(folder)
    return site_problem(lay_groundwork(study, read_market(study)))


def _with_budget(folder: Path, times: float) -> SiteProblem:
    problem = _study(folder)
    return replace(
        problem, rules=[replace(r, limit=r.limit * times) if isinstance(r, Budget) else r for r in problem.rules]
    )


def _coverage(n_zones: int, n_sites: int, p: int, radius: float) -> SiteProblem:
    covers, weights = covered_points(n_zones, n_sites, radius)
    return SiteProblem(_sites(n_sites), CoverageCapture(covers, weights), [Count(exactly=p)])


def _median(n_zones: int, n_sites: int, p: int) -> SiteProblem:
    distances, weights = points(n_zones, n_sites)
    return SiteProblem(_sites(n_sites), NearestCapture(distances, weights), [Count(exactly=p)])


def _sites(n: int) -> pd.DataFrame:
    return pd.DataFrame({"site": np.arange(n), "format": "m"})


def _row(problem: SiteProblem, gap: float, limit: float, seed: int) -> str:
    first: list[float] = []

    def heard(step: Progress) -> None:
        if not first and step.value == step.value:
            first.append(time.process_time() - began)

    began = time.process_time()
    done = solve(problem, gap, limit, progress=heard, seed=seed)
    cpu = time.process_time() - began
    entries = problem.capture.reach.nnz
    plan = f"{first[0]:.1f}" if first else "-"
    return (
        f"| {entries:,} | {plan} | {cpu:.1f} | {gap:.2g} | {done.gap:.2g} | {done.objective:,.1f} "
        f"| {int(done.open.sum())} | {done.status} |"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--country", type=Path)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    return parser.parse_args()


if __name__ == "__main__":
    main()
