"""Reduced cost fixing: options that no better plan can use are fixed, and those told that a good one may use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.types import Bools

__all__ = ["NEAR_ROOM", "in_doubt", "promising", "reduced_cost_fixing"]

NEAR_ROOM = 0.02
"""Part of the bound within which a plan is near it."""
WHOLE = 1.0 - 1e-6
DOUBTFUL_LEAST = 40
NEAR_LEAST = 200
NEAR_TIMES = 2


def reduced_cost_fixing(master: Master, relaxed: Relaxed, threshold: float) -> tuple[Master, float]:
    """Fix every option whose other state no plan above the threshold can have.

    Returns the smaller master, and the bound on the plans pruned so (-inf where none is).
    """
    loss = np.abs(relaxed.reduced)
    idle = master.fixing.free & (relaxed.bound - loss <= threshold)
    closed, opened = idle & (relaxed.reduced > 0), idle & (relaxed.reduced < 0)
    fixing = master.fixing.fixed(closed, opened, master.problem.site_of)
    pruned_bound = float((relaxed.bound - loss[closed | opened]).max()) if (closed | opened).any() else -np.inf
    return replace(master, fixing=fixing), pruned_bound


def promising(relaxed: Relaxed, value: float) -> Bools:
    """(n_options,) options that the relaxation opens or nearly opens; not many more than a few times the former.

    `value` is that of the best plan, NaN without one.
    """
    loss, opens = np.abs(relaxed.reduced), relaxed.y > 0
    most = max(NEAR_LEAST, NEAR_TIMES * int(opens.sum()))
    nearest = np.sort(loss)[min(most, len(loss)) - 1]
    room = np.fmin(relaxed.bound - value, NEAR_ROOM * abs(relaxed.bound))
    return np.asarray(opens | (loss <= min(room / 4, nearest)))


def in_doubt(master: Master, relaxed: Relaxed, plan: Bools, times: int) -> Fixing:
    """Return the few options in doubt: those on which relaxation and plan differ, and the nearest to them.

    The others stay as the relaxation has them. What it opens can be in doubt, too: its cost may rule out all plans.
    """
    free, sure, opens = master.fixing.free, (relaxed.y >= WHOLE) & plan, (relaxed.y > 0) | plan
    differ = free & opens & ~sure
    loss = np.where(differ, 0.0, np.abs(relaxed.reduced))
    most = max(DOUBTFUL_LEAST, times * int(differ.sum()))
    settled = free & (loss > np.sort(loss[free])[:most].max(initial=0.0))
    return master.fixing.fixed(settled & ~sure, settled & sure, master.problem.site_of)
