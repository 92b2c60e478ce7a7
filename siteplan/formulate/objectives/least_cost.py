r"""Least cost: the least a year that meets every rule.

Minimise :math:`\sum_o c_o y_o` with :math:`c_o` opex and capex as an annuity, and what it costs to close sites.
"""

from __future__ import annotations

from siteplan.finance.costs import yearly_costs
from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective, nothing, with_closing

__all__ = ["LeastCost"]


class LeastCost(Objective):
    """What options cost a year, those that close counted in (currency/year)."""

    name = "cost"

    def aim(self) -> Aim:
        """Return minus the costs."""
        costs = yearly_costs(self.ground.options, self.ground.study.plan)
        return with_closing(self.ground, Aim(nothing(self.ground), -costs))

    def value(self, network: Network) -> float:
        """Return currency/year."""
        return network.yearly_costs
