"""Narrow: options that no better plan can use are settled for good, and those told that a good one is likely to use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.optimise.bounds.master import Master, Scope
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.types import Bools

__all__ = ["NEAR_ROOM", "in_doubt", "narrowed", "promising"]

NEAR_ROOM = 0.02
"""Part of the bound within which a plan is near it."""
WHOLE = 1.0 - 1e-6
DOUBTFUL_LEAST = 40
NEAR_LEAST = 200
NEAR_TIMES = 2


def narrowed(master: Master, relaxed: Relaxed, threshold: float) -> tuple[Master, float]:
    """Fix every option whose other state no plan above the threshold can have.

    Returns the smaller master, and what the plans given up are worth at most (-inf where none is).
    """
    loss = np.abs(relaxed.reduced)
    idle = master.scope.free & (relaxed.bound - loss <= threshold)
    closed, opened = idle & (relaxed.reduced > 0), idle & (relaxed.reduced < 0)
    scope = master.scope.fixed(closed, opened, master.problem.site_of)
    ceded = float((relaxed.bound - loss[closed | opened]).max()) if (closed | opened).any() else -np.inf
    return replace(master, scope=scope), ceded


def promising(relaxed: Relaxed, value: float) -> Bools:
    """(n_options,) options that the relaxation opens or nearly opens; not many more than a few times the former.

    `value` is that of the best plan, NaN without one.
    """
    loss, opens = np.abs(relaxed.reduced), relaxed.y > 0
    most = max(NEAR_LEAST, NEAR_TIMES * int(opens.sum()))
    nearest = np.sort(loss)[min(most, len(loss)) - 1]
    room = np.fmin(relaxed.bound - value, NEAR_ROOM * abs(relaxed.bound))
    return np.asarray(opens | (loss <= min(room / 4, nearest)))


def in_doubt(master: Master, relaxed: Relaxed, plan: Bools, times: int) -> Scope:
    """Return the few options in doubt: those on which relaxation and plan differ, and the nearest to them.

    The others stay as the relaxation has them. What it opens can be in doubt, too: its cost may rule out all plans.
    """
    free, sure, opens = master.scope.free, (relaxed.y >= WHOLE) & plan, (relaxed.y > 0) | plan
    differ = free & opens & ~sure
    loss = np.where(differ, 0.0, np.abs(relaxed.reduced))
    most = max(DOUBTFUL_LEAST, times * int(differ.sum()))
    settled = free & (loss > np.sort(loss[free])[:most].max(initial=0.0))
    return master.scope.fixed(settled & ~sure, settled & sure, master.problem.site_of)
