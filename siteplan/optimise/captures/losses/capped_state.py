r"""CappedState: what sites keep of what they win, at one set of open options, and what single moves change.

A site that wins q keeps :math:`v(q) = s q - \sum_k r_k \max(0, q - c_k)`, which is concave. With m its slope at what it
wins now, :math:`v(q + d) \le v(q) + m d`: so what a move changes is bounded by a sum over zones, quick for all options
at once, and exact but for the sites that the move takes over a cap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.losses.seen import Seen
from siteplan.optimise.captures.sparse import ratio, row_most, row_of, summed, sums_of_others, with_numbers
from siteplan.optimise.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from siteplan.optimise.captures.losses.above_cap import AboveCap

__all__ = ["CappedState"]


class CappedState:
    """What is sold of the shares, at `kept` a unit, less what is lost above caps. It changes in place."""

    def __init__(self, above: AboveCap, open_: Bools, kept: float) -> None:
        self._at = _At(above, kept, open_.copy(), Seen(above.pulls.everyone, open_))
        self._beside = (-1, self._at)

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open."""
        return self._at.open

    def value(self) -> float:
        """Return what is kept of all that is won."""
        return self._at.value()

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds; less than nothing where more is lost."""
        return self._at.gains()

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes; less than nothing where less is lost."""
        return self._at.losses()

    def least_lost(self) -> Floats:
        """(n_options,) no more than the losses: no other site goes above a cap."""
        return self._at.least_lost

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        return self._at.gain(option)

    def loss(self, option: int) -> float:
        """Return what closing one open option takes: what opening it adds without it."""
        return self._flipped(option).gain(option)

    def limits(self) -> Floats:
        """(n_options,) no less than the gains: no other site goes below a cap."""
        return self._at.limits

    def rise(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return infinity: the limits are quick."""
        return float("inf")

    def limits_without(self, option: int) -> Floats:
        """(n_options,) no less than the gains with one open option closed."""
        return self._at.limits_without(option, self._flipped(option))

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        self._at, self._beside = self._flipped(option), (option, self._at)

    def _flipped(self, option: int) -> _At:
        """Return what is one move away; the last one is kept, for a search asks several things of it."""
        if self._beside[0] != option:
            self._beside = (option, self._at.flipped(option))
        return self._beside[1]


@dataclass(frozen=True, eq=False)
class _At:
    """What is known of one set of open options, of the sites that are `seen`: those that are open, and maybe others.

    Sums are made anew, since differences would keep rounding errors.
    """

    above: AboveCap
    kept: float
    open: Bools
    seen: Seen

    def flipped(self, option: int) -> _At:
        """Return the state at the same options and one more, or but one."""
        open_ = self.open.copy()
        open_[option] = ~open_[option]
        return replace(self, open=open_, seen=Seen(self.above.pulls.everyone, open_) if open_[option] else self.seen)

    def value(self) -> float:
        """Return what is kept of all that is won."""
        pulls = self.above.pulls
        won = pulls.weights @ ratio(pulls.own_total + pulls.pull @ self.open.astype(float), self.total)
        lost = self._worth(self.seen.sites, self.won) - self.kept * self.won
        return self.kept * float(won) + float(lost[self._there].sum())

    @cached_property
    def total(self) -> Floats:
        """(n_zones,) all that pulls."""
        of_options = self._there[: self.seen.n_options].astype(float)
        return np.asarray(self.above.pulls.base + self.seen.options @ of_options)

    @cached_property
    def won(self) -> Floats:
        """(n_seen,) what each of the sites wins, if it is open."""
        return np.where(self._there, self.seen.pulls.T @ self._each, 0.0)

    @cached_property
    def limits(self) -> Floats:
        """(n_options,) what each closed option adds while no other site falls below a cap, where it would keep more."""
        return np.where(self.open, 0.0, self._worth_beside)

    def limits_without(self, option: int, without: _At) -> Floats:
        """(n_options,) no less than the limits of the state without an open option: of its zones others win more.

        Of a zone with D that pulls and D' without it, the share of others is at most D / D' times what it was.
        """
        columns = self.above.pulls.columns
        zones = columns.indices[columns.indptr[option] : columns.indptr[option + 1]]
        if not (without.total[zones] > 0).all():
            return without.limits
        more = np.ones(len(self.total))
        more[zones] = self.total[zones] / without.total[zones]
        taken = np.where(without._each_kept < 0, without._each_kept * more, without._each_kept)
        moved = np.flatnonzero((taken != self._each_kept) | (more > 1.0))  # the others are as they are now
        changes = np.stack([self.above.pulls.weights * (more - 1.0), taken - self._each_kept], axis=1)[moved]
        won, rest = (self._share_by_zone[moved].T @ changes).T
        slope = np.maximum(self.kept - self._lost_part(self._options, self._would_win), 0.0)
        return np.where(self.open, 0.0, self._worth_beside + slope * won - rest)

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds."""
        some = np.flatnonzero(self._falls)
        fall = np.asarray((self._won_by(some).T @ self._share).toarray())
        return np.where(self.open, 0.0, self.limits - self._bent(some, -fall))

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        columns = self.above.pulls.columns
        entries = slice(columns.indptr[option], columns.indptr[option + 1])
        zones, share = columns.indices[entries], np.zeros(len(self.total))
        share[zones] = columns.data[entries] / (self.total[zones] + columns.data[entries])
        worth = self._worth(np.array([option]), np.array([self.above.pulls.weights @ share]))[0]
        some, taken = np.flatnonzero(self._falls), self._each * share
        bent = self._bent(some, -(self.seen.pulls.T @ taken)[some]) if len(some) else 0.0
        return float(worth - self._part @ taken - bent)

    @cached_property
    def least_lost(self) -> Floats:
        """(n_options,) what closing each open option takes if others keep as much of each unit that they win more."""
        some, left = np.flatnonzero(self._opened), self._shares_left
        others = (self._each[row_of(left)] * self._parts_left) * left.data
        losses = np.zeros(len(self.open))
        worth = self._worth(self.seen.sites[some], self.won[some])
        losses[self.seen.sites[some]] = worth - summed(left.indices, others, len(some))
        return losses

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes."""
        some, rising, losses = np.flatnonzero(self._opened), self._rising, self.least_lost.copy()
        rise = np.asarray((self._won_by(rising).T @ self._shares_left).toarray())
        rise[rising[:, np.newaxis] == some] = 0.0
        losses[self.seen.sites[some]] += self._bent(rising, rise)
        return losses

    @cached_property
    def _there(self) -> Bools:
        """(n_seen,) which of the sites are open."""
        sites = self.seen.sites
        return np.append(self.open[sites[: self.seen.n_options]], np.ones(len(sites) - self.seen.n_options, dtype=bool))

    @property
    def _opened(self) -> Bools:
        """(n_seen_options,) which of the options that are seen are open."""
        return self._there[: self.seen.n_options]

    @cached_property
    def _each(self) -> Floats:
        """(n_zones,) demand to a unit of what pulls."""
        return ratio(self.above.pulls.weights, self.total)

    @cached_property
    def _share(self) -> sp.csc_array:
        """(n_zones, n_options) the share that each option wins if it opens, option by option."""
        pulls = self.above.pulls.columns
        return with_numbers(pulls, pulls.data / (self.total[pulls.indices] + pulls.data))

    @cached_property
    def _share_by_zone(self) -> sp.csr_array:
        """(n_zones, n_options) the same, zone by zone."""
        pulls = self.above.pulls.pull
        return with_numbers(pulls, pulls.data / (self.total[row_of(pulls)] + pulls.data))

    @cached_property
    def _each_kept(self) -> Floats:
        """(n_zones,) what open sites keep of a share that another takes."""
        return self._each * self._part

    @cached_property
    def _worth_beside(self) -> Floats:
        """(n_options,) what each option adds while no other site falls below a cap."""
        return np.asarray(self._worth(self._options, self._would_win) - self._share.T @ self._each_kept)

    @cached_property
    def _would_win(self) -> Floats:
        """(n_options,) what each closed option would win."""
        return np.asarray(self._share.T @ self.above.pulls.weights)

    @cached_property
    def _slope_lost(self) -> Floats:
        """(n_seen,) what each site loses of one more unit."""
        return self._lost_part(self.seen.sites, self.won)

    def _lost_part(self, sites: Ints, won: Floats) -> Floats:
        caps, rates = self.above.losses.caps[:, sites], self.above.losses.rates[:, sites]
        return np.asarray(np.where(won > caps, rates, 0.0).sum(axis=0))

    @cached_property
    def _part(self) -> Floats:
        """(n_zones,) what pulls for open sites, each by what it keeps of one more unit."""
        slope = np.where(self._opened, self.kept - self._slope_lost[: self.seen.n_options], 0.0)
        return np.asarray(self.kept * self.above.pulls.own_total - self._own_lost + self.seen.options @ slope)

    @cached_property
    def _own_lost(self) -> Floats:
        """(n_zones,) what pulls for facilities, each by what it loses of one more unit."""
        return np.asarray(self.above.pulls.of_own @ self._slope_lost[self.seen.n_options :])

    @cached_property
    def _near(self) -> sp.csr_array:
        """(n_zones, n_open) pulls of the open options."""
        return sp.csr_array(self.seen.options[:, np.flatnonzero(self._opened)])

    @cached_property
    def _shares_left(self) -> sp.csr_array:
        """(n_zones, n_open) pull of each open option as a part of that of all others: by so much they would win more.

        That of the others is summed without it: a difference of large pulls would keep their rounding errors.
        """
        return with_numbers(self._near, ratio(self._near.data, sums_of_others(self._near, self.above.pulls.base)))

    @cached_property
    def _parts_left(self) -> Floats:
        """(n_entries,) the parts of the others where each open option closes."""
        near, part = self._near, self._slope_lost[: self.seen.n_options][self._opened]
        lost = sums_of_others(with_numbers(near, near.data * part[near.indices]), self._own_lost)
        return np.asarray(self.kept * sums_of_others(near, self.above.pulls.own_total) - lost)

    @cached_property
    def _options(self) -> Ints:
        return np.arange(len(self.open))

    @cached_property
    def _falls(self) -> Bools:
        """(n_seen,) open sites that would keep more of a unit if they won less."""
        losses, sites = self.above.losses, self.seen.sites
        return np.asarray(self._there & ((self.won > losses.caps[:, sites]) & losses.bends[:, sites]).any(axis=0))

    @property
    def _rising(self) -> Ints:
        """Which of the sites would keep less of a unit if they won more, as the closing of an option may make them."""
        losses, left = self.above.losses, row_most(self._shares_left.data, self._shares_left.indptr)
        caps, bends = losses.caps[:, self.seen.sites], losses.bends[:, self.seen.sites]
        most = self.won + self.seen.pulls.T @ (self._each * left)
        return np.flatnonzero(self._there & (bends & (self.won <= caps) & (most > caps)).any(axis=0))

    def _won_by(self, some: Ints) -> sp.csc_array:
        """(n_zones, n_some) what some of the sites win of each zone."""
        pulls = sp.csc_array(self.seen.pulls[:, some])
        return with_numbers(pulls, pulls.data * self._each[pulls.indices])

    def _worth(self, sites: Ints, won: Floats) -> Floats:
        """(n_some,) what sites keep of what they win."""
        caps, rates = self.above.losses.caps[:, sites], self.above.losses.rates[:, sites]
        return np.asarray(self.kept * won - (rates * np.maximum(won - caps, 0.0)).sum(axis=0))

    def _bent(self, some: Ints, change: Floats) -> Floats:
        """(...) by how much less some of the sites keep of changes (n_some, ...) than their slopes say."""
        shape = (slice(None), slice(None), *(np.newaxis for _ in change.shape[1:]))
        losses, won, sites = self.above.losses, self.won[some], self.seen.sites[some]
        caps, rates = losses.caps[:, sites], np.where(losses.bends[:, sites], losses.rates[:, sites], 0.0)
        side = np.where(won > caps, 1.0, -1.0)
        beyond = np.maximum(side[shape] * ((caps - won)[shape] - change), 0.0)
        return np.asarray((rates[shape] * beyond).sum(axis=(0, 1)))
