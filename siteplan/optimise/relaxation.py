"""Relaxation: the master without integrality, tightened by cuts until it says what a fraction is truly worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from siteplan.optimise.cuts import Cuts, Majorant, gradient, grouped, join, submodular, tighter
from siteplan.optimise.highs import LpAnswer, WarmLp
from siteplan.optimise.master import Master
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["Relaxed", "cuts_at", "relax"]

PURGE_AFTER = 4
"""Rounds a cut may lie idle before it is dropped."""

FINEST = 1e-6
"""Tolerance below which the solver's own would keep cuts broken for ever; integer answers close the rest."""


@dataclass(frozen=True)
class Relaxed:
    """Where the relaxation ended.

    Attributes
    ----------
    y : (n_options,) fractions that open
    bound : objective units; no plan within the scope is worth more
    reduced : (n_options,) objective units lost at least by moving a free option off its bound: positive where it
        is closed, negative where it is open; 0 of fixed options
    shadow : (n_rule_rows,) objective units a unit of the rule row's limit
    cuts : those that were not idle
    """

    y: Floats
    bound: float
    reduced: Floats
    shadow: Floats
    cuts: Cuts


def cuts_at(master: Master, open_: Bools) -> Cuts:
    """Both families at a plan: each is exact there."""
    problem = master.problem
    y = open_.astype(float)
    both = (gradient(problem.capture, y), submodular(problem.capture, open_, problem.site_of))
    first, second = (_summed(master, majorant) for majorant in both)
    return join(first, second)


def relax(master: Master, cuts: Cuts, tolerance: float, stop: Stop, tell: Callable[[float], None]) -> Relaxed | None:
    """Add cuts until the groups' model values exceed their majorants by no more than `tolerance` of the bound.

    `tell` hears every proven bound. None: it is proven that no plan within the scope meets the rules.
    """
    lp = WarmLp(master.model(cuts))
    n_fixed_rows = lp.n_rows - len(cuts)
    idle = np.zeros(len(cuts), dtype=int)
    while True:
        stop.check()  # rounds can be shorter than the interval at which a running solver is watched
        answer = lp.solve(stop)
        if answer is None:
            return None
        tell(master.worth(answer.bound))
        idle = np.where(np.abs(answer.row_dual[n_fixed_rows:]) > 0, 0, idle + 1)
        found = _violated(master, answer, tolerance)
        if len(found) == 0:
            return _relaxed(master, answer, cuts.pick(idle == 0))
        kept = idle < PURGE_AFTER
        lp.keep(np.concatenate([np.ones(n_fixed_rows, dtype=bool), kept]))
        cuts = join(cuts.pick(kept), found)
        idle = np.concatenate([idle[kept], np.zeros(len(found), dtype=int)])
        lp.add(*master.cut_rows(found))


def _violated(master: Master, answer: LpAnswer, tolerance: float) -> Cuts:
    """Cuts at the answer that it breaks; none when all together it breaks by less than the tolerance."""
    y, thetas = master.plan(answer.x), master.thetas(answer.x)
    cuts = _summed(master, _separating(master, y))
    excess = thetas - cuts.at(y)
    scale = max(abs(master.worth(answer.bound)), master.unit)
    allowed = max(tolerance, FINEST) * scale
    if np.maximum(excess, 0.0).sum() <= allowed:
        return Cuts.none(len(y))
    return cuts.pick(excess > allowed / master.n_groups / 2)


def _separating(master: Master, y: Floats) -> Majorant:
    """Zone by zone the lower of the tangent at y and the submodular majorant at y rounded."""
    problem = master.problem
    rounded = submodular(problem.capture, y > 0.5, problem.site_of)
    return tighter(problem.capture, gradient(problem.capture, y), rounded, y)


def _summed(master: Master, majorant: Majorant) -> Cuts:
    return grouped(master.problem.capture, majorant, master.groups, master.n_groups)


def _relaxed(master: Master, answer: LpAnswer, cuts: Cuts) -> Relaxed:
    reduced = np.zeros(master.problem.n_options)
    reduced[master.free] = answer.reduced[: len(master.free)] * master.unit
    shadow = answer.row_dual[: master.n_rule_rows] * master.unit / master.rule_scale
    return Relaxed(master.plan(answer.x), master.worth(answer.bound), reduced, shadow, cuts)
