"""Branch: rounds of mixed-integer masters and cuts at their answers, until the gap is closed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.optimise.bounds.cuts import Cuts, join
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import Relaxed, relax
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.penalty import near_plan
from siteplan.optimise.heuristics.repair import repaired
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.branch_params import BranchParams
from siteplan.optimise.proof.cut_pool import CutPool
from siteplan.optimise.proof.doubt import asked_again, refuted, too_fine
from siteplan.optimise.proof.incumbent_callback import IncumbentCallback
from siteplan.optimise.proof.loss_floors import LossFloors
from siteplan.optimise.proof.reduced_cost_fixing import in_doubt, promising, reduced_cost_fixing
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.proof.tree import Tree
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipAnswer, MipParams
from siteplan.optimise.stop import Stop
from siteplan.optimise.tolerances import MORE_THAN_HALF
from siteplan.optimise.types import Bools, Floats

__all__ = ["Branch"]


class Branch:
    """The rounds: each solves a master, looks at its answers, and cuts where the master was too hopeful."""

    def __init__(
        self,
        search: LocalSearch,
        incumbent: Incumbent,
        request: SolveRequest,
        stop: Stop,
        params: BranchParams = BranchParams(),
    ) -> None:
        self._search, self._incumbent = search, incumbent
        self._request, self._stop, self._params = request, stop, params
        self._callback = IncumbentCallback(search, incumbent, request.gap, params.callback)
        self._pruned_bound = -np.inf
        self._divided = self._doubted = False
        self._pool = CutPool(search, self._callback, stop, params.pool)
        self._floors = LossFloors(search.problem.capture.above_caps, params.floors)

    def run(self, master: Master, relaxed: Relaxed) -> bool:
        """Go on until the gap is closed, or the solver's own tolerances say no more; whether there may be a plan."""
        share = self._params.first_share
        while self._incumbent.gap > self._request.gap and share > self._params.least_share:
            self._stop.check()
            master, relaxed = self.sharpened(master, relaxed)
            master = self._pool.taught(self._fixed(master, relaxed))
            answer = self._solved(master, join(relaxed.cuts, self._pool.cuts), share, self.promising(relaxed))
            if answer.infeasible:
                return self._none_left(master, relaxed)
            if self._incumbent.gap <= self._request.gap:
                break
            self._stop.check()
            if self._doubted or too_fine(self._incumbent, self._request, master.unit, self._incumbent.bound):
                break
            if self._overrated(master, answer):
                self._divide(master, relaxed)
                continue
            share = share if self._pool.learned(master, answer) else share * self._params.finer
            master = self._pool.taught(master)
            tightened = self.tightened(master, self._relaxed(master, relaxed.cuts))
            if tightened is None:
                return self._none_left(master, relaxed)
            relaxed = tightened
            self._incumbent.cuts = join(relaxed.cuts, self._pool.cuts)
        return self._rest(master, relaxed)

    def _rest(self, master: Master, relaxed: Relaxed) -> bool:
        """Branch to the end where a solver can say no more, or what it says is in doubt."""
        if self._incumbent.plan is not None and self._incumbent.gap > self._request.gap:
            self._divide(master, relaxed, patient=True)
        return True

    def tightened(self, master: Master, relaxed: Relaxed | None) -> Relaxed | None:
        """Cut off what rules without rows rule out, as long as that lowers the bound; None: no plan is left."""
        problem, rounds = self._search.problem, 0
        while relaxed is not None and problem.lazy_constraints and rounds < self._params.tightenings:
            self._stop.check()
            y, before, rounds = relaxed.y, relaxed.bound, rounds + 1
            found = (cut for rule in problem.lazy_constraints for cut in rule.separate(problem.options, y))
            broken = [cut for cut in self._stop.through(found) if cut.excess(y) > self._params.least_excess]
            if not broken:
                break
            self._pool.keep(broken)
            relaxed = self._relaxed(self._pool.taught(master), relaxed.cuts)
            if relaxed is not None and before - relaxed.bound < self._request.tolerance * abs(before):
                break
        return relaxed

    def sharpened(self, master: Master, relaxed: Relaxed) -> tuple[Master, Relaxed]:
        """Bound what sites lose at least in plans that are clearly better than the best one; give up all others."""
        closed = self._incumbent.gap <= self._request.gap
        if closed or not (floors := self._floors.raised(master, relaxed, self._threshold, self._stop)):
            return master, relaxed
        self._pruned_bound = max(self._pruned_bound, self._threshold)
        master = replace(master, limits=(*master.limits, *floors))
        sharper = self._relaxed(master, relaxed.cuts)
        if sharper is None and self._pruned_bound > -np.inf:  # no plan is clearly better
            self._proven(-np.inf)
        return master, relaxed if sharper is None else sharper

    def _relaxed(self, master: Master, cuts: Cuts) -> Relaxed | None:
        """Tighten the relaxation of a master, all that was learned included."""
        known, params = join(cuts, self._pool.cuts), self._request.relaxation
        return relax(master, known, self._request.tolerance, self._stop, self._proven, params)

    def _overrated(self, master: Master, answer: MipAnswer) -> bool:
        """Whether shares, rather than rules, are what keeps bound and plan apart."""
        problem, incumbent = self._search.problem, self._incumbent
        if self._divided or incumbent.plan is None or incumbent.gap <= self._request.gap:
            return False
        hopes = [master.claim(x) - problem.value(master.plan(x) > 0.5) for x in answer.points]
        return max(hopes, default=0.0) > self._params.overrated_share * (incumbent.bound - incumbent.value)

    def _none_left(self, master: Master, relaxed: Relaxed) -> bool:
        """Take it that no better plan is left, or none at all; whether there may be one.

        The best plan is among those not pruned unless it was given up: then the solver errs, and its word is left.
        """
        if self._incumbent.plan is None and not self._any(master, relaxed):
            if self._pruned_bound == -np.inf:
                return False
            self._proven(-np.inf)  # of those given up none reaches the target; whether they meet the rules nobody asked
        if self._start(master) is None and self._pruned_bound > -np.inf:
            self._proven(-np.inf)
        return self._rest(master, relaxed)

    def _any(self, master: Master, relaxed: Relaxed) -> bool:
        """Ask again, in other ways, whether there is a plan; take it, if there is."""
        plans = asked_again(self._search.feasible, master, relaxed, self._request, self._stop, self._params.exhaust)
        for plan in filter(self._search.feasible.holds, plans):
            self._callback.submit(plan, master.fixing.free)
        return bool(plans)

    def _divide(self, master: Master, relaxed: Relaxed, *, patient: bool = False) -> None:
        """Branch on the options, for as long as that closes the gap; to the end where a solver's word is in doubt."""
        tree = Tree(self._search, self._incumbent, self._callback, self._request, self._stop, self._params.tree)
        tree.run(master, relaxed, self._pruned_bound, patient=patient)
        self._divided = True
        self._pool.add(tree.cuts)

    def near(self, master: Master, relaxed: Relaxed) -> None:
        """Look for plans among the options that the relaxation opens or nearly opens, first without a solver."""
        wanted = self.promising(relaxed)
        if self._search.problem.over_time and not self._rounded(master, relaxed, wanted):
            return
        if (guide := self._guide(relaxed, wanted)) is None:
            return
        for times in self._params.near_times:
            before = self._incumbent.value
            doubtful = in_doubt(master, relaxed, self._nearest(relaxed, guide), times, self._params.fixing)
            good = self._among(replace(master, fixing=doubtful), relaxed, wanted) and not self._far
            rise = self._incumbent.value - before
            if good or self._callback.closed or rise < self._params.near_rise * abs(relaxed.bound):
                return
        if self._incumbent.plan is None:
            fixing = Fixing(master.fixing.free & wanted, master.fixing.opened)
            self._among(replace(master, fixing=fixing), relaxed, wanted)

    def _rounded(self, master: Master, relaxed: Relaxed, wanted: Bools) -> bool:
        """Look for plans near the relaxation as it is, since a search takes long; whether more is to be done."""
        nearest = np.asarray(relaxed.y > MORE_THAN_HALF)
        doubtful = in_doubt(master, relaxed, nearest, self._params.near_times[0], self._params.fixing)
        self._among(replace(master, fixing=doubtful), relaxed, wanted)
        return self._far

    def _guide(self, relaxed: Relaxed, wanted: Bools) -> Bools | None:
        """Return a plan near the relaxation, the best one where it was sought there before; None: no more is asked."""
        if self._search.problem.capture.loose and not self._far:
            return self._incumbent.plan
        with self._stop.until(lambda: self._callback.closed) as stop:
            search = replace(self._search, stop=stop)
            guide = near_plan(search, relaxed, wanted, lambda: self._callback.closed, self._params.penalty)
            meets = None if search.feasible.broken(guide).any() else repaired(search, guide)
        done = self._callback.closed or (meets is not None and self._callback.submit(meets, wanted))
        return None if done else guide

    def _among(self, few: Master, relaxed: Relaxed, wanted: Bools) -> bool:
        """Solve a master of few options, and improve what it finds; whether the solver came to its end."""
        few = self._pool.taught(few)
        gap = self._params.near_gap * abs(relaxed.bound) / few.unit
        start, listen = self._start(few), self._callback.callback(few, wanted)
        params = MipParams(
            gap, nodes=self._params.near_nodes, polish=False, seed=self._request.seed, solver=self._request.solver
        )
        answer = solve_mip(few.model(relaxed.cuts), self._stop, params, start, listen)
        plans = [few.plan(x) > 0.5 for x in answer.points]
        for plan in plans:
            if not self._search.feasible.holds(plan):
                self._pool.exclude(few, plan, sure=True)
        return answer.finished

    def promising(self, relaxed: Relaxed) -> Bools:
        """(n_options,) options that the relaxation opens or nearly opens."""
        return promising(relaxed, self._incumbent.value, self._params.fixing)

    def _nearest(self, relaxed: Relaxed, guide: Bools) -> Bools:
        """Return the best plan where that is near the bound, else the guide (n_options,)."""
        near = self._incumbent.value >= relaxed.bound - self._params.fixing.near_room * abs(relaxed.bound)
        return self._incumbent.plan if self._incumbent.plan is not None and near else guide

    def _fixed(self, master: Master, relaxed: Relaxed) -> Master:
        """Give up every plan that is not clearly better than the best one."""
        smaller, pruned_bound = reduced_cost_fixing(master, relaxed, self._threshold)
        self._pruned_bound = max(self._pruned_bound, pruned_bound)
        return smaller

    @property
    def _far(self) -> bool:
        return self._incumbent.gap > self._params.poor * self._request.gap

    @property
    def _threshold(self) -> float:
        return self._request.better(self._incumbent, self._params.pruned_share)

    def _solved(self, master: Master, cuts: Cuts, share: float, among: Bools) -> MipAnswer:
        """Solve the master to a share of the asked gap, and take its bound, unless that is in doubt."""
        gap = share * self._request.gap * abs(self._incumbent.bound) / master.unit
        start = self._start(master)
        listen = self._callback.callback(master, among)
        target = (self.sufficient() - master.constant) / master.unit
        polish = start is None or self._far
        params = MipParams(gap, target, polish=polish, seed=self._request.seed, solver=self._request.solver)
        answer = solve_mip(master.model(cuts), self._stop, params, start, listen)
        if answer.bound is not None and not self._callback.closed:
            bound = master.worth(answer.bound)
            self._doubted = refuted(self._incumbent, max(bound, self._pruned_bound))
            self._doubted |= too_fine(self._incumbent, self._request, master.unit, bound)
            if not self._doubted:
                self._proven(bound)
        return answer

    def sufficient(self) -> float:
        """Return the highest bound that closes the gap or rules the target out; -inf where none does yet."""
        value, gap = self._incumbent.value, self._request.gap
        missed = self._request.missed if self._pruned_bound <= self._request.missed else -np.inf
        if self._incumbent.plan is None or self._pruned_bound > value + gap * abs(value):
            return missed
        return max(missed, value / (1.0 - gap) if value > 0 else value / (1.0 + gap))

    def _start(self, master: Master) -> Floats | None:
        """Return the best plan as a point of the master, if no option is fixed against it."""
        plan = self._incumbent.plan
        fixed = ~master.fixing.free
        if plan is None or not np.array_equal(plan[fixed], master.fixing.opened[fixed]):
            return None
        return master.point(plan)

    def _proven(self, bound: float) -> None:
        """Take a bound on the plans of the master; those pruned are bounded by what they are worth at most."""
        self._incumbent.prove(max(bound, self._pruned_bound))
