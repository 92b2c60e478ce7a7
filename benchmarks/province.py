"""The provincial plan and what becomes of it under changed budgets: seconds, gap and memory of the bundled study.

All zones, all candidates; the groundwork (minutes, trade areas, scores) is laid once, as in the app.

python benchmarks/province.py [--budgets 0.8 0.9 1.0 1.1 1.2] [--gap 0.005] [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace

from siteplan.data import read_market, read_study
from siteplan.data.bundled import bundled_study
from siteplan.formulate.site_problem import site_problem
from siteplan.optimise import Budget, SiteProblem, solve
from siteplan.pipeline import lay_groundwork


def main() -> None:
    arguments = _arguments()
    start = time.perf_counter()
    study = read_study(bundled_study())
    ground = lay_groundwork(study, read_market(study))
    prepared = time.perf_counter() - start
    zones, options = ground.model.options.shape
    size = f"{zones:,} zones, {len(ground.market.candidates):,} candidates, {options:,} options"
    print(
        f"{size}, {len(study.plan.rules)} rules, {ground.model.options.nnz:,} utilities; groundwork {prepared:.1f} s\n"
    )
    print("| times the budget | status | gap | sites | seconds | CPU seconds | peak GB |")
    print("|---|---|---|---|---|---|---|")
    problem = site_problem(ground)
    for times in arguments.budgets:
        print(f"| {times:g} {_row(_with_budget(problem, times), arguments)}", flush=True)


def _with_budget(problem: SiteProblem, times: float) -> SiteProblem:
    rules = [replace(r, limit=r.limit * times) if isinstance(r, Budget) else r for r in problem.rules]
    return replace(problem, rules=rules)


def _row(problem: SiteProblem, arguments: argparse.Namespace) -> str:
    cpu = time.process_time()
    selection = solve(problem, arguments.gap, arguments.limit)
    cpu = time.process_time() - cpu
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # kB on Linux
    return (
        f"| {selection.status} | {selection.gap:.2%} | {int(selection.open.sum())} | {selection.seconds:.1f} "
        f"| {cpu:.1f} | {peak_gb:.2f} |"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budgets", nargs="+", type=float, default=[0.8, 0.9, 1.0, 1.1, 1.2])
    parser.add_argument("--gap", type=float, default=0.005)
    parser.add_argument("--limit", type=float, default=60.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
