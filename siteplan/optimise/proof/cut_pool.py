"""CutPool: what masters are taught by the plans that they thought too much of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Cuts, join
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import cuts_at
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.repair import repaired
from siteplan.optimise.proof.incumbent_callback import IncumbentCallback
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut
from siteplan.optimise.solvers.mip_params import MipAnswer
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["CutPool", "CutPoolParams"]


@dataclass(frozen=True)
class CutPoolParams(Params):
    """Which cuts are worth keeping.

    Attributes
    ----------
    least_breach : units of the solver (thousandths of the whole are 1) by which an answer must break a cut to keep it
    sure_breach : the same, for the cut to cut the answer off for sure
    """

    least_breach: float = within(1e-7, 0.0)
    sure_breach: float = within(1e-5, 0.0)


class CutPool:
    """Cuts of a run, beside those that the relaxation holds. It changes in place, and only grows."""

    def __init__(
        self, search: LocalSearch, callback: IncumbentCallback, stop: Stop, params: CutPoolParams = CutPoolParams()
    ) -> None:
        self._search = search
        self._callback = callback
        self._stop = stop
        self._params = params
        self._feasibility_cuts: dict[bytes, FeasibilityCut] = {}
        self.cuts = Cuts.none(search.problem.n_options)

    def add(self, cuts: Cuts) -> None:
        """Keep cuts over groups of zones."""
        self.cuts = join(self.cuts, cuts)

    def keep(self, cuts: Iterable[FeasibilityCut]) -> None:
        """Keep cuts of rules."""
        self._feasibility_cuts |= {cut.key: cut for cut in cuts}

    def taught(self, master: Master) -> Master:
        """Return the master with all that was learned of rules."""
        return replace(master, feasibility_cuts=tuple(self._feasibility_cuts.values()))

    def learned(self, master: Master, answer: MipAnswer) -> bool:
        """Keep cuts where the master thought too much of a plan, and cut off plans that break a rule after all.

        A plan may break a rule because the master thinks too much of a capture that the rule counts: then the cuts will
        do. Returns whether anything was learned.
        """
        known = len(self.cuts) + len(self._feasibility_cuts)
        for x in answer.points:
            plan = master.plan(x) > 0.5
            holds = self._search.feasible.holds(plan)
            breach = self._cut(master, plan, x) if holds or self._search.problem.rows.terms else 0.0
            if not holds:
                self.exclude(master, plan, sure=breach >= self._params.sure_breach)
        return len(self.cuts) + len(self._feasibility_cuts) > known

    def exclude(self, master: Master, plan: Bools, *, sure: bool) -> None:
        """Learn from a plan that breaks a rule; cut it off alone where nothing more is learnt and cuts will not do."""
        problem, free = self._search.problem, master.fixing.free | master.fixing.opened
        near = repaired(self._search, plan) if problem.lazy_constraints and not self._callback.closed else None
        if near is not None:
            self._callback.submit(near, free)
        found = (cut for rule in problem.lazy_constraints for cut in rule.cuts(problem.options, plan))
        cuts = list(self._stop.through(found))
        self.keep(cuts if cuts or sure else [FeasibilityCut.excluding(plan)])

    def _cut(self, master: Master, plan: Bools, x: Floats) -> float:
        """Keep the cuts at a plan that the answer breaks; by how many units of the solver it breaks the worst."""
        cuts = cuts_at(master, plan)
        breach = (master.thetas(x)[cuts.group] - cuts.at(plan.astype(float))) / master.units[cuts.group]
        self.add(cuts.pick(breach > self._params.least_breach))
        return float(breach.max())
