"""CappedCapture: a site sells up to its cap, and what it wins above that is lost, in whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture, MostSold
from siteplan.optimise.captures.concatenated import Concatenated
from siteplan.optimise.captures.constant import PlusConstantState
from siteplan.optimise.captures.expectation import MixtureCapture, MixtureState
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.losses.above_cap import AboveCap
from siteplan.optimise.captures.losses.scaled_pulls import ScaledPulls
from siteplan.optimise.captures.losses.site_losses import SiteLosses
from siteplan.optimise.types import Bools, Floats

__all__ = ["CappedCapture", "Losses", "capped"]


@dataclass(frozen=True, eq=False)
class CappedCapture(Concatenated, Capture):
    """The zones of a capture and, after them, one for each site with a cap that is worth minus what is lost there.

    Neither monotone nor submodular, since a site may take from others what it cannot sell itself; each part has cuts of
    its own that hold at every plan. Exact at plans; between them the bound of the second part is loose.

    Parameters
    ----------
    parts : the capture, and what is lost of it above caps (AboveCap, or a MixtureCapture of them)
    """

    loose = True

    parts: Sequence[Capture]

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with both."""
        return [problem for part in self.parts for problem in part.problems(n_options)]

    @property
    def n_zones(self) -> int:
        """Number of zones, sites not counted."""
        return self.parts[0].n_zones

    @property
    def zones_a_group(self) -> int:
        """As many as the capture wants."""
        return self.parts[0].zones_a_group

    def most_sold(self, zones: Bools) -> MostSold:
        """Return what no plan sells more of some zones (n_zones,): each site what it wins of them alone, up to its cap.

        Sites count that would win more of these zones than their cap: what they lose is set against it. Only the sum
        knows that a site cannot sell more of it all; cuts of single zones and sites do not.
        """
        chances, parts = _outlooks(self.parts[1])
        n_options, alone = parts[0].n_options, [part.pulls.stand_alone(zones) for part in parts]
        kept = [part.losses.most_kept(won) for part, won in zip(parts, alone, strict=True)]
        lost = np.tensordot(chances, [won - most for won, most in zip(alone, kept, strict=True)], 1)
        counted = lost > 0
        none = self.parts[0].zone_values(np.zeros(n_options))[zones].sum()
        most = np.tensordot(chances, kept, 1)[:n_options]
        return MostSold(float(none - lost[n_options:].sum()), most, counted[parts[0].who])

    @property
    def above_caps(self) -> AboveCap | None:
        """What is lost, where there is one outlook."""
        return self.parts[1].above_caps

    def components(self) -> tuple[Capture, ...]:
        """Return its parts."""
        return tuple(self.parts)

    def with_first(self, first: Capture) -> CappedCapture:
        """Return what is lost above caps beside another capture."""
        return CappedCapture((first, *self.parts[1:]))

    def state_at(self, open_: Bools) -> PlusConstantState:
        """Return its state at a set of open options: that of sales less losses, outlook by outlook."""
        chances, above = _outlooks(self.parts[1])
        sales = MixtureState([part.sales_at(open_) for part in above], chances)
        return PlusConstantState(sales, self.parts[0].added)

    def among(self, options: Bools) -> CappedCapture:
        """Return the same with every other option unable to open."""
        return CappedCapture([part.among(options) for part in self.parts])


def _outlooks(above: Capture) -> tuple[Floats, list[AboveCap]]:
    """Return the chances of the outlooks, and what is lost above caps in each."""
    chances, parts = above.outlooks()
    return chances, cast("list[AboveCap]", list(parts))  # as the parameters ask


@dataclass(frozen=True, eq=False)
class Losses:
    """What is lost above caps where it is not all, and what options win at least; see AboveCap."""

    rates: Floats | None = None
    own_rates: Floats | None = None
    least: Floats | None = None


def capped(
    shares: Sequence[HuffCapture],
    chances: Floats,
    caps: Floats,
    own_utility: sp.csr_array,
    own_caps: Floats,
    losses: Losses = Losses(),
) -> Capture:
    """Return the mean over outlooks of what sites sell up to their caps; see AboveCap for these and for losses.

    Caps that no site reaches in any outlook, were it alone, are left out; where none is left nothing is capped.
    """
    options, own = SiteLosses.of(caps, losses.rates), SiteLosses.of(own_caps, losses.own_rates)
    if not (np.isfinite(options.caps).any() or np.isfinite(own.caps).any()):
        return _mean(shares, chances)
    everywhere = np.ones(shares[0].n_zones, dtype=bool)
    most = np.max([ScaledPulls(share, own_utility).stand_alone(everywhere) for share in shares], axis=0)
    n_options = options.caps.shape[1]
    reached, own_reached = options.reached_by(most[:n_options]), own.reached_by(most[n_options:])
    if not (np.isfinite(reached.caps).any() or np.isfinite(own_reached.caps).any()):
        return _mean(shares, chances)
    above = [
        AboveCap(share, reached.caps, own_utility, own_reached.caps, reached.rates, own_reached.rates, losses.least)
        for share in shares
    ]
    return CappedCapture((_mean(shares, chances), _mean(above, chances)))


def _mean(captures: Sequence[Capture], chances: Floats) -> Capture:
    return captures[0] if len(captures) == 1 else MixtureCapture(captures, chances)
