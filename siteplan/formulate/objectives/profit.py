r"""Profit: what the network earns on its vehicles a year, less what its sites cost a year.

Maximise :math:`\sum_j m_j \min(q_j(y), k_j) - \sum_o c_o y_o - c` with :math:`m_j` the margin of a site's format,
:math:`q_j` what it wins, :math:`k_j` its capacity, :math:`c_o` opex and capex as an annuity and :math:`c` the opex of
the facilities that stay in every plan. Vehicles count at the largest margin, less what each site falls short of that on
what it wins, which is a convex loss of the site (see AboveCap): the model is exact at every plan.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.finance.costs import yearly_costs
from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective, moved, nothing, with_closing
from siteplan.formulate.sales_arrays import SiteMargins, expected_earnings, least_sold
from siteplan.groundwork import Groundwork
from siteplan.optimise.types import Bools, Floats

__all__ = ["Profit"]


class Profit(Objective):
    """Margin on all vehicles sold, less the yearly cost of the network and of what closes (currency/year)."""

    name = "profit"

    def aim(self) -> Aim:
        """Return sales at their margins, less what options and the facilities that stay cost."""
        ground, costs = self.ground, yearly_costs(self.ground.options, self.ground.study.plan)
        margins = self._margins
        if not margins.most:  # whoever sells earns nothing: what opens only costs
            aim = Aim(nothing(ground), -costs)
        else:
            less = (margins.most - margins.options) * least_sold(ground)
            aim = Aim(expected_earnings(ground, margins), -costs - less)
        return with_closing(ground, moved(aim, -float(ground.facilities["opex"].sum())))

    def value(self, network: Network) -> float:
        """Return currency/year."""
        return network.margin - network.yearly_costs - network.staying_opex

    @cached_property
    def _margins(self) -> SiteMargins:
        """Those of options and facilities; of sites that win nothing the largest, for they fall short of nothing."""
        ground, model = self.ground, self.ground.model
        sides = ((ground.options, model.options), (ground.facilities, model.own))
        margins = [np.where(_wins(utility), _margins(ground, table), np.nan) for table, utility in sides]
        most = float(np.nanmax(np.concatenate(margins), initial=0.0))
        options, own = (np.nan_to_num(of_side, nan=most) for of_side in margins)
        return SiteMargins(most, options, own)


def _wins(utility: csr_array) -> Bools:
    return np.asarray(utility.sum(axis=0)) > 0


def _margins(ground: Groundwork, table: pd.DataFrame) -> Floats:
    return np.array([ground.study.formats[name].margin for name in table["format"]], dtype=float)
