r"""Earnings on arrays: what sites bring on what they sell, as sales at one margin less convex losses of sites.

A site that wins :math:`q` brings :math:`v(q) = m \min(q, k) - P(\min(q, k))` with margin :math:`m`, capacity :math:`k`
and payout :math:`P`, which is convex: :math:`v` is concave. At a margin :math:`M` no smaller than any,
:math:`v(q) = M q - L(q)` with a convex loss :math:`L`, which AboveCap bounds; so earnings are exact at every plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from siteplan.finance.level_figures import LevelFigures
from siteplan.formulate.sales_arrays import huff_capture, least_sold
from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.capped import Losses, OutlookSales, capped_each
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.losses.vintages import Vintages
from siteplan.optimise.types import Bools, Floats

__all__ = ["Earnings"]


@dataclass(frozen=True, eq=False)
class Earnings:
    """What options and the facilities that stay bring a year in one market, as capture and fixed values.

    Attributes
    ----------
    options, own : what options, and the facilities that stay, earn and cost
    careful : whether a site that loses on its last vehicle below its capacity counts as if it lost beyond it, too: less
        than it brings, not more
    """

    ground: Groundwork
    options: LevelFigures
    own: LevelFigures
    careful: bool = False

    @classmethod
    def of(cls, ground: Groundwork) -> Earnings:
        """Return those of a study in its market."""
        return cls(ground, ground.option_figures, ground.own_figures)

    @cached_property
    def most(self) -> float:
        """The largest margin of sites that win anything (currency a vehicle); 1 where nobody earns."""
        model = self.ground.model
        sides = ((model.options, self.options), (model.own, self.own))
        margins = [figures.first_margin[_wins(utility)] for utility, figures in sides]
        most = float(np.max(np.concatenate(margins), initial=0.0))
        return most if most > 0 else 1.0

    @cached_property
    def sales(self) -> OutlookSales:
        """What sites bring but for `fixed_value` and `staying`: as sales at the largest margin, less losses."""
        ground = self.ground
        caps, rates = self._losses(self.options, ground.option_caps)
        own_caps, own_rates = self._losses(self.own, ground.own_caps)
        losses = Losses(rates, own_rates, least_sold(ground) * self.most)
        shares = huff_capture(ground, self.most)
        return OutlookSales(shares, caps, ground.model.own, own_caps, losses, self.vintages)

    @property
    def vintages(self) -> Vintages | None:
        """Of which options these are vintages."""
        of = self.ground.undated
        return Vintages.of(self.ground.vintage_of, of.model.options, of.options_near) if of else None

    @property
    def capture(self) -> Capture:
        """The same as zones."""
        return capped_each([self.sales])[0]

    @property
    def fixed_value(self) -> Floats:
        """(n_options,) what each brings if it sells nothing: minus what it costs."""
        return _brought(self.options)

    @property
    def staying(self) -> float:
        """What facilities that stay in every plan bring if they sell nothing: minus what they cost."""
        return float(_brought(self.own).sum())

    @property
    def overestimates(self) -> bool:
        """Whether some site loses on each vehicle at its capacity: what it then loses on more is left out."""
        ground = self.ground
        sides = ((self.options, ground.option_caps), (self.own, ground.own_caps))
        return any(bool(_losing(figures, caps).any()) for figures, caps in sides)

    def _losses(self, figures: LevelFigures, caps: Floats) -> tuple[Floats, Floats]:
        """Return caps, in money, and rates (n_pieces, n_sites) of what sites lose."""
        kinks, margins = _margins(figures, caps)
        if not self.careful:
            margins = np.where(_losing(figures, caps), np.maximum(margins, 0.0), margins)
        short = np.maximum(self.most - margins[:1], 0.0)  # of sites that win nothing it may be less
        at = np.vstack([np.zeros_like(short), kinks, caps])
        last = np.where(np.isfinite(caps), np.maximum(margins[-1:], 0.0), 0.0)
        return at * self.most, np.vstack([short, -np.diff(margins, axis=0), last]) / self.most


def _brought(figures: LevelFigures) -> Floats:
    return figures.result(np.zeros(len(figures.fixed)))


def _margins(figures: LevelFigures, caps: Floats) -> tuple[Floats, Floats]:
    """Return the payout's kinks below caps (n_kinks, n_sites), and what a vehicle brings before and after each."""
    kinks, steeper = figures.payout.pieces
    kinks = np.where((kinks > 0) & (kinks < caps), kinks, np.inf)
    falls = np.where(np.isfinite(kinks), steeper, 0.0)
    return kinks, figures.first_margin - np.vstack([np.zeros_like(caps), np.cumsum(falls, axis=0)])


def _losing(figures: LevelFigures, caps: Floats) -> Bools:
    """Return which sites (n_sites,) lose on the last vehicle below their cap: beyond it they would lose no more."""
    return np.asarray(np.isfinite(caps) & (_margins(figures, caps)[1][-1] < 0))


def _wins(utility: csr_array) -> Bools:
    return np.asarray(utility.sum(axis=0)) > 0
