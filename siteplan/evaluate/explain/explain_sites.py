"""Why this site, why not that one: single sites of a plan explained by solving anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.explain.explained import Explained, halves, price_of, solved_of
from siteplan.evaluate.explain.rejected import told_options
from siteplan.evaluate.plan import Plan
from siteplan.formulate.objectives import objective_of
from siteplan.formulate.outcome import Answer
from siteplan.formulate.phases.at_once_only import refuse_phases
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import solve
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.entry import entry_price
from siteplan.optimise.analyses.explain import entry_estimates
from siteplan.optimise.analyses.removal import removal
from siteplan.optimise.analyses.solved import unproven
from siteplan.optimise.selection import relative_gap
from siteplan.optimise.types import Bools

__all__ = ["ExplainSitesParams", "SitesExplained", "explain_sites"]


@dataclass(frozen=True)
class ExplainSitesParams(Params):
    """How the allowance is shared out.

    Attributes
    ----------
    for_bound : share that finding the bound of a saved plan may take: its cuts are not saved
    """

    for_bound: float = within(0.5, 0.0, 1.0)


@dataclass(frozen=True)
class SitesExplained:
    """What solving anew says of some sites.

    Attributes
    ----------
    plan : the plan, re-evaluated, with what was asked of its sites
    closed : DataFrame, a row for each closed option of the sites asked; see rejected.rejected_sites
    gap : to which the plan is proven
    limit, seconds : processor seconds allowed, and taken
    """

    plan: Plan
    asked: tuple[str, ...]
    closed: pd.DataFrame
    gap: float
    limit: float
    seconds: float


def answer_of(ground: Groundwork, is_open: Bools, bound: float | None, allowance: Allowance) -> Answer:
    """Return a plan (n_options,) with its bound and its cuts, found anew as far as the allowance lets them be.

    `bound` is one that is known, in the unit of the goal.
    """
    problem, asked = site_problem(ground), ground.study.plan
    start = unproven(problem, pd.Series(is_open, index=ground.options.index, name="open"))
    seconds, due = allowance.by_the_clock, allowance.is_due
    found = solve(problem, asked.gap, seconds, cancel=due, seed=asked.seed, start=start)
    known = np.inf if bound is None else objective_of(ground).goal.maximised(bound)
    best = max(min(found.bound, known), start.objective)
    gap = relative_gap(best, start.objective)
    plan = replace(found, open=start.open, objective=start.objective, bound=best, rules=start.rules, gap=gap)
    return Answer.of(ground, plan)


def explain_sites(
    ground: Groundwork,
    is_open: Bools,
    bound: float | None,
    sites: Sequence[str],
    allowance: Allowance,
    params: ExplainSitesParams = ExplainSitesParams(),
) -> SitesExplained:
    """Return why sites are in a plan (n_options,), or are not: each by solving anew, within the allowance."""
    refuse_phases(ground.study, "explain")
    began = allowance.left
    answer = answer_of(ground, is_open, bound, allowance.within(params.for_bound * began))
    solved, price = solved_of(answer), price_of(ground)
    index, of_asked = ground.options.index, ground.options["site_id"].isin(sites).to_numpy(dtype=bool)
    opened = np.flatnonzero(of_asked & is_open).tolist()
    open_sites = set(ground.options["site_id"][is_open])
    closed = np.flatnonzero(of_asked & ~ground.options["site_id"].isin(open_sites).to_numpy(dtype=bool)).tolist()
    parts = halves(allowance, len(opened) + len(closed))
    removals = {index[o]: removal(solved, o, part) for o, part in zip(opened, parts, strict=False)}
    entries = {index[o]: entry_price(solved, o, price, part) for o, part in zip(closed, parts, strict=False)}
    best = ground.options.iloc[closed].join(entry_estimates(solved.problem, solved.selection))
    told = Explained(entries=entries, removals=removals)
    return SitesExplained(
        plan=evaluate(answer, told),
        asked=tuple(sites),
        closed=told_options(answer, best, entries),
        gap=answer.selection.gap,
        limit=began,
        seconds=began - allowance.left,
    )
