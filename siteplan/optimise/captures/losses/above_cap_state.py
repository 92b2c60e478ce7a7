"""AboveCapState: what sites win above their caps at one set of open options, and what single moves change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import row_most, summed, sums_of_others
from siteplan.optimise.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from siteplan.optimise.captures.losses.above_cap import AboveCap

__all__ = ["AboveCapState"]


class AboveCapState:
    """Minus what is lost above caps at one set of open options."""

    def __init__(self, above: AboveCap, open_: Bools) -> None:
        self._at = _At(above, open_.copy(), above.pulls.total(open_))

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open."""
        return self._at.open

    def value(self) -> float:
        """Return minus what is lost."""
        return -float(self._at.lost.sum())

    def gains(self) -> Floats:
        """(n_options,) by how much opening each relieves others, less what it then loses itself."""
        return self._at.gains()

    def losses(self) -> Floats:
        """(n_options,) by how much closing each burdens others, less what it now loses itself."""
        return self._at.losses()

    def gain(self, option: int) -> float:
        """Return the gain of opening one closed option."""
        return self._at.gain(option)

    def loss(self, option: int) -> float:
        """Return the loss of closing one open option."""
        return float(self._at.losses()[option])

    def limits(self) -> Floats:
        """(n_options,) no less than the gains: sites that lose are relieved of what they do not lose, too."""
        return self._at.limits()

    def rise(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return infinity: the limits are quick."""
        return float("inf")

    def limits_without(self, option: int) -> Floats:
        """(n_options,) no less than the gains with one open option closed."""
        return self._at.relief_without(option)

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        self._at = self._at.flipped(option)


@dataclass(frozen=True, eq=False)
class _At:
    """What is known of one set of open options; `total` (n_zones,) pulls in all."""

    above: AboveCap
    open: Bools
    total: Floats

    @cached_property
    def lost(self) -> Floats:
        """(n_sites,) what each site with a cap loses."""
        there = np.append(self.open, np.ones(self.above.losses.caps.shape[1] - len(self.open), dtype=bool))
        return np.where(there[self.above.who], self.above.lost_on(self.won), 0.0)

    @cached_property
    def won(self) -> Floats:
        """(n_sites,) what each site with a cap wins, or would if it opened: one sum over zones for all its caps."""
        pulls = self.above.pulls
        each = np.divide(pulls.weights, self.total, out=np.zeros_like(self.total), where=self.total > 0)
        options = np.where(self.open, pulls.pull.T @ each, self._beside.T @ pulls.weights)
        return np.concatenate([options, pulls.of_own.T @ each])[self.above.who]

    @cached_property
    def _beside(self) -> sp.csr_array:
        return self.above.pulls.beside(self.total)

    def gains(self) -> Floats:
        """(n_options,) by how much opening each relieves others, less what it then loses itself."""
        return np.where(self.open, 0.0, self._relief - self._own_loss)

    def limits(self) -> Floats:
        """(n_options,) no less than the gains, and quicker told: zone by zone, not site by site."""
        return np.where(self.open, 0.0, self._most_relief - self._own_loss)

    def losses(self) -> Floats:
        """(n_options,) by how much closing each burdens others, less what it now loses itself."""
        losses = np.zeros(len(self.open))
        losses[self._some] = self._burden
        mine = self.above.option >= 0
        np.subtract.at(losses, self.above.option[mine], self.lost[mine])
        return losses

    def gain(self, option: int) -> float:
        """Return the gain of opening one closed option."""
        zones, pull = self._column(option)
        share = pull / (self.total[zones] + pull)
        took = self._losing_gross[zones].T @ share * self.above.rate[self._losing]
        relief = float(np.minimum(took, self.lost[self._losing]).sum())
        won = float(self.above.pulls.weights[zones] @ share)
        here = self.above.option == option
        return relief - float(self.above.rate[here] @ np.maximum(won - self.above.cap[here], 0.0))

    def relief_without(self, option: int) -> Floats:
        """(n_options,) no less than the gains with one open option closed: each would then win, and lose, more."""
        return np.asarray(self.flipped(option)._most_relief - self._own_loss)

    def flipped(self, option: int) -> _At:
        """Return the state at the same options and one more, or but one.

        The pull is summed anew, since a difference would keep rounding errors.
        """
        open_ = self.open.copy()
        open_[option] = ~open_[option]
        return replace(self, open=open_, total=self.above.pulls.total(open_))

    @cached_property
    def _losing(self) -> Ints:
        return np.flatnonzero(self.lost > 0)

    @cached_property
    def _losing_gross(self) -> sp.csr_array:
        """(n_zones, n_losing) what each site that loses wins of each zone."""
        pulls, sold = self.above.pulls, sp.csr_array(self.above.sold[:, self._losing])
        each = np.divide(pulls.weights, self.total, out=np.zeros_like(self.total), where=self.total > 0)
        return sp.csr_array(sp.diags_array(each) @ sold)

    @cached_property
    def _relief(self) -> Floats:
        """(n_options,) by how much opening each closed option relieves the sites that lose."""
        if not len(self._losing):
            return np.zeros(len(self.open))
        took = np.asarray((self._losing_gross.T @ self._beside).toarray())
        took *= self.above.rate[self._losing, np.newaxis]
        return np.asarray(np.minimum(took, self.lost[self._losing, np.newaxis]).sum(axis=0))

    @cached_property
    def _most_relief(self) -> Floats:
        """(n_options,) no less than the relief: of each site that loses all that is taken from it."""
        if not len(self._losing):
            return np.zeros(len(self.open))
        by_zone = np.asarray(self._losing_gross @ self.above.rate[self._losing])
        return np.asarray(self._beside.T @ by_zone)

    @cached_property
    def _own_loss(self) -> Floats:
        """(n_options,) what each closed option would win above its cap."""
        above, loss = self.above, np.zeros(len(self.open))
        mine = above.option >= 0
        np.add.at(loss, above.option[mine], above.lost_on(self.won)[mine])
        return loss

    @cached_property
    def _some(self) -> Ints:
        return np.flatnonzero(self.open)

    @cached_property
    def _burden(self) -> Floats:
        """(n_open,) what other sites would win above their caps, beside what they do, without each open option."""
        above, gross = self.above, self.above.gross(self.total)
        left = row_most(self._shares_left.data, self._shares_left.indptr)  # no closing leaves a zone more
        most = self.won + summed(above.site, gross * left[above.sold.indices], above.n_zones)
        there = np.where(above.option >= 0, self.open[above.option], True)
        sites = np.flatnonzero(there & (most > above.cap))
        more = above.sums(sites, gross, self._shares_left)
        over = self.won[sites, np.newaxis] + more - above.cap[sites, np.newaxis]
        burden = above.rate[sites, np.newaxis] * np.maximum(over, 0.0) - self.lost[sites, np.newaxis]
        return np.asarray(np.where(above.option[sites, np.newaxis] == self._some, 0.0, burden).sum(axis=0))

    @cached_property
    def _shares_left(self) -> sp.csr_array:
        """(n_zones, n_open) pull of each open option as a part of that of all others: by so much they would win more.

        That of the others is summed without it: a difference of large pulls would keep their rounding errors.
        """
        near = sp.csr_array(self.above.pulls.columns[:, self._some])
        rest = sums_of_others(near, self.above.pulls.base)
        near.data = np.divide(near.data, rest, out=np.zeros_like(rest), where=rest > 0)
        return near

    def _column(self, option: int) -> tuple[Ints, Floats]:
        columns = self.above.pulls.columns
        entries = slice(columns.indptr[option], columns.indptr[option + 1])
        return columns.indices[entries], columns.data[entries]
