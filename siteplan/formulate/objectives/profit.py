r"""Profit: what the network earns on its vehicles a year, less what options cost a year.

Maximise :math:`\sum_f m_f q_f(y) - \sum_o c_o y_o` with :math:`m_f` the margin of a format, :math:`q_f` what its sites
sell, :math:`c_o` opex and capex as an annuity. Where margins differ, vehicles count at the largest, less what each
option falls short of it on those that it sells whatever else opens: no plan's profit is underrated.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.finance.costs import yearly_costs
from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective, nothing, with_closing
from siteplan.formulate.sales_arrays import expected_sales
from siteplan.groundwork import Groundwork
from siteplan.optimise.types import Bools, Floats
from siteplan.tradearea import shares

__all__ = ["Profit"]

MIXED_MARGINS = "margins that differ by format (the bound counts too much for the smaller ones)"


class Profit(Objective):
    """Margin on all vehicles sold, less the yearly cost of what opens and what closes (currency/year)."""

    name = "profit"

    @property
    def approximations(self) -> tuple[str, ...]:
        """Margins that differ, if they do."""
        most, own_less, less = self._short
        return (MIXED_MARGINS,) if most and bool(own_less.any() or less.any()) else ()

    def aim(self) -> Aim:
        """Return sales at the largest margin, less what options cost and fall short of it at least."""
        ground, costs = self.ground, yearly_costs(self.ground.options, self.ground.study.plan)
        most, _, less = self._short
        if not most:  # whoever sells earns nothing: what opens only costs
            return with_closing(ground, Aim(nothing(ground), -costs))
        least = sum(chance * _least_sold(outlook) for chance, outlook in ground.outlooks())
        return with_closing(ground, Aim(expected_sales(ground, most), -costs - less * least))

    def value(self, network: Network) -> float:
        """Return currency/year; what the facilities cost that stay in every plan is left out."""
        return network.margin - network.yearly_costs

    @cached_property
    def _short(self) -> tuple[float, Floats, Floats]:
        """The largest margin, and what facilities and options that sell fall short of it (currency a vehicle)."""
        ground, model = self.ground, self.ground.model
        sides = ((ground.facilities, model.own), (ground.options, model.options))
        margins = [np.where(_wins(utility), _margins(ground, table), np.nan) for table, utility in sides]
        most = float(np.nanmax(np.concatenate(margins), initial=0.0))
        own_less, less = (np.nan_to_num(most - of_side) for of_side in margins)
        return most, own_less, less


def _least_sold(ground: Groundwork) -> Floats:
    """Return the vehicles/year that each option sells when all open (n_options,)."""
    model = ground.model
    won = model.demand.to_numpy(dtype=float) @ shares(model, np.ones(model.options.shape[1], dtype=bool)).options
    return np.asarray(np.minimum(won, ground.option_caps))


def _wins(utility: csr_array) -> Bools:
    return np.asarray(utility.sum(axis=0)) > 0


def _margins(ground: Groundwork, table: pd.DataFrame) -> Floats:
    return np.array([ground.study.formats[name].margin for name in table["format"]], dtype=float)
