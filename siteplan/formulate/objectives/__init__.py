"""Objectives: what each counts, on arrays for the optimiser and by the full model for what is shown; one a module."""

from __future__ import annotations

from siteplan.formulate.objectives.attendance import Attendance
from siteplan.formulate.objectives.fewest_sites import FewestSites
from siteplan.formulate.objectives.least_cost import LeastCost
from siteplan.formulate.objectives.market_share import MarketShare
from siteplan.formulate.objectives.mean_minutes import MeanMinutes
from siteplan.formulate.objectives.most_covered import MostCovered
from siteplan.formulate.objectives.objective import Objective
from siteplan.formulate.objectives.profit import NetPresentValue, Profit
from siteplan.groundwork import Groundwork

__all__ = ["REGISTRY", "objective_of"]

REGISTRY: dict[str, type[Objective]] = {
    kind.name: kind
    for kind in (MarketShare, Profit, NetPresentValue, MostCovered, MeanMinutes, Attendance, LeastCost, FewestSites)
}
"""The classes by the names of siteplan.study.objectives.OBJECTIVES."""


def objective_of(ground: Groundwork) -> Objective:
    """Return what the study's plan is judged by, on its market."""
    return REGISTRY[ground.study.plan.objective](ground)
