"""IncumbentCallback: takes the plans that masters find at their true value, and improves the promising ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.tolerances import SOLVER_FINEST
from siteplan.optimise.types import Bools, Floats

__all__ = ["CallbackParams", "IncumbentCallback"]


@dataclass(frozen=True)
class CallbackParams(Params):
    """When a master has to learn before it goes on.

    Attributes
    ----------
    misled_share : part of the asked gap by which a master may overrate a plan without being stopped
    least_misled : part of the value that a master may overrate by for its own tolerances alone
    """

    misled_share: float = within(0.3, 0.0)
    least_misled: float = within(1e-6, 0.0, 1.0)


class IncumbentCallback:
    """Listens to a solver while it works, on the caller's thread.

    Answers are heard in the order the solver gives them, and none after the gap is closed: so what is found does
    not depend on how fast this thread is.
    """

    def __init__(
        self, search: LocalSearch, incumbent: Incumbent, gap: float, params: CallbackParams = CallbackParams()
    ) -> None:
        self._params = params
        self._search = search
        self._incumbent = incumbent
        self._gap = gap
        self._best_raw = -np.inf

    @property
    def closed(self) -> bool:
        """Whether the gap is closed."""
        return self._incumbent.gap <= self._gap

    def callback(self, master: Master, among: Bools) -> Callable[[Floats], bool]:
        """Return what hears each answer of a master and says whether that is enough; `among` may help improve it."""

        def hear(x: Floats) -> bool:
            plan = master.plan(x) > 0.5
            holds = self._search.feasible.holds(plan)
            if not self.closed and holds:
                self.submit(plan, among)
            return self.closed or self._misled(plan, master.claim(x), holds, master.unit)

        return hear

    def submit(self, plan: Bools, among: Bools) -> bool:
        """Offer a plan, and what it can be improved to; whether that closes the gap."""
        value = self._search.problem.value(plan)
        self._incumbent.offer(plan)
        if not self.closed and value > self._best_raw:
            self._best_raw = value
            self._improve(plan, among)
        return self.closed

    def _improve(self, plan: Bools, among: Bools) -> None:
        """Offer what a plan can be improved to; where moves take long, until the gap is closed."""
        search = self._search
        with search.stop.until(lambda: search.problem.over_time and self.closed) as stop:
            self._incumbent.offer(replace(search, stop=stop).improve(plan, among))

    def _misled(self, plan: Bools, claim: float, holds: bool, unit: float) -> bool:
        """Whether the master thinks a plan the best by far that is not: it has to learn before it goes on.

        By more than its solver can tell, to which a `unit` is 1: from less it would learn nothing.
        """
        params = self._params
        much = max(params.misled_share * self._gap, params.least_misled) * abs(self._incumbent.value)
        much = max(much, SOLVER_FINEST * unit)
        if not holds:
            return self._incumbent.plan is None or claim > self._incumbent.value + much
        return claim > self._incumbent.value + much and claim > self._search.problem.value(plan) + much
