"""Solve: the loop from a problem to a plan with its proof."""

from __future__ import annotations

from collections.abc import Callable
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
from siteplan.optimise.heuristics.first_plans import first_plans, rough_plans, takes_long
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.proof.branch import Branch
from siteplan.optimise.proof.early import Early
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.rules import Rule
from siteplan.optimise.rules.rule import RuleReport
from siteplan.optimise.selection import Progress, Selection, SolveStatus
from siteplan.optimise.solve_params import SolveParams
from siteplan.optimise.solvers.mip import check_solver
from siteplan.optimise.solvers.quiet import quiet_highs
from siteplan.optimise.stop import Stop, StoppedError
from siteplan.optimise.types import Bools, Floats

__all__ = ["RULE_COLUMNS", "solve"]

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
    params: SolveParams = SolveParams(),
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
    params : SolveParams
        Figures that steer the search: what is proven holds whatever they are, but may take longer.

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
        request = SolveRequest(gap, solver, seed, target, params.relaxation)
        feasible = _run(problem, incumbent, request, params, stop, start)
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


def _run(
    problem: SiteProblem,
    incumbent: Incumbent,
    request: SolveRequest,
    params: SolveParams,
    stop: Stop,
    start: Selection | None,
) -> bool:
    """Run the loop to its end; False where no plan exists."""
    incumbent.enter("start")
    search = LocalSearch(problem, Feasible(problem, params=params.rows), stop, params=params.search)
    if problem.capacity is not None:  # what a plan is worth there takes an allocation
        capacitated = Capacitated(search, incumbent, request, stop, params.capacitated)
        return capacitated.run(first_plans(replace(search, found=capacitated.hand_out), start, params.first))
    search = replace(search, found=incumbent.offer)
    for plan in first_plans(search, start, params.first):
        incumbent.offer(plan)
    if rough := incumbent.plan is None and takes_long(problem, params.first):
        incumbent.enter("first plan")
        for plan in rough_plans(search, params.first):
            incumbent.offer(plan)
    incumbent.enter("relaxation")
    incumbent.groups = zone_groups(problem, stop, params.grouping)
    limits = sum_limits(problem, incumbent.groups, stop, params.grouping)
    master = Master(problem, incumbent.groups, Fixing.of(problem), limits=limits, cuts_params=params.cuts)
    known = cuts_at(master, problem.required if incumbent.plan is None or rough else incumbent.plan, stop)
    branch = Branch(search, incumbent, request, stop, params.branch)
    early = Early(search, incumbent, branch, request, stop, params.early)
    relaxed = branch.tightened(master, early.relax(master, join(known, _kept(problem, master, start))))
    if relaxed is None:
        return False
    incumbent.relaxed, incumbent.cuts = relaxed, relaxed.cuts
    master, relaxed = branch.sharpened(master, relaxed)
    early.look(relaxed)
    if incumbent.gap > request.gap and not _whole(master, params):
        incumbent.enter("search")
        branch.near(master, relaxed)
    incumbent.enter("branch")
    feasible = branch.run(master, relaxed)
    incumbent.enter("end")
    return feasible


def _whole(master: Master, params: SolveParams) -> bool:
    """Whether a master is the question itself, no zone to be bounded, and small: near plans are not asked first."""
    linear = all(capture.counts_nothing for capture in master.problem.captures)
    return linear and not master.problem.lazy_constraints and len(master.free) <= params.branch.few_options


def _kept(problem: SiteProblem, master: Master, start: Selection | None) -> Cuts:
    """Cuts of an earlier run that hold here too."""
    before = None if start is None else start.source
    if start is None or before is None or not _same(before.captures, problem.captures):
        return Cuts.none(problem.n_options)
    return start.cuts_over(master.groups)


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
        groups=incumbent.groups,
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
