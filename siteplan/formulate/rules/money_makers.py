"""Rules on money, on arrays."""

from __future__ import annotations

from siteplan.formulate.rules.asked import Asked, opening, some
from siteplan.formulate.vehicle_costs import VehicleCosts
from siteplan.optimise.rules import Budget, CostPerVehicle
from siteplan.study.rules import BudgetRule, CostPerVehicleRule

__all__ = ["MAKERS", "YEARLY_CLOSING", "YEARLY_COST"]

YEARLY_COST = "yearly_cost"
"""The column of what an option costs a year whatever it sells (see vehicle_costs.py)."""

YEARLY_CLOSING = "yearly_closing"
"""The column of what it costs a year that an option is not chosen."""


def budget(asked: Asked, spec: BudgetRule) -> Budget:
    """Return the budget of openings; that of capex also pays for closing sites, and what stays needs none."""
    if spec.of == "capex":
        return Budget(
            spec.to_spend, column="capex", where=some(asked.ground, spec), name=asked.name, otherwise="closing"
        )
    return Budget(spec.to_spend, column=spec.of, where=opening(asked.ground, spec.where()), name=asked.name)


def cost_per_vehicle(asked: Asked, spec: CostPerVehicleRule) -> CostPerVehicle:
    """Return the cap on what the network costs, what stays and what closes included, by what it sells."""
    costs = VehicleCosts(asked.ground, asked.won.sold)
    return CostPerVehicle(
        spec.at_most,
        costs.vehicles,
        YEARLY_COST,
        costs.staying,
        name=asked.name,
        otherwise=YEARLY_CLOSING,
        bring=None if costs.plain else costs.bring,
    )


MAKERS = {BudgetRule: budget, CostPerVehicleRule: cost_per_vehicle}
