"""Slack: what a plan may lose against the relaxation of the allocation model, column by column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siteplan.optimise.allocation import Allocation
from siteplan.optimise.highs import LpAnswer, WarmLp
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Floats

__all__ = ["Slack", "relax"]


@dataclass(frozen=True)
class Slack:
    """Where the relaxation ended.

    Attributes
    ----------
    y : (n_options,) fractions that open
    bound : objective units; no plan is worth more
    reduced : (n_options,) objective units lost at least by moving a free option off its bound: positive where it is
        closed, negative where it is open
    loss : (n_pairs,) objective units lost at least where the pair serves
    shadow : (n_rule_rows,) objective units a unit of the rule row's limit
    """

    y: Floats
    bound: float
    reduced: Floats
    loss: Floats
    shadow: Floats


def relax(allocation: Allocation, stop: Stop) -> Slack | None:
    """Solve the relaxation, adding x <= y where it is broken; None where it is proven that no plan exists."""
    service = allocation.service
    unbounded = (service.demand[service.zone] == 0) | np.isinf(service.limit[service.option])
    lp = WarmLp(allocation.model(unbounded))
    while True:
        stop.check()
        answer = lp.solve(stop)
        if answer is None:
            return None
        missing = allocation.unlinked(answer.x)
        if len(missing) == 0:
            return _slack(allocation, answer)
        lp.add(*allocation.links(missing))


def _slack(allocation: Allocation, answer: LpAnswer) -> Slack:
    master, unit = allocation.master, allocation.unit
    reduced, loss = np.zeros(allocation.problem.n_options), np.zeros(allocation.service.n_pairs)
    reduced[master.free] = answer.reduced[: len(master.free)] * unit
    loss[allocation.pairs] = np.maximum(answer.reduced[allocation.n_before :], 0.0) * unit
    shadow = answer.row_dual[: master.n_rule_rows] * unit / master.rule_scale
    return Slack(allocation.plan(answer.x), allocation.worth(answer.bound), reduced, loss, shadow)
