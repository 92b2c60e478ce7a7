"""From a rule of study.toml on what sites sell to the rule on arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.access import place_mask
from siteplan.errors import Problem, ProblemError
from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.rules import CannibalisationCap, CaptureFloor, CostPerVehicle, HuffCapacity, MinimumSales
from siteplan.optimise.rules.where import matching
from siteplan.rule_specs import CannibalisationRule, CapacityRule, CaptureRule, CostPerVehicleRule, MinimumSalesRule

__all__ = [
    "YEARLY_CLOSING",
    "YEARLY_COST",
    "cannibalisation",
    "capacity",
    "capture",
    "cost_per_vehicle",
    "minimum_sales",
]

YEARLY_COST = "yearly_cost"
"""The column of what an option costs a year (see costs.py)."""

YEARLY_CLOSING = "yearly_closing"
"""The column of what it costs a year that an option is not chosen."""


def minimum_sales(ground: Groundwork, label: str, spec: MinimumSalesRule, vehicles: HuffCapture) -> MinimumSales:
    """Return the floor on what each option that opens sells; those that sell nothing are there for something else."""
    sells = np.asarray(ground.model.options.sum(axis=0)) > 0
    opens = matching({**spec.where(), "new": True}, ground.options)
    return MinimumSales(vehicles, spec.at_least, opens & sells, name=label)


def capacity(ground: Groundwork, label: str, spec: CapacityRule, vehicles: HuffCapture) -> HuffCapacity:
    """Return the cap on what each option that opens sells: a number where it is for all, to give way step by step."""
    opens = matching({**spec.where(), "new": True}, ground.options)
    limit = spec.at_most if opens.all() else np.where(opens, spec.at_most, np.inf)
    return HuffCapacity(vehicles, limit, name=label)


def cannibalisation(
    ground: Groundwork, label: str, spec: CannibalisationRule, vehicles: HuffCapture
) -> CannibalisationCap:
    """Return the cap on what is taken from each own facility that passes the rule's filters.

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
    return CannibalisationCap(vehicles, own, spec.at_most, name=label, stands=ground.stands)


def cost_per_vehicle(ground: Groundwork, label: str, spec: CostPerVehicleRule, vehicles: HuffCapture) -> CostPerVehicle:
    """Return the cap on what the network costs a year, what stays and what closes included, by the vehicles it wins."""
    stay = float(ground.facilities["opex"].sum())
    return CostPerVehicle(spec.at_most, vehicles, YEARLY_COST, stay, name=label, otherwise=YEARLY_CLOSING)


def capture(ground: Groundwork, label: str, spec: CaptureRule, vehicles: HuffCapture) -> CaptureFloor:
    """Return the floor on the vehicles that the network wins where the rule says."""
    there = vehicles
    if spec.where() or spec.segment:
        rows = ground.model.in_rows(place_mask(ground.market.zones, spec)) & ground.model.of_segment(spec.segment)
        there = replace(vehicles, weights=vehicles.weights * rows)
    return CaptureFloor(there, spec.at_least * float(np.sum(there.weights)), name=label)
