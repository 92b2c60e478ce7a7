"""Split: a tangent that knows that one option of each zone is open or closed, never half open.

The share of a zone is concave in the summed pull, so its tangent at fractions of strong options promises too much:
half of an option that would win the zone seems to win most of it. Here the option k with the most at stake in a zone
is split: with probability s = y_k it is open, else closed, and the pull of the others is shared out between both states
as well as it can be,

    h(y) = max (1 - s) f(A / (1 - s)) + s f(u_k + B / s),
    A + B = sum_{j != k} u_j y_j,  A <= sum_{j != k} u_j min(y_j, 1 - s),

which is concave, equals f at every 0/1 vector and lies below f(u @ y) wherever the limit on A binds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import entries_of, first_of_most, row_of, summed
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Pulls", "split_tangent"]

LEAST_AT_STAKE = 1e-9


@dataclass(frozen=True, eq=False)
class Pulls:
    """Zones that share demand in units of what rivals pull: f(x) = weight (own + x) / (own + x + 1).

    Attributes
    ----------
    options : csr (n_zones, n_options)
    columns : the same as csc
    own, weight : (n_zones,); zones of weight 0 are left alone
    """

    options: sp.csr_array
    columns: sp.csc_array
    own: Floats
    weight: Floats

    def value(self, zones: Ints, x: Floats) -> Floats:
        """Return what the zones are worth at a pull of x."""
        total = self.own[zones] + x
        return np.asarray(self.weight[zones] * (total / (total + 1.0)))

    def slope(self, zones: Ints, x: Floats) -> Floats:
        """Return what a unit more of pull adds."""
        return np.asarray(self.weight[zones] / (self.own[zones] + x + 1.0) / (self.own[zones] + x + 1.0))


class Shared(NamedTuple):
    """How zones share the pull of their options out between the states "k closed" and "k open"; arrays are by zone.

    zone, option k and its fraction s and pull u; A and B of the formula; P, the summed pull of what is open more than
    1 - s.
    """

    zone: Ints
    option: Ints
    s: Floats
    u: Floats
    closed: Floats
    opened: Floats
    moved: Floats

    def pick(self, which: Bools) -> Shared:
        """Return some of the zones."""
        return Shared._make(part[which] for part in self)

    @property
    def without(self) -> Floats:
        """Pull while k is closed."""
        return self.closed / (1.0 - self.s)

    @property
    def beside(self) -> Floats:
        """Pull while k is open, its own included."""
        return self.u + self.opened / self.s


def split_tangent(pulls: Pulls, y: Floats, constants: Floats, slopes: Floats) -> tuple[Floats, Floats]:
    """Replace the tangent (n_zones,), (n_entries,) of the zones that gain by a split."""
    shared = _shared(pulls, y)
    shared = shared.pick((shared.without < shared.beside) & (pulls.weight[shared.zone] > 0))
    low, high = pulls.slope(shared.zone, shared.without), pulls.slope(shared.zone, shared.beside)
    without, beside = pulls.value(shared.zone, shared.without), pulls.value(shared.zone, shared.beside)
    own_slope = beside - high * (shared.opened / shared.s) - (without - low * shared.without)
    own_slope = np.maximum(own_slope - shared.moved * (low - high), 0.0)
    entries = entries_of(pulls.options, shared.zone)
    split, option = (
        np.repeat(np.arange(len(shared.zone)), np.diff(pulls.options.indptr)[shared.zone]),
        pulls.options.indices[entries],
    )
    steep = np.where(y[option] <= 1.0 - shared.s[split], low[split], high[split])
    slopes[entries] = np.where(option == shared.option[split], own_slope[split], steep * pulls.options.data[entries])
    value = (1.0 - shared.s) * without + shared.s * beside
    constants[shared.zone] = value - summed(split, slopes[entries] * y[option], len(value))
    return constants, slopes


def _shared(pulls: Pulls, y: Floats) -> Shared:
    """Split every zone on the option with the most at stake, u s (1 - s), where that is anything."""
    some = np.flatnonzero(y > 0)
    near = sp.csr_array(pulls.columns[:, some])
    fraction, row = y[some][near.indices], row_of(near)
    top = first_of_most(near, near.data * fraction * (1.0 - fraction), LEAST_AT_STAKE)
    zone, s, u = row[top], fraction[top], near.data[top]
    at = np.full(near.shape[0], -1)
    at[zone] = np.arange(len(zone))
    rest = np.flatnonzero((at[row] >= 0) & ~np.isin(np.arange(near.nnz), top))
    index, data, part = at[row[rest]], near.data[rest], fraction[rest]
    limit = (1.0 - s)[index]
    return Shared(
        zone,
        some[near.indices[top]],
        s,
        u,
        closed=summed(index, data * np.minimum(part, limit), len(zone)),
        opened=summed(index, data * np.maximum(part - limit, 0.0), len(zone)),
        moved=summed(index, np.where(part > limit, data, 0.0), len(zone)),
    )
