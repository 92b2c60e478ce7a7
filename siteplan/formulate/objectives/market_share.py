r"""Market share: the vehicles a year that all own sites sell.

Maximise :math:`\sum_i d_i \, s_i(y)` with :math:`d_i` the demand of zone *i* and :math:`s_i` the share of it that the
network of the open options *y* sells by Huff's model, each site up to its capacity; over outlooks, their mean.
"""

from __future__ import annotations

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective
from siteplan.formulate.sales_arrays import expected_sales

__all__ = ["MarketShare"]


class MarketShare(Objective):
    """What the network sells (vehicles/year)."""

    name = "market_share"

    def aim(self) -> Aim:
        """Return the demand that is sold on the mean of the outlooks."""
        sold = expected_sales(self.ground)
        return Aim(sold, sold=None if self.ground.study.outlooks else sold)

    def value(self, network: Network) -> float:
        """Return vehicles/year."""
        return network.capture
