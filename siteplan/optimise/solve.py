"""Solve: the loop from a problem to a plan with its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd

from siteplan.errors import Problem, ProblemError
from siteplan.optimise.allocation.capacitated import Capacitated
from siteplan.optimise.allocation.service import Service
from siteplan.optimise.bounds.cuts import Cuts, join
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import cuts_at
from siteplan.optimise.bounds.sum_limits import sum_limits
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.floors import floored
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.proof.branch import Branch
from siteplan.optimise.proof.early import Early
from siteplan.optimise.proof.solve_params import SolveParams
from siteplan.optimise.rules import Rule
from siteplan.optimise.rules.rule import RuleReport
from siteplan.optimise.selection import Progress, Selection, SolveStatus
from siteplan.optimise.solvers.mip import check_solver
from siteplan.optimise.solvers.quiet import quiet_highs
from siteplan.optimise.stop import Stop, StoppedError
from siteplan.optimise.types import Bools, Floats

__all__ = ["RULE_COLUMNS", "solve"]

FEW_OPTIONS = 1_000
MANY_OPTIONS = 2_000
MANY_ENTRIES = 1_000_000
FIRST_SHARE, FIRST_SECONDS, FIRST_MOST = 0.1, 3.0, 0.8
"""Part of the time in which a plan is to be found before anything is known of the best; it may have some seconds, where
they are no more than the last part of it."""
RULE_COLUMNS = ["rule", "kind", "sense", "asked", "achieved", "slack", "met", "shadow_price", "unit"]


def solve(  # noqa: PLR0913  what is asked stays in the call, each by its name
    problem: SiteProblem,
    gap: float = 1e-4,
    time_limit: float = 60.0,
    solver: str = "highs",
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    *,
    seed: int = 0,
    start: Selection | None = None,
    target: float = -np.inf,
) -> Selection:
    """Find the options to open, and prove how good they are.

    Generalised Benders: the value of each group of zones is bounded by cuts; a relaxation over all cuts gives a
    bound and closes most options for good; mixed-integer masters over the rest give plans, at which new cuts are
    added until bound and plan agree to the gap.

    Parameters
    ----------
    gap : float
        Stop when (bound - objective) / |bound| is proven to be at most this.
    time_limit : float
        Seconds by the clock, whatever else the machine does; what the run had of the processor is told beside them.
    solver : str
        "highs", "cbc", or any other solver PuLP knows and finds; for the mixed-integer masters.
    progress : callable, optional
        Hears a Progress whenever bound or plan get better.
    cancel : callable, optional
        Polled all along; when it says True the best plan so far is returned. Ctrl-C does the same.
    seed : int
        The same problem and seed give the same answer, unless time ends the run.
    start : Selection, optional
        Of the same options, under other rules, say: its plan is tried first, and its cuts are kept where it was found
        on the same capture.
    target : float
        Stop as soon as a plan is found that is worth as much, or it is proven that none is (`bound` below it): whether
        one is takes far less than the best one.

    Returns
    -------
    Selection

    Raises
    ------
    ProblemError
        For a gap or time limit that is not above 0, or a solver that is not there.
    SolverError
        If a proven bound ever lies below a plan's value.
    """
    _check(gap, time_limit)
    quiet_highs()
    check_solver(solver)
    incumbent = Incumbent(problem, progress, target)
    stop = Stop.after(time_limit, cancel)
    try:
        feasible = _run(problem, incumbent, SolveParams(gap, solver, seed, target), stop, start)
        cancelled = False
    except (StoppedError, KeyboardInterrupt) as error:
        feasible, cancelled = True, isinstance(error, KeyboardInterrupt) or stop.cancelled
    incumbent.close()
    return _selection(problem, incumbent, _status(incumbent, gap, feasible, cancelled))


def _check(gap: float, time_limit: float) -> None:
    """Refuse limits that ask for nothing."""
    given = {"gap": gap, "time_limit": time_limit}
    bad = [name for name, value in given.items() if not (np.isfinite(value) and value > 0)]
    if bad:
        raise ProblemError([Problem("solve", "is not above 0", "Give a number above 0", name) for name in bad])


def _run(problem: SiteProblem, incumbent: Incumbent, params: SolveParams, stop: Stop, start: Selection | None) -> bool:
    """Run the loop to its end; False where no plan exists."""
    incumbent.enter("start")
    if problem.capacity is not None:  # what a plan is worth there takes an allocation
        search = LocalSearch(problem, Feasible(problem), stop)
        capacitated = Capacitated(search, incumbent, params, stop)
        return capacitated.run(_first_plans(problem, replace(search, found=capacitated.hand_out), start))
    search = LocalSearch(problem, Feasible(problem), stop, found=incumbent.offer)
    for plan in _first_plans(problem, search, start):
        incumbent.offer(plan)
    if rough := incumbent.plan is None and _long(problem):
        incumbent.enter("first plan")
        for plan in _rough_plans(search):
            incumbent.offer(plan)
    incumbent.enter("relaxation")
    groups = zone_groups(problem, stop)
    master = Master(problem, groups, Fixing.of(problem), limits=sum_limits(problem, groups, stop))
    known = cuts_at(master, problem.required if incumbent.plan is None or rough else incumbent.plan, stop)
    branch = Branch(search, incumbent, params, stop)
    relaxed = Early(search, incumbent, branch, params, stop).relax(master, join(known, _kept(problem, master, start)))
    relaxed = branch.tightened(master, relaxed)
    if relaxed is None:
        return False
    incumbent.relaxed, incumbent.cuts = relaxed, relaxed.cuts
    if incumbent.gap > params.gap and not _whole(master):
        incumbent.enter("search")
        branch.near(master, relaxed)
    incumbent.enter("branch")
    feasible = branch.run(master, relaxed)
    incumbent.enter("end")
    return feasible


def _whole(master: Master) -> bool:
    """Whether a master is the question itself, no zone to be bounded, and small: what is near it is not asked first."""
    linear = all(capture.counts_nothing for capture in master.problem.captures)
    return linear and not master.problem.lazy_constraints and len(master.free) <= FEW_OPTIONS


def _first_plans(problem: SiteProblem, search: LocalSearch, start: Selection | None) -> Iterator[Bools]:
    """Yield the plan to start with, and greedy ones, grown from the required options; none that breaks a rule."""
    given = None if start is None or not start.found else start.open.to_numpy(dtype=bool)
    if given is not None and len(given) == problem.n_options and search.feasible.holds(given):
        yield given
        yield search.greedy(given, per_use=True)  # under looser rules more may open beside it
    if search.feasible.holds(problem.required):
        for per_use in (True, False):
            yield search.greedy(problem.required, per_use)
    elif not _long(problem):  # an exact number of sites, say, is met in the end
        within = replace(search, feasible=Feasible(problem, floors=False), found=None)
        plan = within.greedy(problem.required, per_use=True)
        if search.feasible.holds(plan):
            yield plan


def _long(problem: SiteProblem) -> bool:
    """Whether it may take so long until the relaxation leads to a plan that one is wanted before.

    It does where it is large, where sites have caps, and where rules ask of sales: the relaxation feels little of them,
    and its plans break them.
    """
    large = problem.n_options >= MANY_OPTIONS or problem.capture.reach.nnz >= MANY_ENTRIES
    of_sales = bool(problem.lazy_constraints) or bool(problem.rows.terms)
    return large or of_sales or problem.capture.loose


def _rough_plans(search: LocalSearch) -> Iterator[Bools]:
    """Yield a plan that meets what rules ask at least, and what it grows to; nothing where that is not found soon."""
    left = search.stop.left
    brief = replace(search, stop=search.stop.within(max(FIRST_SHARE * left, min(FIRST_SECONDS, FIRST_MOST * left))))
    try:
        plan = floored(brief)
        if plan is not None:
            yield plan
            yield brief.greedy(plan, per_use=True)
    except StoppedError:
        search.stop.check()


def _kept(problem: SiteProblem, master: Master, start: Selection | None) -> Cuts:
    """Cuts of an earlier run that hold here too."""
    before = None if start is None else start.source
    if start is None or start.cuts is None or before is None or not _same(before.captures, problem.captures):
        return Cuts.none(problem.n_options)
    same = np.array_equal(zone_groups(before), master.groups)
    return start.cuts if same else Cuts.none(problem.n_options)


def _same(some: tuple[Capture, ...], others: tuple[Capture, ...]) -> bool:
    return [id(capture) for capture in some] == [id(capture) for capture in others]


def _status(incumbent: Incumbent, gap: float, feasible: bool, cancelled: bool) -> SolveStatus:
    if not feasible and incumbent.plan is None:  # with a plan at hand whatever said so erred, and the gap stays open
        return SolveStatus.INFEASIBLE
    if incumbent.plan is not None and incumbent.gap <= gap:
        return SolveStatus.OPTIMAL
    if cancelled:
        return SolveStatus.CANCELLED
    return SolveStatus.UNDECIDED if incumbent.plan is None else SolveStatus.FEASIBLE


def _selection(problem: SiteProblem, incumbent: Incumbent, status: SolveStatus) -> Selection:
    """Pack what was found and proven."""
    nothing = status is SolveStatus.INFEASIBLE
    plan = np.zeros(problem.n_options, dtype=bool) if incumbent.plan is None else incumbent.plan
    allocation, loads = _allocated(problem, incumbent)
    return Selection(
        open=pd.Series(plan, index=problem.options.index, name="open"),
        objective=incumbent.value,
        bound=-np.inf if nothing else incumbent.bound,
        gap=float("nan") if incumbent.plan is None else incumbent.gap,
        status=status,
        seconds=incumbent.seconds,
        trace=tuple(incumbent.trace),
        rules=_rules(problem, incumbent),
        loose=problem.capture.loose,
        allocation=allocation,
        loads=loads,
        cuts=incumbent.cuts,
        source=problem,
        relaxed=incumbent.relaxed,
        cpu_seconds=incumbent.cpu_seconds,
    )


def _allocated(problem: SiteProblem, incumbent: Incumbent) -> tuple[pd.DataFrame | None, pd.Series[float] | None]:
    """Who serves whom, and how much each option serves; under a rule Capacity and with a plan."""
    if problem.capacity is None or incumbent.parts is None:
        return None, None
    service, labels = Service.of(problem), problem.options.index
    return service.table(incumbent.parts, labels), pd.Series(service.loads(incumbent.parts), labels, name="load")


def _rules(problem: SiteProblem, incumbent: Incumbent) -> pd.DataFrame:
    """One line on each thing a rule asks; none without a plan."""
    lines: list[dict[str, Any]] = []
    first = 0
    for rule, rows in zip(problem.rules, problem.rows_by_rule, strict=True):
        if incumbent.plan is not None:
            reports = _reports(problem, rule, incumbent.plan, incumbent.parts)
            lines += [asdict(line) | {"shadow_price": _price(incumbent, line, first)} for line in reports]
        first += rows.n_rows
    return pd.DataFrame(lines, columns=RULE_COLUMNS)


def _reports(problem: SiteProblem, rule: Rule, plan: Bools, parts: Floats | None) -> tuple[RuleReport, ...]:
    if rule.allocation is None or parts is None:
        return rule.reports(problem.options, plan)
    service = Service.of(problem)
    return rule.allocation.load_reports(plan, service.loads(parts), service.kept(parts))


def _price(incumbent: Incumbent, line: RuleReport, first: int) -> float:
    """Shadow price of what a rule asks; `first` is where the rule's rows begin."""
    if incumbent.relaxed is None or line.row is None:
        return float("nan")
    return float(incumbent.relaxed.shadow[first + line.row])
