r"""Profit and net present value: what the network earns on its vehicles, less what its sites cost.

Maximise :math:`\sum_j v_j(q_j(y)) - \sum_o c_o y_o - c` with :math:`v_j` what a site brings on what it wins (see
earnings.py), :math:`c_o` what an option costs a year and :math:`c` what the facilities cost that stay in every plan.
All are the even yearly sums of the business case (see finance/level_figures.py): lead time, ramp-up, growth, payouts
and salvage are in them, so that the net present value is the annuity factor times the profit. Income from charging and
service is in neither: what of it a site brings follows from no choice of sites that the model knows.
"""

from __future__ import annotations

from functools import cached_property

from siteplan.formulate.earnings import Earnings
from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, OutlookObjective, moved, with_closing
from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.capped import capped_each

__all__ = ["NetPresentValue", "Profit"]

LOSING = "sites that lose on a vehicle at their capacity (the bound leaves out what they lose on some)"


class Profit(OutlookObjective):
    """What the network earns a year, less what its sites and what closes cost (currency/year)."""

    name = "profit"

    @property
    def approximations(self) -> tuple[str, ...]:
        """Losses on the last vehicles, if there are any."""
        return (LOSING,) if any(earnings.overestimates for earnings in self._earnings) else ()

    def aims(self) -> list[Aim]:
        """Return earnings in each outlook, less what options, what closes and the facilities that stay cost there."""
        captures = capped_each([earnings.sales for earnings in self._earnings])
        return [
            with_closing(earnings.ground, moved(Aim(capture, earnings.fixed_value), earnings.staying))
            for earnings, capture in zip(self._earnings, captures, strict=True)
        ]

    def value(self, network: Network) -> float:
        """Return currency/year."""
        return network.profit

    @cached_property
    def _earnings(self) -> list[Earnings]:
        return [Earnings.of(there) for _, there in self.ground.outlooks()]


class NetPresentValue(Profit):
    """The same for all years of the horizon, worth today, against today's network (currency)."""

    name = "npv"

    def aims(self) -> list[Aim]:
        """Return the profit beyond today's, in each outlook."""
        grounds = [there for _, there in self.ground.outlooks()]
        return [moved(aim, -_today(there)) for aim, there in zip(super().aims(), grounds, strict=True)]

    def value(self, network: Network) -> float:
        """Return currency."""
        return self.goal.figure(network.profit - self._stood)

    @cached_property
    def _stood(self) -> float:
        return _today(self.ground)


def _today(ground: Groundwork) -> float:
    """Return the profit of today's network."""
    return Network(ground, ground.stands).profit
