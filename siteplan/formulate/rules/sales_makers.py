"""Rules on sales, on arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.errors import Problem, ProblemError
from siteplan.formulate.rules.asked import Asked
from siteplan.market.access import place_mask
from siteplan.optimise.rules import CannibalisationCap, CaptureFloor, MinimumSales
from siteplan.optimise.rules.where import matching
from siteplan.study.rules import CannibalisationRule, CaptureRule, MinimumSalesRule

__all__ = ["MAKERS"]


def minimum_sales(asked: Asked, spec: MinimumSalesRule) -> MinimumSales:
    """Return the floor on what each option that opens sells; those that sell nothing are there for something else."""
    ground = asked.ground
    sells = np.asarray(ground.model.options.sum(axis=0)) > 0
    opens = matching({**spec.where(), "new": True}, ground.options)
    return MinimumSales(asked.won.vehicles, spec.at_least, opens & sells, name=asked.name, caps=ground.option_caps)


def cannibalisation(asked: Asked, spec: CannibalisationRule) -> CannibalisationCap:
    """Return the cap on the demand that is taken from each own facility that passes the rule's filters.

    Raises
    ------
    ProblemError
        None does.
    """
    ground = asked.ground
    protected = np.flatnonzero(matching(spec.where(), ground.facilities))
    if not len(protected):
        remedy = "Filter less, or leave the rule out."
        raise ProblemError(
            [Problem("study.toml [plan.rules]", f"rule {asked.name} protects none of your sites", remedy)]
        )
    own = ground.model.own[:, protected].toarray()
    return CannibalisationCap(asked.won.vehicles, own, spec.at_most, name=asked.name, stands=ground.stands)


def capture(asked: Asked, spec: CaptureRule) -> CaptureFloor:
    """Return the floor on what the network sells of all demand, or on what it wins of that of some people.

    A cap is a site's, not a place's: what a site cannot sell is not told apart by who came.
    """
    ground = asked.ground
    whole = float(np.sum(asked.won.vehicles.weights))
    if not (spec.where() or spec.segment):
        return CaptureFloor(asked.won.sold, spec.at_least * whole, name=asked.name)
    rows = ground.model.rows
    asked_of = rows.each(place_mask(ground.market.zones, spec)) & rows.of_segment(spec.segment)
    there = replace(asked.won.vehicles, weights=asked.won.vehicles.weights * asked_of)
    return CaptureFloor(there, spec.at_least * float(np.sum(there.weights)), name=asked.name)


MAKERS = {MinimumSalesRule: minimum_sales, CannibalisationRule: cannibalisation, CaptureRule: capture}
