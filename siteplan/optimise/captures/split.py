"""Split: a supergradient that knows that one option of each zone is open or closed, never half open.

The share of a zone is concave in the summed pull, so its supergradient at fractions of strong options promises too
much: half of an option that would win the zone seems to win most of it. Here the option k with the most at stake in a
zone is split: with probability s = y_k it is open, else closed, and the pull of the others is shared out between both
states as well as it can be,

    h(y) = max (1 - s) f(A / (1 - s)) + s f(u_k + B / s),
    A + B = sum_{j != k} u_j y_j,  A <= sum_{j != k} u_j min(y_j, 1 - s),

which is concave, equals f at every 0/1 vector and lies below f(u @ y) wherever the limit on A binds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.sparse import row_most, summed
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Pulls", "split_supergradient"]


@dataclass(frozen=True, eq=False)
class Pulls:
    """Zones that share demand in units of what rivals pull: f(x) = weight (own + x) / (own + x + 1).

    Attributes
    ----------
    options : csr (n_zones, n_options)
    own, weight : (n_zones,); zones of weight 0 are left alone
    """

    options: sp.csr_array
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

    zone, fraction s and pull u of its option k; A and B of the formula; P, the summed pull of what is open more than
    1 - s.
    """

    zone: Ints
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


class Near(NamedTuple):
    """Entries of options that are open in part at least: their number, zone, pull, and how far the option is open."""

    entry: Ints
    zone: Ints
    pull: Floats
    part: Floats

    def pick(self, which: Bools | Ints) -> Near:
        """Return some of them."""
        return Near._make(part[which] for part in self)


def split_supergradient(
    pulls: Pulls, y: Floats, constants: Floats, steep: Floats, least_at_stake: float
) -> tuple[Floats, Floats]:
    """Supergradient (n_zones,), (n_entries,) with constants and slopes a unit of pull (n_zones,), split where it gains.

    Zones where less is at stake than `least_at_stake` are not split.
    """
    near = _near(pulls.options, y)
    shared, top = _shared(pulls, near, least_at_stake)
    gains = (shared.without < shared.beside) & (pulls.weight[shared.zone] > 0)
    shared, top = shared.pick(gains), top[gains]
    low, high = pulls.slope(shared.zone, shared.without), pulls.slope(shared.zone, shared.beside)
    without, beside = pulls.value(shared.zone, shared.without), pulls.value(shared.zone, shared.beside)
    own_slope = beside - high * (shared.opened / shared.s) - (without - low * shared.without)
    own_slope = np.maximum(own_slope - shared.moved * (low - high), 0.0)
    steep[shared.zone] = low
    slopes = np.repeat(steep, np.diff(pulls.options.indptr)) * pulls.options.data
    at = _places(shared.zone, len(steep))
    here = near.pick(at[near.zone] >= 0)
    index = at[here.zone]
    much = here.part > 1.0 - shared.s[index]
    slopes[here.entry[much]] = high[index[much]] * here.pull[much]
    slopes[near.entry[top]] = own_slope
    value = (1.0 - shared.s) * without + shared.s * beside
    constants[shared.zone] = value - summed(index, slopes[here.entry] * here.part, len(value))
    return constants, slopes


def _near(options: sp.csr_array, y: Floats) -> Near:
    entry = np.flatnonzero((y > 0)[options.indices])
    ends = np.searchsorted(entry, options.indptr)
    zone = np.repeat(np.arange(options.shape[0]), np.diff(ends))
    return Near(entry, zone, options.data[entry], y[options.indices[entry]])


def _places(zones: Ints, n_zones: int) -> Ints:
    """(n_zones,) where each zone is among some of them, -1 if nowhere."""
    at = np.full(n_zones, -1)
    at[zones] = np.arange(len(zones))
    return at


def _shared(pulls: Pulls, near: Near, least_at_stake: float) -> tuple[Shared, Ints]:
    """Split every zone on the option with the most at stake, u s (1 - s), where that is anything; and where that is."""
    n_zones = pulls.options.shape[0]
    stake = near.pull * near.part * (1.0 - near.part)
    top = _first_of_most(near.zone, stake, n_zones, least_at_stake)
    zone, s, u = near.zone[top], near.part[top], near.pull[top]
    index = _places(zone, n_zones)[near.zone]
    others = index >= 0
    others[top] = False
    rest, index = near.pick(others), index[others]
    limit = (1.0 - s)[index]
    return (
        Shared(
            zone,
            s,
            u,
            closed=summed(index, rest.pull * np.minimum(rest.part, limit), len(zone)),
            opened=summed(index, rest.pull * np.maximum(rest.part - limit, 0.0), len(zone)),
            moved=summed(index, np.where(rest.part > limit, rest.pull, 0.0), len(zone)),
        ),
        top,
    )


def _first_of_most(zone: Ints, stake: Floats, n_zones: int, least: float) -> Ints:
    """Entry with the highest stake of each zone, of zones where that is anything; zones come in order."""
    most = row_most(stake, np.searchsorted(zone, np.arange(n_zones + 1)))
    highest = np.flatnonzero((stake == most[zone]) & (stake > least))
    return np.asarray(highest[np.unique(zone[highest], return_index=True)[1]])
