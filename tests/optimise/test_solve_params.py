"""Figures that steer a solve: each is felt by the part it steers, and what is proven does not depend on it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.optimise import Budget, Count, HuffCapture, Progress, SiteProblem, SolveStatus, solve
from siteplan.optimise.bounds.grouping import GroupingParams
from siteplan.optimise.bounds.relaxation import RelaxationParams
from siteplan.optimise.heuristics.first_plans import FirstPlanParams
from siteplan.optimise.heuristics.local_search import LocalSearchParams
from siteplan.optimise.proof.branch_params import BranchParams
from siteplan.optimise.solve_params import SolveParams

ROOT = Path(__file__).resolve().parents[2]
GAP = 1e-6


def market(seed: int) -> SiteProblem:
    """Thirty zones, fourteen sites and a budget for about a third of them."""
    r = np.random.default_rng(seed)
    options = pd.DataFrame(
        {"site": [f"s{k}" for k in range(14)], "format": "m", "cost": r.integers(1, 9, 14).astype(float)}
    )
    capture = HuffCapture(sp.csr_array(r.random((30, 14)) ** 4), np.ones(30), r.random(30))
    return SiteProblem(options, capture, [Budget(options["cost"].sum() / 3)])


WAYS = {
    "few looks": SolveParams(search=LocalSearchParams(most_tried=1, few_likely=0)),
    "no swaps gain": SolveParams(search=LocalSearchParams(least_gain=1.0)),
    "each zone by itself": SolveParams(grouping=GroupingParams(few_pairs=99)),
    "coarse": SolveParams(relaxation=RelaxationParams(least_tolerance=0.1)),
    "at the answer": SolveParams(relaxation=RelaxationParams(inward=0.0, patience=1)),
    "no near plans": SolveParams(branch=BranchParams(near_times=())),
    "a plan before": SolveParams(first=FirstPlanParams(many_options=0)),
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_the_figures_the_same_is_proven(way: str) -> None:
    problem = market(3)
    usual, other = solve(problem, GAP), solve(problem, GAP, params=WAYS[way])
    assert other.status is usual.status is SolveStatus.OPTIMAL
    assert other.objective == pytest.approx(usual.objective, rel=2 * GAP)
    assert other.bound >= usual.objective * (1 - GAP)


def test_a_figure_is_felt_by_the_part_it_steers() -> None:
    """Zones are grouped as asked; a coarse relaxation is left earlier; a first plan is heard as such."""
    heard: list[Progress] = []
    usual = solve(market(7), GAP)
    single, coarse = (solve(market(7), GAP, params=WAYS[way]) for way in ("each zone by itself", "coarse"))
    solve(
        replace(market(7), rules=[Budget(30.0), Count(at_least=2)]),
        GAP,
        progress=heard.append,
        params=WAYS["a plan before"],
    )
    assert single.groups is not None
    assert usual.groups is not None
    assert (single.groups.max(), usual.groups.max()) == (29, 0)
    assert coarse.relaxed is not None
    assert usual.relaxed is not None
    assert coarse.relaxed.bound > usual.relaxed.bound
    assert "first plan" in {step.stage for step in heard}


def test_cuts_over_other_groups_are_not_taken_over() -> None:
    """A run that starts from one whose groups were others makes cuts of its own, and proves the same."""
    problem = market(3)
    first = solve(problem, GAP, params=WAYS["each zone by itself"])
    again = solve(problem, GAP, start=first)
    assert again.groups is not None
    assert len(first.cuts_over(again.groups)) == 0
    assert len(first.cuts_over(np.arange(problem.n_zones))) > 0
    assert again.objective == pytest.approx(first.objective, rel=2 * GAP)


def test_the_example_of_the_documentation_runs() -> None:
    """The block of docs/optimiser.md that changes figures, on a market; what comes of it is proven as ever."""
    text = (ROOT / "docs/optimiser.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    (block,) = (block for block in blocks if "SolveParams" in block)
    known: dict[str, Any] = {"problem": market(4), "solve": solve}
    exec("".join(line[4:] for line in block.splitlines(keepends=True)), known)  # noqa: S102  the documentation's own
    assert known["params"].branch.near_nodes != known["usual"].branch.near_nodes
    assert known["longer"].status is SolveStatus.OPTIMAL
