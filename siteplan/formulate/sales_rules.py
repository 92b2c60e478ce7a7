"""From a rule of study.toml on what sites sell to the rule on arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.access import place_mask
from siteplan.errors import Problem, ProblemError
from siteplan.formulate.sales import Won
from siteplan.groundwork import Groundwork
from siteplan.optimise.rules import CannibalisationCap, CaptureFloor, CostPerVehicle, MinimumSales
from siteplan.optimise.rules.where import matching
from siteplan.rule_specs import CannibalisationRule, CaptureRule, CostPerVehicleRule, MinimumSalesRule

__all__ = [
    "YEARLY_CLOSING",
    "YEARLY_COST",
    "cannibalisation",
    "capture",
    "cost_per_vehicle",
    "minimum_sales",
]

YEARLY_COST = "yearly_cost"
"""The column of what an option costs a year (see costs.py)."""

YEARLY_CLOSING = "yearly_closing"
"""The column of what it costs a year that an option is not chosen."""


def minimum_sales(ground: Groundwork, label: str, spec: MinimumSalesRule, won: Won) -> MinimumSales:
    """Return the floor on what each option that opens sells; those that sell nothing are there for something else."""
    sells = np.asarray(ground.model.options.sum(axis=0)) > 0
    opens = matching({**spec.where(), "new": True}, ground.options)
    return MinimumSales(won.vehicles, spec.at_least, opens & sells, name=label, caps=ground.option_caps)


def cannibalisation(ground: Groundwork, label: str, spec: CannibalisationRule, won: Won) -> CannibalisationCap:
    """Return the cap on the demand that is taken from each own facility that passes the rule's filters.

    Raises
    ------
    ProblemError
        None does.
    """
    protected = np.flatnonzero(matching(spec.where(), ground.facilities))
    if not len(protected):
        remedy = "Filter less, or leave the rule out."
        raise ProblemError([Problem("study.toml [plan.rules]", f"rule {label} protects none of your sites", remedy)])
    own = ground.model.own[:, protected].toarray()
    return CannibalisationCap(won.vehicles, own, spec.at_most, name=label, stands=ground.stands)


def cost_per_vehicle(ground: Groundwork, label: str, spec: CostPerVehicleRule, won: Won) -> CostPerVehicle:
    """Return the cap on what the network costs a year, what stays and what closes included, by what it sells."""
    stay = float(ground.facilities["opex"].sum())
    return CostPerVehicle(spec.at_most, won.sold, YEARLY_COST, stay, name=label, otherwise=YEARLY_CLOSING)


def capture(ground: Groundwork, label: str, spec: CaptureRule, won: Won) -> CaptureFloor:
    """Return the floor on what the network sells of all demand, or on what it wins of that of some people.

    A cap is a site's, not a place's: what a site cannot sell is not told apart by who came.
    """
    whole = float(np.sum(won.vehicles.weights))
    if not (spec.where() or spec.segment):
        return CaptureFloor(won.sold, spec.at_least * whole, name=label)
    rows = ground.model.in_rows(place_mask(ground.market.zones, spec)) & ground.model.of_segment(spec.segment)
    there = replace(won.vehicles, weights=won.vehicles.weights * rows)
    return CaptureFloor(there, spec.at_least * float(np.sum(there.weights)), name=label)
