"""CappedCapture: a site sells up to its cap, and what it wins above that is lost, in whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture, MostSold
from siteplan.optimise.captures.concatenated import Concatenated
from siteplan.optimise.captures.constant import PlusConstant, PlusConstantState
from siteplan.optimise.captures.expectation import MixtureCapture, MixtureState
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.losses.above_cap import AboveCap
from siteplan.optimise.captures.losses.scaled_pulls import ScaledPulls
from siteplan.optimise.captures.losses.site_losses import SiteLosses
from siteplan.optimise.captures.losses.vintages import Vintages, above_caps_of_vintages
from siteplan.optimise.captures.periods.in_period import InPeriod
from siteplan.optimise.types import Bools, Floats

__all__ = ["CappedCapture", "Losses", "OutlookSales", "capped", "capped_each", "mean_of"]


@dataclass(frozen=True, eq=False)
class CappedCapture(Concatenated, Capture):
    """The zones of a capture and, after them, one for each site with a cap that is worth minus what is lost there.

    Neither monotone nor submodular, since a site may take from others what it cannot sell itself; each part has cuts of
    its own that hold at every plan. Exact at plans; between them the bound of the second part is loose.

    Parameters
    ----------
    parts : the capture, and what is lost of it above caps (AboveCap, that of vintages, or a MixtureCapture of them)
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
        chances, sites = self.parts[1].outlooks()
        parts = _wholes(self.parts[1])
        n_options, alone = parts[0].n_options, [part.pulls.stand_alone(zones) for part in parts]
        kept = [part.losses.most_kept(won) for part, won in zip(parts, alone, strict=True)]
        lost = np.tensordot(chances, [won - most for won, most in zip(alone, kept, strict=True)], 1)
        counted = lost > 0
        none = self.parts[0].zone_values(np.zeros(n_options))[zones].sum()
        most = np.tensordot(chances, kept, 1)[:n_options]
        return MostSold(float(none - lost[n_options:].sum()), most, cast("AboveCap", sites[0]).sites_of(counted))

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
        chances, _ = self.parts[1].outlooks()
        sales = MixtureState([part.sales_at(open_) for part in _wholes(self.parts[1])], chances)
        return PlusConstantState(sales, self.parts[0].added)

    def among(self, options: Bools) -> CappedCapture:
        """Return the same with every other option unable to open."""
        return CappedCapture([part.among(options) for part in self.parts])


def _wholes(above: Capture) -> list[AboveCap]:
    """Return what is lost above caps in each outlook, as a search asks it."""
    return [cast("AboveCap", part).whole for part in above.outlooks()[1]]  # as the parameters ask


@dataclass(frozen=True, eq=False)
class Losses:
    """What is lost above caps where it is not all, and what options win at least; see AboveCap."""

    rates: Floats | None = None
    own_rates: Floats | None = None
    least: Floats | None = None


@dataclass(frozen=True, eq=False)
class OutlookSales:
    """What sites win in one outlook, and sell of that up to their caps; see AboveCap for these and for losses.

    `vintages` says of which options these are vintages, if they are.
    """

    shares: HuffCapture
    caps: Floats
    own_utility: sp.csr_array
    own_caps: Floats
    losses: Losses = Losses()
    vintages: Vintages | None = None

    @cached_property
    def won(self) -> Capture:
        """What sites win."""
        if self.vintages is None:
            return self.shares
        return InPeriod(replace(self.shares, utility=self.vintages.utility), self.vintages.option)

    @cached_property
    def pieces(self) -> SiteLosses:
        """Losses of options, then of own sites."""
        own = SiteLosses.of(self.own_caps, self.losses.own_rates)
        return SiteLosses.of(self.caps, self.losses.rates).beside(own)

    @cached_property
    def reached(self) -> Bools:
        """(n_pieces, n_options + n_facilities) caps that a site reaches if it is alone; others lose nothing."""
        if not np.isfinite(self.pieces.caps).any():
            return np.zeros(self.pieces.caps.shape, dtype=bool)
        most = ScaledPulls(self.shares, self.own_utility).stand_alone(np.ones(self.shares.n_zones, dtype=bool))
        return np.isfinite(self.pieces.reached_by(most).caps)

    def above(self, kept: Bools) -> AboveCap:
        """Return what is lost above caps, those pieces kept (n_pieces, n_options + n_facilities) that are asked for."""
        pieces, n_options = self.pieces.at(kept), self.shares.utility.shape[1]
        caps, own_caps = pieces.caps[:, :n_options], pieces.caps[:, n_options:]
        rates, own_rates = pieces.rates[:, :n_options], pieces.rates[:, n_options:]
        return AboveCap(self.shares, caps, self.own_utility, own_caps, rates, own_rates, self.losses.least)


def capped_each(sales: Sequence[OutlookSales]) -> list[Capture]:
    """Return what sites sell in each of several outlooks, on the same zones and sites.

    Caps that no site reaches in any outlook, were it alone, are left out; where none is left nothing is capped.
    """
    n_pieces = max(len(each.pieces.caps) for each in sales)
    kept = np.any([_deep(each.reached, n_pieces) for each in sales], axis=0)
    if not kept.any():
        return [each.won for each in sales]
    above: Sequence[Capture] = [each.above(kept) for each in sales]
    if len(vintages := [each.vintages for each in sales if each.vintages]) == len(sales):
        above = above_caps_of_vintages(cast("list[AboveCap]", above), vintages)
    return [CappedCapture((each.won, lost)) for each, lost in zip(sales, above, strict=True)]


def capped(
    shares: Sequence[HuffCapture],
    chances: Floats,
    caps: Floats,
    own_utility: sp.csr_array,
    own_caps: Floats,
    losses: Losses = Losses(),
) -> Capture:
    """Return the mean over outlooks of what sites sell up to caps that are the same in all; see OutlookSales."""
    sales = [OutlookSales(share, caps, own_utility, own_caps, losses) for share in shares]
    return mean_of(capped_each(sales), chances)


def mean_of(captures: Sequence[Capture], chances: Floats) -> Capture:
    """Return the mean of captures on the same zones, with these chances: of what is captured, and of what is lost."""
    if len(captures) == 1:
        return captures[0]
    firsts, *others = zip(*(capture.components() for capture in captures), strict=True)
    parts = [MixtureCapture([part.bare for part in firsts], chances)]
    parts += [MixtureCapture(part, chances) for part in others]
    mean = CappedCapture(parts) if others else parts[0]
    added = float(chances @ [part.added for part in firsts])
    return mean.with_first(PlusConstant(parts[0], added)) if added else mean


def _deep(pieces: Bools, n_pieces: int) -> Bools:
    """Return which pieces are there, with rows of none below."""
    return np.pad(pieces, ((0, n_pieces - len(pieces)), (0, 0)))
