r"""Market share: the vehicles a year that all own sites sell.

Maximise :math:`\sum_i d_i \, s_i(y)` with :math:`d_i` the demand of zone *i* and :math:`s_i` the share of it that the
network of the open options *y* sells by Huff's model, each site up to its capacity; over outlooks, their mean.
"""

from __future__ import annotations

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, OutlookObjective
from siteplan.formulate.sales_arrays import sold_in

__all__ = ["MarketShare"]


class MarketShare(OutlookObjective):
    """What the network sells (vehicles/year)."""

    name = "market_share"

    def aims(self) -> list[Aim]:
        """Return the demand that is sold in each outlook."""
        grounds = [there for _, there in self.ground.outlooks()]
        as_it_stands = not self.ground.study.outlooks
        return [Aim(sold, sold=sold if as_it_stands else None) for sold in sold_in(grounds)]

    def value(self, network: Network) -> float:
        """Return vehicles/year."""
        return network.capture
