"""Slack: what a plan may lose against the relaxation of the allocation model, column by column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.allocation.allocation import Allocation
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.relaxation import Relaxed
from siteplan.optimise.solvers.highs import LpAnswer, WarmLp
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Floats

__all__ = ["Slack", "SlackParams", "relax"]


@dataclass(frozen=True)
class SlackParams(Params):
    """How the relaxation of the allocation model is solved. Its bound holds whatever it is.

    Attributes
    ----------
    least_breach : part of a zone that an option may take beyond what it is open, without a row that links the two
    """

    least_breach: float = within(1e-6, 1e-9, 1.0)


@dataclass(frozen=True)
class Slack:
    """Where the relaxation ended; `loss` (n_pairs,): objective units lost at least where the pair serves wholly."""

    relaxed: Relaxed
    loss: Floats


def relax(
    allocation: Allocation, stop: Stop, tell: Callable[[float], None], params: SlackParams = SlackParams()
) -> Slack | None:
    """Solve the relaxation, adding x <= y where it is broken; None where it is proven that no plan exists.

    `tell` hears every proven bound.
    """
    service = allocation.service
    unbounded = (service.demand[service.zone] == 0) | np.isinf(service.limit[service.option])
    lp = WarmLp(allocation.model(unbounded))
    while True:
        stop.check()
        answer = lp.solve(stop)
        if answer is None:
            return None
        tell(allocation.worth(answer.bound))
        missing = allocation.unlinked(answer.x, params.least_breach)
        if len(missing) == 0:
            return _slack(allocation, answer)
        lp.add(*allocation.links(missing))


def _slack(allocation: Allocation, answer: LpAnswer) -> Slack:
    master, unit = allocation.master, allocation.unit
    reduced, loss = np.zeros(allocation.problem.n_options), np.zeros(allocation.service.n_pairs)
    reduced[master.free] = answer.reduced[: len(master.free)] * unit
    loss[allocation.pairs] = np.maximum(answer.reduced[allocation.n_before :], 0.0) * unit
    shadow = answer.row_dual[: master.n_rule_rows] * unit / master.rule_scale
    bound, none = allocation.worth(answer.bound), Cuts.none(allocation.problem.n_options)
    return Slack(Relaxed(allocation.plan(answer.x), bound, reduced, shadow, none), loss)
