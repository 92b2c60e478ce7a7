r"""Vehicle costs on arrays: what the network costs by what it sells, as the cost stack of a plan counts it.

With costs :math:`C(y)` and vehicles :math:`V(y)` as level figures, :math:`C \le p V` asks that what the network earns
on vehicles at the price :math:`p` each is no less than what it costs. These are the earnings of earnings.py with this
price for every margin, and as exact: payouts, capacities, lead time, ramp-up, growth and salvage are in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.finance.cash_flows import charging_income
from siteplan.finance.level_figures import LevelFigures, at_price, level_figures, level_sales
from siteplan.formulate.earnings import Earnings
from siteplan.groundwork import Groundwork
from siteplan.market.access import offers
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.types import Floats
from siteplan.study import Study
from siteplan.tradearea.demand import owners

__all__ = ["VehicleCosts", "fixed_costs"]


@dataclass(frozen=True, eq=False)
class VehicleCosts:
    """What options and the facilities that stay cost a year, and sell.

    Attributes
    ----------
    sold : what the network sells of a mature year (vehicles), up to caps, in the market as it stands
    """

    ground: Groundwork
    sold: Capture

    @property
    def staying(self) -> float:
        """What the facilities that stay cost a year, and partners' part of service at its most.

        Who goes where for service follows from the plan, and no owner goes twice: no plan pays out more than the
        largest part of the visits of all who reach any site with service.
        """
        return float(_idle(self.ground.own_figures).sum()) + self._service_at_most

    @cached_property
    def plain(self) -> bool:
        """Whether no cost grows with sales, and each vehicle counts as one: mature sites, no payout by sales."""
        ground = self.ground
        figures = [at_price(1.0, sites, ground.study) for sites in (ground.options, ground.facilities)]
        return all(bool((each.margin == 1.0).all()) and not each.payout.pieces[1].any() for each in figures)

    @cached_property
    def vehicles(self) -> Capture:
        """What the network sells a year, as an even sum (vehicles)."""
        if self.plain:
            return self.sold
        ground = self.ground
        return self._earning(_vehicles_of(ground.options, ground.study), _vehicles_of(ground.facilities, ground.study))

    def bring(self, price: float) -> Capture:
        """Return what vehicles bring at a price each (currency/year), less what of the costs grows with sales."""
        ground = self.ground
        return self._earning(*(at_price(price, sites, ground.study) for sites in (ground.options, ground.facilities)))

    def _earning(self, options: LevelFigures, own: LevelFigures) -> Capture:
        return Earnings(self.ground, options, own, careful=True).capture

    @property
    def _service_at_most(self) -> float:
        ground, study = self.ground, self.ground.study
        near = ground.travel.decision.to(ground.options["site_id"]), ground.travel.fixed
        parts, reached = [0.0], np.zeros(len(ground.market.zones), dtype=bool)
        for sites, minutes in zip((ground.options, ground.facilities), near, strict=True):
            serves = offers(study.formats, sites, "service")
            parts += _shared(sites, study)[serves].tolist()
            reached |= np.isfinite(minutes.nearest(serves))
        visits = owners(study.demand, ground.market.zones)[reached].sum() * study.demand.service_visits
        return float(max(parts) * study.finance.service_margin * visits)


def fixed_costs(ground: Groundwork) -> Floats:
    """Return what each option costs a year whatever it sells (n_options,), partners' part of charging included."""
    sites = ground.options
    if ground.charging is not None:
        sites = sites.assign(sessions=ground.charging.options["sessions"].reindex(sites.index).fillna(0.0))
    return _idle(ground.option_figures) + _shared(sites, ground.study) * charging_income(sites, ground.study)


def _shared(sites: pd.DataFrame, study: Study) -> Floats:
    """Return which part of a mature year's other income goes to partners (n_sites,), as an even sum."""
    part = np.array([study.formats[kind].revenue_share for kind in sites["format"]], dtype=float)
    return part * level_sales(sites, study)


def _idle(figures: LevelFigures) -> Floats:
    """Return what sites cost that sell nothing (n_sites,), currency/year."""
    return -figures.result(np.zeros(len(figures.fixed)))


def _vehicles_of(sites: pd.DataFrame, study: Study) -> LevelFigures:
    """Return figures by which sites bring the vehicles that they sell, and cost nothing."""
    figures = level_figures(sites, study)
    nothing = replace(figures.payout, guarantee=0 * figures.payout.guarantee, share=0 * figures.payout.share)
    return replace(figures, margin=level_sales(sites, study), fixed=0 * figures.fixed, payout=nothing)
