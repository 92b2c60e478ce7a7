"""Formulate: hands a linear model to a solver through PuLP.

This and pulp_model.py alone know PuLP, in its versions 3.3 (Python 3.11) and 4 (Python 3.12 and later).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import highspy
import numpy as np
import pulp

from siteplan.errors import Problem, ProblemError, SolverError
from siteplan.optimise.solvers.highs import Status, run_interruptibly
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.pulp_model import PULP_4, column_order, to_pulp
from siteplan.optimise.stop import Stop, StoppedError
from siteplan.optimise.types import Floats

__all__ = ["MipAnswer", "check_solver", "solve_mip"]

POLL_SECONDS = 0.05
Listener = Callable[[Floats], bool]
SLACK = 1e-9
NO_SUB_MIPS = {f"mip_heuristic_run_{name}": False for name in ("rins", "rens", "root_reduced_cost")}
"""Where a good point is known: these took two thirds of a provincial master's time and hardly found a better one."""
PATIENCE = 5
"""Times as many nodes that a limit on nodes lets pass until there is a point."""
LOST = 1e-6
"""Part of a bound by which the point that reaches it may lie below it."""


@dataclass(frozen=True)
class MipAnswer:
    """Points found, the best last; `bound` in the model's units, None where the solver gives none.

    `finished`: the solver proved what it was asked to; without any point then, the model is infeasible.
    """

    points: tuple[Floats, ...]
    bound: float | None
    finished: bool

    @property
    def infeasible(self) -> bool:
        """Whether it is proven that no point meets the rows."""
        return self.finished and not self.points


def check_solver(name: str) -> None:
    """Refuse a solver that is not to be had here.

    Raises
    ------
    ProblemError
        Naming the solvers that are.
    """
    if name == "highs":
        return
    known = ["highs", *(["cbc"] if _cbc().available() else []), *pulp.listSolvers(onlyAvailable=True)]
    if name not in known:
        what = f"the solver {name!r} is unknown or not installed"
        raise ProblemError([Problem("solve", what, f"Give one of {', '.join(known)}", "solver")])


def solve_mip(
    model: LinearModel,
    solver: str,
    gap: float,
    stop: Stop,
    start: Floats | None = None,
    seed: int = 0,
    listen: Listener | None = None,
    target: float = -np.inf,
    nodes: float = np.inf,
    polish: bool = True,
) -> MipAnswer:
    """Solve the model to an absolute gap, or as far as time and so many nodes allow.

    `start` (n_columns,) is a point to begin with, where the solver can; only its whole numbers count. `listen` hears
    each better point (n_columns,) on the caller's own thread and says whether that is enough; then the answer ends
    with that point, and is the same however fast this thread is. A bound no higher than `target` is enough, too.
    Without `polish` HiGHS solves no sub-problems for better points. It gives its bound at any moment; other solvers
    are asked for the optimum, give a bound only when they prove it, and a point only at their end.

    Raises
    ------
    SolverError
        When the solver fails.
    """
    if _contradicts(model):
        return MipAnswer((), None, finished=True)
    if len(model.value) == 0:  # nothing to decide, and PuLP would invent a column
        return MipAnswer((np.empty(0),), 0.0, finished=True)
    lp = to_pulp(model)
    if solver == "highs":
        limits = _Limits(gap, target, nodes, polish)
        answer = _by_highs(lp, _Highs(model, limits, stop, start, seed, listen))
        if start is not None and _lost(model, answer, gap):
            answer = _by_highs(to_pulp(model), _Highs(model, limits, stop, None, seed, listen))
        return answer
    answer = _by_other(model, lp, solver, stop)
    if listen is not None:
        any(listen(x) for x in answer.points)
    return answer


@dataclass
class _Run:
    """What HiGHS left behind: points, how many of them the callback was told, its status and its bound."""

    points: list[Floats] = field(default_factory=list)
    told: int = 0
    enough: bool = False
    status: Any = None
    bound: float = -np.inf


class _Limits(NamedTuple):
    """When HiGHS has done enough: an absolute gap, a bound in the model's sense, nodes; whether it polishes points."""

    gap: float
    target: float
    nodes: float
    polish: bool


class _Highs(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """PuLP's HiGHS with a starting point, every better point it meets, and an end at any moment."""

    def __init__(
        self, model: LinearModel, limits: _Limits, stop: Stop, start: Floats | None, seed: int, listen: Listener | None
    ) -> None:
        given = {"output_flag": False, "random_seed": seed, **({} if limits.polish else NO_SUB_MIPS)}
        super().__init__(msg=False, gapRel=0.0, gapAbs=limits.gap, threads=1, **given)
        self._limits = limits
        self.run = _Run()
        self._stop = stop
        self._start = start
        self._model = model
        self._listen = listen
        self._order: list[int] = []

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802  PuLP's name
        """Run HiGHS, which PuLP has filled."""
        highs = lp.solverModel
        self._order = column_order(lp, self._model.names)
        if self._start is not None:
            self._begin(highs, self._start[self._order])
        highs.cbMipImprovingSolution += self._heard
        sign = _sign(highs)
        try:
            run_interruptibly(
                highs, self._stop, self._enough, lambda bound, nodes: self._satisfied(sign * bound, nodes)
            )
        except BaseException:
            self._leave()
            raise
        self.run.status = highs.getModelStatus()
        self.run.bound = self._bound(highs)
        if highs.getInfo().primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            self._keep(highs.getSolution().col_value)
            self._enough()

    def _satisfied(self, bound: float, nodes: int) -> bool:
        """Whether bound or nodes are enough; without a point it takes more nodes.

        Minus infinity says that there is no plan: HiGHS is about to prove that itself.
        """
        most = self._limits.nodes if self.run.points else PATIENCE * self._limits.nodes
        return -np.inf < bound <= self._limits.target or nodes >= most

    def _begin(self, highs: highspy.Highs, start: Floats) -> None:
        """Give HiGHS the whole numbers only: it finds the best fractions to them itself.

        Where it takes the objective for a whole number it cuts off what is less than 1 better than its best point; a
        start with fractions below their best would then hide better points.
        """
        whole = np.flatnonzero(self._model.integer[self._order]).astype(np.int32)
        highs.setSolution(len(whole), whole, start[whole])

    def _bound(self, highs: highspy.Highs) -> float:
        """Return what HiGHS has proven, in the model's sense (PuLP 3 minimises the negative); inf if nothing."""
        info, sign = highs.getInfo(), _sign(highs)
        if self._model.integer.any():
            return sign * float(info.mip_dual_bound)
        solved = self.run.status == Status.kOptimal  # without whole numbers HiGHS solves an LP and keeps no MIP bound
        return sign * float(info.objective_function_value) if solved else float("inf")

    def _heard(self, event: highspy.highs.HighsCallbackEvent) -> None:
        """Keep a better point; on the thread of HiGHS."""
        self._keep(event.data_out.mip_solution)

    def _keep(self, values: Sequence[float] | Floats) -> None:
        """Keep a point in our columns; those that PuLP left out matter nowhere and stay at their lower bound."""
        x = self._model.lower.copy()
        x[self._order] = values
        self.run.points.append(x)

    def _enough(self) -> bool:
        """Pass on what was heard since, in its order and until that is enough; on the caller's thread."""
        while self._listen is not None and not self.run.enough and self.run.told < len(self.run.points):
            self.run.told += 1
            self.run.enough = self._listen(self.run.points[self.run.told - 1])
        return self.run.enough

    def _leave(self) -> None:
        """Pass on what is left untold when the callback is stopped, or Ctrl-C comes: the best may be among it."""
        while self._listen is not None and self.run.told < len(self.run.points):
            self.run.told += 1
            with suppress(StoppedError, KeyboardInterrupt):
                self._listen(self.run.points[self.run.told - 1])


def _sign(highs: highspy.Highs) -> float:
    return 1.0 if highs.getObjectiveSense()[1] == highspy.ObjSense.kMaximize else -1.0


def _by_highs(lp: pulp.LpProblem, solver: _Highs) -> MipAnswer:
    lp.solve(solver)
    run = solver.run
    done = run.status in (Status.kOptimal, Status.kInfeasible)
    if not done and run.status not in (Status.kInterrupt, Status.kTimeLimit, Status.kSolveError):
        message = f"HiGHS ended the master problem with {run.status}"
        raise SolverError(message)
    if run.enough:  # what came later, and the bound, depend on how soon HiGHS was reached
        return MipAnswer(tuple(run.points[: run.told]), None, finished=False)
    return MipAnswer(tuple(run.points), run.bound if np.isfinite(run.bound) else None, done)


def _lost(model: LinearModel, answer: MipAnswer, gap: float) -> bool:
    """Whether a bound is said to be reached and no point reaches it.

    HiGHS 1.16 gives back the start where its presolve solves the model to a better point.
    """
    if not answer.finished or answer.bound is None or not answer.points:
        return False
    best = max(float(model.value @ x) for x in answer.points)
    return answer.bound > best + gap + LOST * max(1.0, abs(answer.bound))


def _by_other(model: LinearModel, lp: pulp.LpProblem, name: str, stop: Stop) -> MipAnswer:
    """Solve on a thread of its own; a solver that will not end is left behind, to end by its own time limit."""
    limit = max(stop.left, 1.0)
    solver = _cbc(limit) if name == "cbc" else pulp.getSolver(name, msg=False, timeLimit=limit)
    box: list[Any] = []
    done = threading.Event()
    threading.Thread(target=_solve_into, args=(lp, solver, box, done), daemon=True).start()
    while not (done.wait(POLL_SECONDS) or stop.due):
        pass
    if not box:
        return MipAnswer((), None, finished=False)
    if isinstance(box[0], BaseException):
        raise SolverError(str(box[0])) from box[0]
    found, proven = _verdict(lp, box[0])
    if not found:
        return MipAnswer((), None, finished=proven)
    values = {v.name: v.varValue or 0.0 for v in lp.variables()}
    point = np.array([values.get(name, low) for name, low in zip(model.names, model.lower, strict=True)])
    return MipAnswer((point,), float(model.value @ point) if proven else None, finished=proven)


def _solve_into(lp: pulp.LpProblem, solver: Any, box: list[Any], done: threading.Event) -> None:
    """Solve and leave the answer, or what went wrong, in the box."""
    try:
        box.append(lp.solve(solver))
    except Exception as error:
        box.append(error)
    finally:
        done.set()


def _verdict(lp: pulp.LpProblem, answer: Any) -> tuple[bool, bool]:
    """Whether there is a point, and whether it (or that there is none) is proven."""
    if PULP_4:
        proven = answer.status in (pulp.LpSolveStatus.Optimal, pulp.LpSolveStatus.Infeasible)
        return bool(answer.has_solution), proven
    found = lp.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    # CBC's "Integer infeasible" is told by the status alone
    none = lp.status == pulp.LpStatusInfeasible or lp.sol_status == pulp.LpSolutionInfeasible
    return found, lp.sol_status == pulp.LpSolutionOptimal or (none and not found)


def _cbc(seconds: float = 1.0) -> Any:
    """CBC: the binary that PuLP 3 carries, or what PuLP 4 finds (its extra `cbc`, or the path)."""
    if PULP_4:
        return pulp.COIN_CMD(msg=False, timeLimit=seconds, gapRel=0.0)
    return pulp.COIN_CMD(path=pulp.PULP_CBC_CMD.pulp_cbc_path, msg=False, timeLimit=seconds, gapRel=0.0)


def _contradicts(model: LinearModel) -> bool:
    """Whether a row without entries asks for something: PuLP cannot state it."""
    empty = np.diff(model.matrix.indptr) == 0
    return bool((empty & ((model.row_lower > SLACK) | (model.row_upper < -SLACK))).any())
