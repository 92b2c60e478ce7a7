"""Early: the relaxation, with plans looked for near it before it is done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import Relaxation, RelaxationEffort, Relaxed
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.nearby import NearbyParams, nearby
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.branch import Branch
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.stop import Stop
from siteplan.optimise.tolerances import MORE_THAN_HALF

__all__ = ["Early", "EarlyParams"]


@dataclass(frozen=True)
class EarlyParams(Params):
    """When a relaxation is left for a look for plans.

    Attributes
    ----------
    first_rounds : count; rounds after which the relaxation opens nearly what it will in the end
    most_share : part of the time that may pass before a relaxation that is not done is left a second time
    far : times the asked gap from which plans are looked for near a relaxation that is done, too
    nearby : how plans near it are found
    """

    first_rounds: int = within(5, 1)
    most_share: float = within(0.4, 0.0, 1.0)
    far: float = within(4.0, 1.0)
    nearby: NearbyParams = field(default_factory=NearbyParams)


class Early:
    """Relaxes a master, and looks for plans near it on the way where that takes long."""

    def __init__(
        self,
        search: LocalSearch,
        incumbent: Incumbent,
        branch: Branch,
        request: SolveRequest,
        stop: Stop,
        params: EarlyParams = EarlyParams(),
    ) -> None:
        self._request = request
        self._search = search
        self._incumbent = incumbent
        self._branch = branch
        self._params = params
        self._stop = stop
        self._until = stop.deadline - (1.0 - params.most_share) * stop.left

    def relax(self, master: Master, cuts: Cuts) -> Relaxed | None:
        """Tighten the relaxation as far as the tolerance asks, or until it closes the gap of a plan found on the way.

        None: it is proven that no plan meets the rules.
        """
        relaxation = Relaxation(master, cuts, self._request.relaxation)
        relaxed = self._settled(relaxation, rounds=self._params.first_rounds)
        for until in (self._until, np.inf):
            if relaxed is None or relaxation.settled or self._closed():
                break
            self._dive(relaxed)
            relaxed = self._settled(relaxation, until=until)
        return relaxed

    def look(self, relaxed: Relaxed) -> None:
        """Look for plans near a relaxation that is done, where sites lose and no good plan is known yet.

        Masters of few options take little notice of what sites lose.
        """
        if self._search.problem.capture.loose and self._incumbent.gap > self._params.far * self._request.gap:
            self._dive(relaxed)

    def _settled(self, relaxation: Relaxation, rounds: int = 1000, until: float = np.inf) -> Relaxed | None:
        effort = RelaxationEffort(self._request.tolerance, floor=self._branch.sufficient(), rounds=rounds, until=until)
        return relaxation.settle(effort, self._stop, self._incumbent.prove)

    def _dive(self, relaxed: Relaxed) -> None:
        """Offer plans near the relaxation: rounded, improved at a price on what breaks a rule, and then within them."""
        problem = self._search.problem
        if problem.lazy_constraints or problem.over_time:  # cuts of the rules, and masters of few options, come first
            return
        self._incumbent.enter("search")
        plan, prices = np.asarray(relaxed.y > MORE_THAN_HALF), np.abs(relaxed.shadow)
        with self._stop.until(self._closed) as stop:
            search = replace(self._search, stop=stop)
            for found in nearby(search, plan, prices, self._branch.promising(relaxed), self._params.nearby):
                self._incumbent.offer(found)
        self._incumbent.enter("relaxation")

    def _closed(self) -> bool:
        return self._incumbent.gap <= self._request.gap
