"""HuffFormula: how zones share their demand, with every pull in units of what rivals pull."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import canonical, pieces, with_entries
from siteplan.optimise.tolerances import STRONGEST_PULL
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["HuffFormula"]


@dataclass(frozen=True, eq=False)
class HuffFormula:
    """w (E + U) / (E + U + C) of zones, U being the summed pull of what is open; min(1, U) w where E and C are nothing.

    Attributes
    ----------
    rivals : (n_zones,) C in units of itself: 1, and 0 where there are no rivals
    own : (n_zones,) E
    weight : (n_zones,) w
    """

    rivals: Floats
    own: Floats
    weight: Floats

    @classmethod
    def of(cls, rivals: Floats, own: Floats, weight: Floats) -> HuffFormula:
        """Take utilities of rivals and of own facilities (n_zones,) as they are given."""
        return cls((rivals > 0).astype(float), _by_rivals(own, rivals), weight)

    def pulls(self, utility: sp.csr_array | sp.csr_matrix, rivals: Floats, entries: int) -> sp.csr_array:
        """Utilities in units of C, as `rivals` were given; 1 where the first wins, nothing where nothing can change.

        So many entries are looked at together.
        """
        given = canonical(utility)
        data = np.empty(given.nnz)
        settled = (self.weight == 0) | ((self.rivals == 0) & (self.own > 0))
        for rows in pieces(given.indptr, entries):
            here = slice(given.indptr[rows.start], given.indptr[rows.stop])
            zones = np.repeat(np.arange(rows.start, rows.stop), np.diff(given.indptr[rows.start : rows.stop + 1]))
            pull = _by_rivals(given.data[here], rivals[zones])
            pull[settled[zones]] = 0.0
            pull[self.free[zones] & (pull > 0)] = 1.0
            data[here] = pull
        scaled = sp.csr_array((data, given.indices, given.indptr), shape=given.shape)
        return scaled if data.all() else with_entries(scaled, data > 0)

    @cached_property
    def free(self) -> Bools:
        """Zones without rivals and without own facilities: the first option that reaches them wins them."""
        return np.asarray((self.rivals == 0) & (self.own == 0))

    @cached_property
    def contested(self) -> bool:
        """Whether all zones have rivals."""
        return bool(self.rivals.all())

    def total(self, pulled: Floats, zones: Ints | slice = slice(None)) -> Floats:
        """E + U + C, and 1 where that is nothing."""
        total = self.own[zones] + pulled + self.rivals[zones]
        return total if self.contested else np.where(total > 0, total, 1.0)

    def values(self, pulled: Floats) -> Floats:
        """(n_zones,) captured demand."""
        return self.weight * np.where(self.free, np.minimum(pulled, 1.0), (self.own + pulled) / self.total(pulled))

    def steepness(self, pulled: Floats) -> Floats:
        """C / (E + U + C); where the first to come wins: slope times total, 1 until the zone is won."""
        total = self.total(pulled)
        return np.where(self.free, np.where(pulled < 1.0, total, 0.0), self.rivals / total)

    def rise(self, pulled: Floats, zones: Ints, pull: Floats) -> Floats:
        """Return what `pull` more adds to the zones, entry by entry."""
        total = self.total(pulled, zones)
        rise = self.rivals[zones] * pull / (total * (total + pull))
        return self.weight[zones] * (rise if self.contested else np.where(self.free[zones], pulled < 0.5, rise))

    def first_rise(self, pulled: Floats, zones: Ints) -> Floats:
        """Return what a unit of pull adds to the zones at first."""
        total = self.total(pulled, zones)
        return self.weight[zones] * np.where(self.free[zones], pulled < 0.5, self.rivals[zones] / total / total)

    def fall(self, pulled: Floats, zones: Ints, pull: Floats, rest: Floats) -> Floats:
        """Return what the zones lose where a total of `rest` is left without `pull`."""
        fall = self.rivals[zones] / self.total(pulled, zones) * (pull / rest)
        return np.asarray(self.weight[zones] * np.where(self.free[zones], pulled < 1.5, fall))


def _by_rivals(values: Floats, rivals: Floats) -> Floats:
    """Values in units of the zone's C, where it has any; beyond STRONGEST_PULL the share is 1 to the last digit."""
    with np.errstate(over="ignore"):
        return np.minimum(values / np.where(rivals > 0, rivals, 1.0), STRONGEST_PULL)
