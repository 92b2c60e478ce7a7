"""Reduced cost fixing: options that no better plan can use are fixed, and those told that a good one may use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.types import Bools

__all__ = ["FixingParams", "in_doubt", "promising", "reduced_cost_fixing"]


@dataclass(frozen=True)
class FixingParams(Params):
    """Which options a good plan may use, by what the relaxation says of them.

    Attributes
    ----------
    near_room : part of the bound within which a plan is near it
    room_share : part of the room between bound and plan that opening a promising option may cost
    least_promising : count; options that are promising, if the others hardly cost more
    promising_times : times as many options as the relaxation opens that are promising, if that is more
    sure : fraction from which the relaxation opens an option for sure
    least_in_doubt : count; options that are in doubt
    """

    near_room: float = within(0.02, 0.0, 1.0)
    room_share: float = within(0.25, 0.0, 1.0)
    least_promising: int = within(200, 1)
    promising_times: int = within(2, 1)
    sure: float = within(1.0 - 1e-6, 0.5, 1.0)
    least_in_doubt: int = within(40, 0)


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


def promising(relaxed: Relaxed, value: float, params: FixingParams = FixingParams()) -> Bools:
    """(n_options,) options that the relaxation opens or nearly opens; not many more than a few times the former.

    `value` is that of the best plan, NaN without one.
    """
    loss, opens = np.abs(relaxed.reduced), relaxed.y > 0
    most = max(params.least_promising, params.promising_times * int(opens.sum()))
    nearest = np.sort(loss)[min(most, len(loss)) - 1]
    room = np.fmin(relaxed.bound - value, params.near_room * abs(relaxed.bound))
    return np.asarray(opens | (loss <= min(params.room_share * room, nearest)))


def in_doubt(
    master: Master, relaxed: Relaxed, plan: Bools, times: int, params: FixingParams = FixingParams()
) -> Fixing:
    """Return the few options in doubt: those on which relaxation and plan differ, and the nearest to them.

    The others stay as the relaxation has them. What it opens can be in doubt, too: its cost may rule out all plans.
    """
    free, sure, opens = master.fixing.free, (relaxed.y >= params.sure) & plan, (relaxed.y > 0) | plan
    differ = free & opens & ~sure
    loss = np.where(differ, 0.0, np.abs(relaxed.reduced))
    most = max(params.least_in_doubt, times * int(differ.sum()))
    settled = free & (loss > np.sort(loss[free])[:most].max(initial=0.0))
    return master.fixing.fixed(settled & ~sure, settled & sure, master.problem.site_of)
