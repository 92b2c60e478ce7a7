"""Explanations of the bundled province: prices of ten rejected sites, checked at both figures, and what each takes.

    python benchmarks/explain.py [SECONDS]

At the lower price of a site a better plan is shown: it meets every rule with the site at that price, and is worth more.
At the upper one the relaxation, solved from nothing with the site required, is worth less than the plan.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from siteplan import read_market, read_study
from siteplan.evaluate.explain.explained import price_of, solved_of
from siteplan.evaluate.explain.rejected import nearest_rejected
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, solve
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.entry import entry_price
from siteplan.optimise.analyses.entry_price import EntryPrice
from siteplan.optimise.analyses.price import Price
from siteplan.optimise.analyses.solved import Solved
from siteplan.optimise.analyses.status import with_status
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.pipeline import choose, lay_groundwork

SITES = 10
MORE = 1e-6  # of the plan's worth: what is better by less is not


def main(seconds: float) -> None:
    study = read_study("data/geo/guangdong")
    ground = lay_groundwork(study, read_market(study))
    began = time.process_time()
    selection = choose(ground).selection
    first = time.process_time() - began
    print(f"plan {selection.objective:,.1f}, gap {selection.gap:.2%}, {first:.1f} processor seconds")
    solved, price = _asked(ground, selection)
    nearest = nearest_rejected(ground, selection, solved.problem)
    for label in nearest.index[nearest["gain"].notna()][:SITES]:
        began = time.process_time()
        option = int(selection.open.index.get_loc(label))
        entry = entry_price(solved, option, price, Allowance.of(seconds))
        took = time.process_time() - began
        shown = _better_plan_shown(solved, entry, price) if np.isfinite(entry.opens_at) else "-"
        none = _none_above(solved, entry, price) if np.isfinite(entry.never_above) else "-"
        print(
            f"{label:24} {entry.verdict:10} {entry.price:11,.0f}  opens at {entry.opens_at:11,.0f} {shown!s:5}  "
            f"never above {entry.never_above:11,.0f} {none!s:5}  {took:5.1f} s"
        )


def _asked(ground: Groundwork, selection: Selection) -> tuple[Solved, Price]:
    assert selection.source is not None  # noqa: S101
    return solved_of(ground, selection, selection.source), price_of(ground)


def _better_plan_shown(solved: Solved, entry: EntryPrice, price: Price) -> bool:
    """Whether the plan that was kept holds at the lower price, by every rule, opens the site, and is worth more."""
    problem = price.at(solved.problem, entry.option, entry.opens_at)
    plan = entry.plan
    assert plan is not None  # noqa: S101
    better = problem.value(plan) > solved.selection.objective
    return bool(plan[entry.option] and Feasible(problem).holds(plan) and better)


def _none_above(solved: Solved, entry: EntryPrice, price: Price) -> bool:
    """Whether a run of its own, without any cut of another, proves that none is better at the upper price."""
    label, enough = solved.selection.open.index[entry.option], solved.selection.objective * (1 + MORE)
    problem = price.at(with_status(solved.problem, label, "required"), entry.option, entry.never_above)
    return solve(problem, 1e-6, 300.0, target=enough).bound < enough


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
