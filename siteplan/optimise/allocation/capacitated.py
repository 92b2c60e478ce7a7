"""Capacitated: the run under a rule Capacity, where zones depend on each other and no cut bounds them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.allocation.allocation import Allocation
from siteplan.optimise.allocation.handing import handed
from siteplan.optimise.allocation.slack import Slack, SlackParams, relax
from siteplan.optimise.bounds.master import Fixing
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.rounding import Rounding
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.doubt import refuted
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipAnswer, MipParams
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["Capacitated", "CapacitatedParams"]


@dataclass(frozen=True)
class CapacitatedParams(Params):
    """How the two models are solved. Bounds hold whatever it is.

    Attributes
    ----------
    near_seconds : seconds that the first model may take
    near_pairs : pairs a zone in it: an option that serves a zone in the best plan is rarely further from hand
    near_gap : part of the bound that it is solved to, if that is more than asked
    first_share : part of the asked gap that models are solved to; the rest is room for what is left out
    pruned_share : part of the asked gap by which plans that are left out may be better than the best one
    slack : how their relaxation is solved
    """

    near_seconds: float = within(10.0, 0.0)
    near_pairs: float = within(6.0, 0.0)
    near_gap: float = within(0.002, 0.0, 1.0)
    first_share: float = within(0.4, 0.0, 1.0)
    pruned_share: float = within(0.6, 0.0, 1.0)
    slack: SlackParams = field(default_factory=SlackParams)


class Capacitated:
    """Solves the allocation model twice: near at hand for a good plan, then over all that a better one can use.

    The relaxation proves of each column what a plan that moves it by 1 loses at least. What loses more than the
    difference between the relaxation's bound and the best plan's value is in no better plan, and is left out. A part
    can move by less than 1, so where zones may be parted only options are left out for the proof.

    References
    ----------
    Guastaroba, G. and Speranza, M. G. (2014), A heuristic for BILP problems: the single source capacitated facility
    location problem, EJOR 238.
    """

    def __init__(
        self,
        search: LocalSearch,
        incumbent: Incumbent,
        request: SolveRequest,
        stop: Stop,
        params: CapacitatedParams = CapacitatedParams(),
    ) -> None:
        self._request = request
        self._search = search
        self._incumbent = incumbent
        self._params = params
        self._stop = stop
        self._whole = Allocation.over(search.problem, Fixing.of(search.problem))
        self._service = self._whole.service

    def run(self, plans: Iterable[Bools]) -> bool:
        """Go on until the gap is closed; `plans` are tried first. False where no plan exists."""
        problem, caps = self._search.problem, Feasible(self._search.problem, floors=False)
        for plan in plans:
            self.hand_out(plan)
        self.hand_out(replace(self._search, feasible=caps, found=self.hand_out).greedy(problem.required, per_use=False))
        self._incumbent.enter("relaxation")
        slack = relax(self._whole, self._stop, self._incumbent.prove, self._params.slack)
        if slack is None:
            return False
        self._incumbent.relaxed = slack.relaxed
        self.hand_out(Rounding(problem).plan(slack.relaxed.y))
        self._incumbent.enter("search")
        self._near(slack)
        self._incumbent.enter("branch")
        feasible = self._far(slack)
        self._incumbent.enter("end")
        return feasible

    def _near(self, slack: Slack) -> None:
        """Look for a plan among the few columns near at hand."""
        most = int(self._params.near_pairs * self._search.problem.n_zones)
        window = float(np.sort(slack.loss)[:most].max(initial=0.0))
        if self._open and window < self._room(slack):
            few = self._whole.within(slack.relaxed.reduced, slack.loss, window)
            gap = max(self._params.first_share * self._request.gap, self._params.near_gap)
            self._take(few, self._solved(few, gap, self._stop.within(self._params.near_seconds)))

    def _far(self, slack: Slack) -> bool:
        """Solve over all that a better plan can use; again where a rule was broken within the solver's tolerances."""
        refused = True
        while self._open and refused:
            self._stop.check()
            room = self._room(slack)
            loss = slack.loss if self._service.single else np.zeros_like(slack.loss)
            few = self._whole.within(slack.relaxed.reduced, loss, room)
            answer = self._solved(few, self._params.first_share * self._request.gap, self._stop)
            refused = self._take(few, answer)
            if answer.infeasible and self._start(few) is None:
                self._incumbent.prove(slack.relaxed.bound - room)
                return self._incumbent.plan is not None
            bound = np.inf if answer.bound is None else max(few.worth(answer.bound), slack.relaxed.bound - room)
            if not refuted(self._incumbent, bound):  # otherwise the gap stays as the relaxation left it
                self._incumbent.prove(bound)
        return True

    @property
    def _open(self) -> bool:
        """Whether bound and plan are further apart than asked."""
        return self._incumbent.gap > self._request.gap

    def _room(self, slack: Slack) -> float:
        """Objective units that a plan may lose against the relaxation and still be clearly better than the best one."""
        if self._incumbent.plan is None:
            return float("inf")
        value = self._incumbent.value
        return max(slack.relaxed.bound - value - self._params.pruned_share * self._request.gap * abs(value), 0.0)

    def _solved(self, few: Allocation, gap: float, stop: Stop) -> MipAnswer:
        """Solve to a part of the bound; better plans are taken as they come."""
        part = gap * abs(self._incumbent.bound) / few.unit
        params = MipParams(part, solver=self._request.solver, seed=self._request.seed)
        return solve_mip(few.model(), stop, params, self._start(few), self._callback(few))

    def _start(self, few: Allocation) -> Floats | None:
        plan, parts = self._incumbent.plan, self._incumbent.parts
        return None if plan is None or parts is None else few.point(plan, parts)

    def _callback(self, few: Allocation) -> Callable[[Floats], bool]:
        def hear(x: Floats) -> bool:
            self._offer(few.plan(x) > 0.5, few.parts(x))
            return not self._open

        return hear

    def _take(self, few: Allocation, answer: MipAnswer) -> bool:
        """Offer what was found, and exclude the plans that break a rule after all; whether there were any."""
        for x in answer.points:
            self._offer(few.plan(x) > 0.5, few.parts(x))
        broken = [p for p in (few.plan(x) > 0.5 for x in answer.points) if not self._search.feasible.holds(p)]
        self._whole = replace(self._whole, excluded=(*self._whole.excluded, *broken))
        return bool(broken)

    def hand_out(self, plan: Bools) -> None:
        """Offer a plan with a quick allocation, if there is one."""
        parts = handed(self._service, plan)
        if parts is not None:
            self._offer(plan, parts)

    def _offer(self, plan: Bools, parts: Floats) -> None:
        """Take a plan at its true value, if it meets the rules and its allocation the limits."""
        kept = self._service.settled(parts, plan)
        if kept is not None and self._search.feasible.holds(plan):
            problem = self._search.problem
            self._incumbent.take(plan, self._service.value(kept) + float(problem.value_of[plan].sum()), kept)
