"""ShortfallState: what sites lose on every unit they win, at one set of open options: linear, and so quickly told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import row_of, summed, sums_of_others
from siteplan.optimise.types import Bools, Floats

__all__ = ["Shortfall", "ShortfallState"]


@dataclass(frozen=True, eq=False)
class Shortfall:
    """Sites that lose a part of each unit they win: zone by zone w R / D, with D all that pulls and R the parts of it.

    Attributes
    ----------
    pull : csr (n_zones, n_options), in units of each zone
    rates : (n_options,) what each loses of a unit
    base : (n_zones,) what pulls in every plan
    own : (n_zones,) the parts of that, of facilities that stay
    weights : (n_zones,)
    """

    pull: sp.csr_array
    rates: Floats
    base: Floats
    own: Floats
    weights: Floats

    @cached_property
    def parts(self) -> sp.csr_array:
        """(n_zones, n_options) pulls times rates."""
        data = self.pull.data * self.rates[self.pull.indices]
        return sp.csr_array((data, self.pull.indices, self.pull.indptr), shape=self.pull.shape)

    @cached_property
    def columns(self) -> sp.csc_array:
        """Pulls, option by option."""
        return sp.csc_array(self.pull)

    @cached_property
    def part_columns(self) -> sp.csc_array:
        """The parts, option by option."""
        return sp.csc_array(self.parts)

    def lost(self, part: Floats, total: Floats, weights: Floats) -> Floats:
        """Return what is lost of weights where so much pulls in all; nothing where nobody pulls."""
        return np.asarray(weights * np.divide(part, total, out=np.zeros_like(total), where=total > 0))


class ShortfallState:
    """Minus what is lost at one set of open options. It changes in place."""

    def __init__(self, model: Shortfall, open_: Bools) -> None:
        self._at = _At(model, open_.copy())

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open."""
        return self._at.open

    def value(self) -> float:
        """Return minus what is lost."""
        return -float(self._at.lost.sum())

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds: less than nothing where more is lost."""
        return self._at.gains

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes."""
        return self._at.losses

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        return self._at.gain(option)

    def loss(self, option: int) -> float:
        """Return what closing one open option takes."""
        return float(self._at.losses[option])

    def limits(self) -> Floats:
        """(n_options,) the gains themselves."""
        return self._at.gains

    def rise(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return infinity: the limits are quick."""
        return float("inf")

    def limits_without(self, option: int) -> Floats:
        """(n_options,) the gains with one open option closed."""
        return self._at.flipped(option).gains

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        self._at = self._at.flipped(option)


@dataclass(frozen=True, eq=False)
class _At:
    """What is known of one set of open options; sums are made anew, since differences would keep rounding errors."""

    model: Shortfall
    open: Bools

    @cached_property
    def total(self) -> Floats:
        """(n_zones,) all that pulls."""
        return np.asarray(self.model.base + self.model.pull @ self.open.astype(float))

    @cached_property
    def part(self) -> Floats:
        """(n_zones,) what is lost of it."""
        return np.asarray(self.model.own + self.model.parts @ self.open.astype(float))

    @cached_property
    def lost(self) -> Floats:
        """(n_zones,) what is lost."""
        return self.model.lost(self.part, self.total, self.model.weights)

    @cached_property
    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds."""
        pull, parts = self.model.pull, self.model.parts
        row = row_of(pull)
        after = self.model.lost(self.part[row] + parts.data, self.total[row] + pull.data, self.model.weights[row])
        added = summed(pull.indices, self.lost[row] - after, pull.shape[1])
        return np.where(self.open, 0.0, added)

    @cached_property
    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes: of the others more is lost, of itself nothing."""
        some, losses = np.flatnonzero(self.open), np.zeros(len(self.open))
        near, parts = (sp.csr_array(m[:, some]) for m in (self.model.columns, self.model.part_columns))
        row = row_of(near)
        rest = self.model.lost(
            sums_of_others(parts, self.model.own), sums_of_others(near, self.model.base),
            self.model.weights[row],
        )  # fmt: skip
        losses[some] = summed(near.indices, rest - self.lost[row], len(some))
        return losses

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""
        columns = self.model.columns
        entries = slice(columns.indptr[option], columns.indptr[option + 1])
        zones, pull = columns.indices[entries], columns.data[entries]
        part = self.part[zones] + self.model.rates[option] * pull
        after = self.model.lost(part, self.total[zones] + pull, self.model.weights[zones])
        return float((self.lost[zones] - after).sum())

    def flipped(self, option: int) -> _At:
        """Return the state at the same options and one more, or but one."""
        open_ = self.open.copy()
        open_[option] = ~open_[option]
        return replace(self, open=open_)
