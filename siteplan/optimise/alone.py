"""Rules that no plan can meet even alone: the first thing to say when there is no plan."""

from __future__ import annotations

import numpy as np

from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Checked, CostPerVehicle, FormatShare, Requires, Rule, RuleReport
from siteplan.optimise.types import Bools

__all__ = ["unreachable_alone"]

FALLING = (Checked, CostPerVehicle, FormatShare, Requires)


def unreachable_alone(problem: SiteProblem) -> list[RuleReport]:
    """Return the rules that fail even with everything else dropped, with the most or least they can achieve.

    What is asked at least is held against all options that may open, as if a site could open in several formats; what
    is asked at most, against the required options alone. So each rule returned is out of reach for certain;
    the others may still clash among themselves. Ratios, needs, and what single sites sell, are left out: another
    opening may raise or lower them.
    """
    most, least = ~problem.barred, problem.required
    rules = [rule for rule in problem.rules if not isinstance(rule, FALLING)]
    return [line for rule in rules for line in _failing(problem, rule, most, least)]


def _failing(problem: SiteProblem, rule: Rule, most: Bools, least: Bools) -> list[RuleReport]:
    best = {"at_least": most, "at_most": least}
    lines = [
        line
        for sense, open_ in best.items()
        for line in rule.reports(problem.options, open_)
        if line.sense == sense and not line.met
    ]
    exact = zip(rule.reports(problem.options, most), rule.reports(problem.options, least), strict=True)
    lines += [top for top, low in exact if top.sense == "exactly" and _outside(low.achieved, top.asked, top.achieved)]
    return lines


def _outside(low: float, asked: float, high: float) -> bool:
    return not (np.floor(low) <= asked <= np.ceil(high))
