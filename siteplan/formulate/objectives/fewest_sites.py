r"""Fewest sites that meet every rule, :math:`\min \sum_o y_o` over options that open (Toregas and others 1971)."""

from __future__ import annotations

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective, nothing

__all__ = ["FewestSites"]


class FewestSites(Objective):
    """Sites that open or convert."""

    name = "sites"

    def aim(self) -> Aim:
        """Return minus the number of them."""
        return Aim(nothing(self.ground), -self.ground.options["new"].to_numpy(dtype=float))

    def value(self, network: Network) -> float:
        """Return sites."""
        return float(network.opened["new"].sum())
