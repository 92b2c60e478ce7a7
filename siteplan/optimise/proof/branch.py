"""Branch: rounds of mixed-integer masters and cuts at their answers, until the gap is closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from siteplan.optimise.bounds.cuts import Cuts, join
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import Relaxed, cuts_at, relax
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.penalty import near_plan
from siteplan.optimise.heuristics.repair import repaired
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.doubt import asked_again, refuted, too_fine
from siteplan.optimise.proof.incumbent_callback import IncumbentCallback
from siteplan.optimise.proof.reduced_cost_fixing import NEAR_ROOM, in_doubt, promising, reduced_cost_fixing
from siteplan.optimise.proof.solve_params import SolveParams
from siteplan.optimise.proof.tree import Tree
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipAnswer, MipParams
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["FIRST_SHARE", "NEAR_GAP", "PRUNED_SHARE", "Branch"]

MOST_ROUNDS = 12
LEAST_EXCESS = 1e-4
"""Rounds in which fractions are cut off, and the part of its largest factor by which they must break a cut."""
FIRST_SHARE = 0.4
"""Part of the asked gap that the first masters are solved to; the rest is room for the cuts' own error."""
LEAST_SHARE = 1e-4
LEAST_BREACH = 1e-7
SURE_BREACH = 1e-5
"""Units of the solver (thousandths of the whole are 1) by which an answer must break a cut for it to be worth keeping,
and for it to cut the answer off for sure."""
PRUNED_SHARE = 0.6
"""Part of the asked gap by which plans that are given up may be better than the best one."""
OVERRATED_SHARE = 0.5
"""Part of what parts bound and plan by which a master overrates a plan, where shares are to blame for it."""
NEAR_NODES = 400
LEAST_RISE = 5e-4
"""Part of the bound by which a master of few options must better the plan to be followed by another."""
POOR = 4.0
"""Times the asked gap from which a solver is to look for better plans by itself, too."""
NEAR_GAP = 0.002
DOUBTFUL_TIMES = (1, 2, 3, 4)


class Branch:
    """The rounds: each solves a master, looks at its answers, and cuts where the master was too hopeful."""

    def __init__(self, search: LocalSearch, incumbent: Incumbent, params: SolveParams, stop: Stop) -> None:
        self._search = search
        self._incumbent = incumbent
        self._params = params
        self._stop = stop
        self._callback = IncumbentCallback(search, incumbent, params.gap)
        self._pruned_bound = -np.inf
        self._divided = False
        self._doubted = False
        self._pool = Cuts.none(search.problem.n_options)
        self._feasibility_cuts: dict[bytes, FeasibilityCut] = {}

    def run(self, master: Master, relaxed: Relaxed) -> bool:
        """Go on until the gap is closed, or the solver's own tolerances let nothing more be said.

        Returns whether a plan may exist.
        """
        share = FIRST_SHARE
        while self._incumbent.gap > self._params.gap and share > LEAST_SHARE:
            self._stop.check()
            master = self._barred(self._fixed(master, relaxed))
            answer = self._solved(master, join(relaxed.cuts, self._pool), share, self.promising(relaxed))
            if answer.infeasible:
                return self._none_left(master, relaxed)
            if self._incumbent.gap <= self._params.gap:
                break
            self._stop.check()
            if self._doubted or too_fine(self._incumbent, self._params, master.unit, self._incumbent.bound):
                break
            if self._overrated(master, answer):
                self._divide(master, relaxed)
                continue
            share = share if self._learned(master, answer) else share / 4
            master = self._barred(master)
            tightened = relax(master, join(relaxed.cuts, self._pool), self._params.tolerance, self._stop, self._proven)
            tightened = self.tightened(master, tightened)
            if tightened is None:
                return self._none_left(master, relaxed)
            relaxed = tightened
            self._incumbent.cuts = join(relaxed.cuts, self._pool)
        return self._rest(master, relaxed)

    def _rest(self, master: Master, relaxed: Relaxed) -> bool:
        """Branch to the end where a solver can say no more, or what it says is in doubt."""
        if self._incumbent.plan is not None and self._incumbent.gap > self._params.gap:
            self._divide(master, relaxed, patient=True)
        return True

    def tightened(self, master: Master, relaxed: Relaxed | None) -> Relaxed | None:
        """Cut off what rules without rows rule out, as long as that lowers the bound; None: no plan is left."""
        problem, rounds = self._search.problem, 0
        while relaxed is not None and problem.lazy_constraints and rounds < MOST_ROUNDS:
            self._stop.check()
            y, before, rounds = relaxed.y, relaxed.bound, rounds + 1
            found = (cut for rule in problem.lazy_constraints for cut in rule.separate(problem.options, y))
            broken = [cut for cut in self._stop.through(found) if cut.excess(y) > LEAST_EXCESS]
            if not broken:
                break
            self._keep(broken)
            cuts = join(relaxed.cuts, self._pool)
            relaxed = relax(self._barred(master), cuts, self._params.tolerance, self._stop, self._proven)
            if relaxed is not None and before - relaxed.bound < self._params.tolerance * abs(before):
                break
        return relaxed

    def _keep(self, cuts: Iterable[FeasibilityCut]) -> None:
        self._feasibility_cuts |= {cut.key: cut for cut in cuts}

    def _overrated(self, master: Master, answer: MipAnswer) -> bool:
        """Whether shares, rather than rules, are what keeps bound and plan apart."""
        problem, incumbent = self._search.problem, self._incumbent
        if self._divided or incumbent.plan is None or incumbent.gap <= self._params.gap:
            return False
        hopes = [master.claim(x) - problem.value(master.plan(x) > 0.5) for x in answer.points]
        return max(hopes, default=0.0) > OVERRATED_SHARE * (incumbent.bound - incumbent.value)

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
        plans = asked_again(self._search.feasible, master, relaxed, self._params, self._stop)
        for plan in filter(self._search.feasible.holds, plans):
            self._callback.submit(plan, master.fixing.free)
        return bool(plans)

    def _divide(self, master: Master, relaxed: Relaxed, *, patient: bool = False) -> None:
        """Branch on the options, for as long as that closes the gap; to the end where a solver's word is in doubt."""
        tree = Tree(self._search, self._incumbent, self._callback, self._params, self._stop)
        tree.run(master, relaxed, self._pruned_bound, patient=patient)
        self._divided = True
        self._pool = join(self._pool, tree.cuts)

    def near(self, master: Master, relaxed: Relaxed) -> None:
        """Look for plans among the options that the relaxation opens or nearly opens, first without a solver."""
        wanted = self.promising(relaxed)
        with self._stop.until(lambda: self._callback.closed) as stop:
            search = replace(self._search, stop=stop)
            guide = near_plan(search, relaxed, wanted, lambda: self._callback.closed)
            meets = None if search.feasible.broken(guide).any() else repaired(search, guide)
        if self._callback.closed or (meets is not None and self._callback.submit(meets, wanted)):
            return
        for times in DOUBTFUL_TIMES:
            before = self._incumbent.value
            few = replace(master, fixing=in_doubt(master, relaxed, self._nearest(relaxed, guide), times))
            good = self._among(few, relaxed, wanted) and self._incumbent.gap <= POOR * self._params.gap
            if good or self._callback.closed or before - self._incumbent.value > -LEAST_RISE * abs(relaxed.bound):
                return
        if self._incumbent.plan is None:
            self._among(
                replace(master, fixing=Fixing(master.fixing.free & wanted, master.fixing.opened)), relaxed, wanted
            )

    def _among(self, few: Master, relaxed: Relaxed, wanted: Bools) -> bool:
        """Solve a master of few options, and improve what it finds; whether the solver came to its end."""
        few = self._barred(few)
        gap = NEAR_GAP * abs(relaxed.bound) / few.unit
        start, listen = self._start(few), self._callback.callback(few, wanted)
        params = MipParams(gap, nodes=NEAR_NODES, polish=False, seed=self._params.seed, solver=self._params.solver)
        answer = solve_mip(few.model(relaxed.cuts), self._stop, params, start, listen)
        plans = [few.plan(x) > 0.5 for x in answer.points]
        for plan in plans:
            if not self._search.feasible.holds(plan):
                self._bar(few, plan, sure=True)
        return answer.finished

    def promising(self, relaxed: Relaxed) -> Bools:
        """(n_options,) options that the relaxation opens or nearly opens."""
        return promising(relaxed, self._incumbent.value)

    def _nearest(self, relaxed: Relaxed, guide: Bools) -> Bools:
        """Return the best plan where that is near the bound, else the guide (n_options,)."""
        near = self._incumbent.value >= relaxed.bound - NEAR_ROOM * abs(relaxed.bound)
        return self._incumbent.plan if self._incumbent.plan is not None and near else guide

    def _fixed(self, master: Master, relaxed: Relaxed) -> Master:
        """Give up every plan that is not clearly better than the best one."""
        threshold = self._params.missed
        if self._incumbent.plan is not None:
            threshold = max(
                threshold, self._incumbent.value + PRUNED_SHARE * self._params.gap * abs(self._incumbent.value)
            )
        smaller, pruned_bound = reduced_cost_fixing(master, relaxed, threshold)
        self._pruned_bound = max(self._pruned_bound, pruned_bound)
        return smaller

    def _solved(self, master: Master, cuts: Cuts, share: float, among: Bools) -> MipAnswer:
        """Solve the master to a share of the asked gap, and take its bound."""
        gap = share * self._params.gap * abs(self._incumbent.bound) / master.unit
        start = self._start(master)
        listen = self._callback.callback(master, among)
        target = (self.sufficient() - master.constant) / master.unit
        poor = start is None or self._incumbent.gap > POOR * self._params.gap
        params = MipParams(gap, target, polish=poor, seed=self._params.seed, solver=self._params.solver)
        answer = solve_mip(master.model(cuts), self._stop, params, start, listen)
        if answer.bound is not None and not self._callback.closed:
            self._believed(master, master.worth(answer.bound))
        return answer

    def _believed(self, master: Master, bound: float) -> None:
        """Take a solver's bound, unless that is in doubt."""
        self._doubted = refuted(self._incumbent, max(bound, self._pruned_bound))
        self._doubted |= too_fine(self._incumbent, self._params, master.unit, bound)
        if not self._doubted:
            self._proven(bound)

    def sufficient(self) -> float:
        """Return the highest bound that closes the gap or rules the target out; -inf where none does yet."""
        value, gap = self._incumbent.value, self._params.gap
        missed = self._params.missed if self._pruned_bound <= self._params.missed else -np.inf
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

    def _learned(self, master: Master, answer: MipAnswer) -> bool:
        """Keep cuts where the master thought too much of a plan, and cut off plans that break a rule after all.

        A plan may break a rule because the master thinks too much of a capture that the rule counts: then the cuts will
        do. Returns whether anything was learned.
        """
        known = len(self._pool) + len(self._feasibility_cuts)
        for x in answer.points:
            plan = master.plan(x) > 0.5
            holds = self._search.feasible.holds(plan)
            breach = self._cut(master, plan, x) if holds or self._search.problem.rows.terms else 0.0
            if not holds:
                self._bar(master, plan, sure=breach >= SURE_BREACH)
        return len(self._pool) + len(self._feasibility_cuts) > known

    def _bar(self, master: Master, plan: Bools, *, sure: bool) -> None:
        """Learn from a plan that breaks a rule; cut it off alone where nothing more is learnt and cuts will not do."""
        problem, free = self._search.problem, master.fixing.free | master.fixing.opened
        near = repaired(self._search, plan) if problem.lazy_constraints and not self._callback.closed else None
        if near is not None:
            self._callback.submit(near, free)
        found = (cut for rule in problem.lazy_constraints for cut in rule.cuts(problem.options, plan))
        cuts = list(self._stop.through(found))
        self._keep(cuts if cuts or sure else [FeasibilityCut.excluding(plan)])

    def _barred(self, master: Master) -> Master:
        """Return the master with all that was learned."""
        return replace(master, feasibility_cuts=tuple(self._feasibility_cuts.values()))

    def _cut(self, master: Master, plan: Bools, x: Floats) -> float:
        """Keep the cuts at a plan that the answer breaks; by how many units of the solver it breaks the worst."""
        cuts = cuts_at(master, plan)
        breach = (master.thetas(x)[cuts.group] - cuts.at(plan.astype(float))) / master.units[cuts.group]
        self._pool = join(self._pool, cuts.pick(breach > LEAST_BREACH))
        return float(breach.max())
