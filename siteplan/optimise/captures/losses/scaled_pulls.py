"""ScaledPulls: utilities of options and own facilities as parts of the largest that each zone knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.sparse import in_units
from siteplan.optimise.types import Bools, Floats

__all__ = ["ScaledPulls"]


@dataclass(frozen=True, eq=False)
class ScaledPulls:
    """Who pulls how much on each zone, in a unit of its own, so that no sum is too large for a number.

    Parameters
    ----------
    shares : HuffCapture
    own : csr (n_zones, n_facilities)
        Utilities of own facilities that stay, part of the shares' `own`.
    """

    shares: HuffCapture
    own: sp.csr_array

    @cached_property
    def pull(self) -> sp.csr_array:
        """(n_zones, n_options) of options."""
        return in_units(self.shares.utility, self._unit)

    @cached_property
    def columns(self) -> sp.csc_array:
        """The same, option by option."""
        return sp.csc_array(self.pull)

    @cached_property
    def of_own(self) -> sp.csc_array:
        """(n_zones, n_facilities) of facilities."""
        return sp.csc_array(in_units(self.own, self._unit))

    @cached_property
    def everyone(self) -> sp.csc_array:
        """(n_zones, n_options + n_facilities) pull of options and facilities."""
        own = self.of_own
        return sp.csc_array(sp.hstack([self.columns, own], format="csc")) if own.shape[1] else self.columns

    @cached_property
    def base(self) -> Floats:
        """(n_zones,) what shares a zone before any option opens."""
        return (np.asarray(self.shares.rivals, dtype=float) + self._own_whole) / self._unit

    @cached_property
    def own_total(self) -> Floats:
        """(n_zones,) what of that pulls for facilities."""
        return self._own_whole / self._unit

    @property
    def weights(self) -> Floats:
        """(n_zones,) demand."""
        return np.asarray(self.shares.weights, dtype=float)

    def total(self, open_: Bools) -> Floats:
        """(n_zones,) summed pull of all who share a zone."""
        return np.asarray(self.base + self.pull @ open_.astype(float))

    def beside(self, total: Floats) -> sp.csr_array:
        """(n_zones, n_options) the share that each option wins if it opens where so much (n_zones,) pulls already."""
        data = self.pull.data / (np.repeat(total, np.diff(self.pull.indptr)) + self.pull.data)
        return sp.csr_array((data, self.pull.indices, self.pull.indptr), shape=self.pull.shape)

    def stand_alone(self, zones: Bools) -> Floats:
        """(n_options + n_facilities,) what each wins of some zones (n_zones,) with no other option open."""
        weights, base = self.weights * zones, self.base
        each = np.divide(weights, base, out=np.zeros_like(base), where=base > 0)
        return np.concatenate([self.beside(base).T @ weights, self.of_own.T @ each])

    @cached_property
    def _own_whole(self) -> Floats:
        own = self.shares.own
        return np.zeros(self.shares.n_zones) if own is None else np.asarray(own, dtype=float)

    @cached_property
    def _unit(self) -> Floats:
        """(n_zones,) the largest utility of each zone."""
        utility = sp.csr_array(self.shares.utility)
        options = utility.max(axis=1).toarray().ravel() if utility.nnz else np.zeros(self.shares.n_zones)
        most = np.maximum(np.maximum(np.asarray(self.shares.rivals, dtype=float), self._own_whole), options)
        return np.where(most > 0, most, 1.0)
