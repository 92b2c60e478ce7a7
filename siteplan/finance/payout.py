r"""Payout: what the maker pays those who run a site, the larger of a guarantee and a share of the price of its sales.

A year's payout is :math:`\max(G o_t, s p Q \rho_t)`: :math:`G` the guarantee of a year, :math:`o_t` the share of the
year's months in which the site is open, :math:`s` the share, :math:`p` the price, :math:`Q` mature sales of a year and
:math:`\rho_t` what the site sells of them then. Neither guarantee nor price grows. It is convex in :math:`Q`: a
supporting line never overrates it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.finance.timing import Timing, discounts, timing
from siteplan.study import Study

__all__ = ["Payout", "payout_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Payout:
    """What is paid to those who run sites.

    Attributes
    ----------
    guarantee : (n_sites, n_years) currency, whatever is sold
    share : (n_sites, n_years) currency for each mature vehicle a year
    weights : (n_years,) of each year in a level sum; they sum to 1
    """

    guarantee: Floats
    share: Floats
    weights: Floats

    def by_year(self, mature: Floats) -> Floats:
        """Return the payout of each year (n_sites, n_years) at mature sales (n_sites,), vehicles/year."""
        return np.asarray(np.maximum(self.guarantee, self.share * mature[:, None]))

    def level(self, mature: Floats) -> Floats:
        """Return the even yearly sum that is worth as much (n_sites,), currency/year."""
        return np.asarray(self.by_year(mature) @ self.weights)

    def support(self, mature: Floats) -> tuple[Floats, Floats]:
        """Return slope (currency a mature vehicle) and intercept (currency/year) of a line below `level` (n_sites,).

        It touches it at these mature sales. At a kink it is the flatter of the two.
        """
        above = self.share * mature[:, None] > self.guarantee
        slope = np.where(above, self.share, 0.0) @ self.weights
        fixed = np.where(above, 0.0, self.guarantee) @ self.weights
        return np.asarray(slope), np.asarray(fixed)

    @property
    def kinks(self) -> Floats:
        """Mature sales from which on a year's share exceeds its guarantee (n_sites, n_years); infinite where never."""
        paid = self.share > 0
        return np.asarray(np.where(paid, self.guarantee / np.where(paid, self.share, 1.0), np.inf))

    @property
    def pieces(self) -> tuple[Floats, Floats]:
        """Kinks (n_pieces, n_sites) of the level sum, vehicles/year, and how much steeper it is above each of them.

        Infinite and 0 where a site has fewer. Years that have the same kink are one piece.
        """
        every, which = np.unique(np.hstack([self.kinks, self.share]), axis=0, return_inverse=True)
        n_years = len(self.weights)
        kinks, slopes = np.full((len(every), n_years), np.inf), np.zeros((len(every), n_years))
        for row, line in enumerate(every):
            found, year_of = np.unique(line[:n_years], return_inverse=True)
            kinks[row, : len(found)] = found
            np.add.at(slopes[row], year_of, line[n_years:] * self.weights)
        used = np.flatnonzero(((slopes > 0) & np.isfinite(kinks)).any(axis=0))
        return kinks[which][:, used].T, slopes[which][:, used].T


def payout_of(sites: pd.DataFrame, study: Study, when: Timing | None = None) -> Payout:
    """Return the payout of sites (format; and `new`, where some open)."""
    when, weights = when or timing(sites, study), discounts(study)
    specs, price = [study.formats[kind] for kind in sites["format"]], study.finance.price or 0.0
    guarantee = np.array([spec.payout_guarantee for spec in specs], dtype=float)
    share = np.array([spec.payout_share for spec in specs], dtype=float) * price
    return Payout(guarantee[:, None] * when.is_open, share[:, None] * when.sells, weights / weights.sum())
