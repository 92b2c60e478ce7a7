"""Loss floors: what sites lose at least in every better plan that opens them (optimality-based bound tightening).

Half open, a site is bounded by what it loses at least where it opens: by what it wins at least. Beside all others at
once that is little. In a plan that keeps the rules, and is better than the best one known, fewer are open: how much of
a site's sales they can take at most is a small linear programme over the rules and the relaxation's reduced costs. What
a site wins is convex in what opens beside it, so its tangent is no more than that.

References
----------
Gleixner, A., Berthold, T., Mueller, B. and Weltge, S. (2017), Three enhancements for optimization-based bound
tightening, Journal of Global Optimization 67.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Majorant, grouped
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.bounds.sum_limits import SumLimit
from siteplan.optimise.captures.losses.above_cap import AboveCap
from siteplan.optimise.captures.sparse import summed
from siteplan.optimise.solvers.highs import WarmLp
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["LossFloors", "LossFloorsParams"]


@dataclass(frozen=True)
class LossFloorsParams(Params):
    """Which sites' losses are looked at. Bounds hold whatever it is.

    Attributes
    ----------
    most_options : count; options, those first whose loss the relaxation takes for too little, that are looked at
    least_rise : part of what a site loses by which a floor must rise to be told
    narrower : part of the room between bound and plan to which it must have shrunk for all to be asked again
    """

    most_options: int = within(200, 0)
    least_rise: float = within(1e-3, 0.0)
    narrower: float = within(0.9, 0.0, 1.0)


class LossFloors:
    """What each site loses at least where it opens, as far as is known. It changes in place."""

    def __init__(self, above: AboveCap | None, params: LossFloorsParams = LossFloorsParams()) -> None:
        self._above = above
        self._params = params
        self._lost = np.empty(0) if above is None else above.sure.copy()
        self._room = np.inf

    def raised(self, master: Master, relaxed: Relaxed, threshold: float, stop: Stop) -> tuple[SumLimit, ...]:
        """Return limits of plans worth more than the threshold: what the sites lose at least that are in doubt.

        They hold under these rules alone, as cuts would not: those are handed on to questions under other rules.
        """
        above, before, room = self._above, self._lost.copy(), relaxed.bound - threshold
        if above is None or not 0.0 < room <= self._params.narrower * self._room:
            return ()
        self._room = room
        beside = _Beside(master, relaxed, threshold)
        for option in stop.through(self._in_doubt(above, relaxed.y).tolist()):
            if (won := beside.least_won(above, int(option), stop)) is not None:
                mine = np.flatnonzero(above.option == option)
                self._lost[mine] = np.maximum(self._lost[mine], above.lost_on(np.full(above.n_zones, won))[mine])
        return self._told(above, master, self._lost > before * (1.0 + self._params.least_rise))

    def _in_doubt(self, above: AboveCap, y: Floats) -> Ints:
        """Options that the relaxation opens at all, those first that it lets lose least of what they would."""
        mine = np.flatnonzero(above.option >= 0)
        loses = y[above.option[mine]] * above.lost_on(above.won(y))[mine] + above.zone_values(y)[mine]
        spared = summed(above.option[mine], loses, len(y))
        some = np.flatnonzero((y > 0) & (summed(above.option[mine], above.most[mine], len(y)) > 0))
        return np.asarray(some[np.argsort(-spared[some], kind="stable")][: self._params.most_options])

    def _told(self, above: AboveCap, master: Master, risen: Bools) -> tuple[SumLimit, ...]:
        """Return the floors of groups in which one has risen."""
        first = master.problem.capture.n_zones
        groups = master.groups[first : first + above.n_zones]
        floors = Majorant(np.zeros(above.n_zones), above.losing_at_least(self._lost))
        told = grouped(above, floors, groups, master.n_groups).pick(np.unique(groups[risen]))
        rows = zip(told.group, told.constant, told.slopes.toarray(), strict=True)
        return tuple(SumLimit(np.array([group]), float(constant), slopes) for group, constant, slopes in rows)


class _Beside:
    """What may open beside a site in a better plan: a linear programme, kept warm."""

    def __init__(self, master: Master, relaxed: Relaxed, threshold: float) -> None:
        self._master, self._y = master, relaxed.y
        self._column = np.full(len(relaxed.y), -1)
        self._column[master.free] = np.arange(len(master.free))
        self._lp = WarmLp(_rows(master, relaxed, threshold))

    def least_won(self, above: AboveCap, option: int, stop: Stop) -> float | None:
        """Return what an option wins at least in a better plan; None where it is in none, or open for sure."""
        n, column = len(self._master.free), self._column[option]
        if column < 0:
            return None
        won, taken = _won_beside(above, option, self._y)
        lower = np.zeros(n)
        lower[column] = 1.0
        self._lp.bound(lower, np.ones(n))
        unit = float(taken.max(initial=0.0)) or 1.0
        self._lp.aim(taken[self._master.free] / unit)
        answer = self._lp.solve(stop)
        if answer is None:
            return None
        most = answer.bound * unit + float(taken[self._master.fixing.opened].sum())
        return won + float(taken @ self._y) - most


def _won_beside(above: AboveCap, option: int, y: Floats) -> tuple[float, Floats]:
    """Return what an option wins beside fractions y of the others, and how much each of them takes at first."""
    pulls = above.pulls
    entries = slice(pulls.columns.indptr[option], pulls.columns.indptr[option + 1])
    zones, pull = pulls.columns.indices[entries], pulls.columns.data[entries]
    total = (pulls.base + pulls.pull @ y)[zones] + pull * (1.0 - y[option])
    won, taken = pulls.weights[zones] * (pull / total), np.zeros(len(pulls.weights))
    taken[zones] = won / total
    by_option = np.asarray(pulls.pull.T @ taken)
    by_option[option] = 0.0
    return float(won.sum()), by_option


def _rows(master: Master, relaxed: Relaxed, threshold: float) -> LinearModel:
    """Return the rules' rows on options alone, sites, and what reduced costs leave of the room above the threshold."""
    rows, n = master.rows, len(master.free)
    plain = np.flatnonzero((np.diff(rows.helpers.indptr) == 0) & (np.diff(rows.factors.indptr) == 0))
    sites, no_less, no_more = master.site_rows()
    room, reduced = relaxed.bound - threshold, relaxed.reduced[master.free]
    costs = sp.csr_array((reduced / room)[np.newaxis, :])
    left = 1.0 + float(np.minimum(reduced, 0.0).sum() / room)
    matrix = sp.vstack([rows.options[plain], sites[:, :n], costs], format="csr")
    return LinearModel(
        value=np.zeros(n),
        lower=np.zeros(n),
        upper=np.ones(n),
        integer=np.zeros(n, dtype=bool),
        matrix=sp.csr_array(matrix),
        row_lower=np.concatenate([(rows.lower - rows.room)[plain], no_less, [-np.inf]]),
        row_upper=np.concatenate([(rows.upper + rows.room)[plain], no_more, [left]]),
        names=(),
        row_names=(),
    )
