"""Formulate: hands a linear model to a solver through PuLP.

This, other.py and pulp_model.py alone know PuLP, in its versions 3.3 (Python 3.11) and 4 (Python 3.12 and later).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
import pulp

from siteplan.errors import Problem, ProblemError, SolverError
from siteplan.optimise.solvers.highs import Status, run_interruptibly
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.mip_params import MipAnswer, MipParams
from siteplan.optimise.solvers.other import by_other, cbc
from siteplan.optimise.solvers.pulp_model import column_order, to_pulp
from siteplan.optimise.stop import Stop, StoppedError
from siteplan.optimise.tolerances import EMPTY_ROW, POINT_LOST
from siteplan.optimise.types import Floats

__all__ = ["check_solver", "solve_mip"]

Listener = Callable[[Floats], bool]
NO_SUB_MIPS = {f"mip_heuristic_run_{name}": False for name in ("rins", "rens", "root_reduced_cost")}
"""Where a good point is known: these took two thirds of a provincial master's time and hardly found a better one."""


def check_solver(name: str) -> None:
    """Refuse a solver that is not to be had here.

    Raises
    ------
    ProblemError
        Naming the solvers that are.
    """
    if name == "highs":
        return
    known = ["highs", *(["cbc"] if cbc().available() else []), *pulp.listSolvers(onlyAvailable=True)]
    if name not in known:
        what = f"the solver {name!r} is unknown or not installed"
        raise ProblemError([Problem("solve", what, f"Give one of {', '.join(known)}", "solver")])


def solve_mip(
    model: LinearModel,
    stop: Stop,
    params: MipParams = MipParams(),
    start: Floats | None = None,
    listen: Listener | None = None,
) -> MipAnswer:
    """Solve the model as far as params and time allow.

    `start` (n_columns,) is a point to begin with, where the solver can; only its whole numbers count. `listen` hears
    each better point (n_columns,) on the caller's own thread and says whether that is enough; then the answer ends
    with that point, and is the same however fast this thread is. HiGHS gives its bound at any moment; other solvers
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
    if params.solver == "highs":
        answer = _by_highs(lp, _Highs(model, params, stop, start, listen))
        if start is not None and _lost(model, answer, params.gap):
            answer = _by_highs(to_pulp(model), _Highs(model, params, stop, None, listen))
        return answer
    answer = by_other(model, lp, params, stop)
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


class _Highs(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """PuLP's HiGHS with a starting point, every better point it meets, and an end at any moment."""

    def __init__(
        self, model: LinearModel, params: MipParams, stop: Stop, start: Floats | None, listen: Listener | None
    ) -> None:
        given = {"output_flag": False, "random_seed": params.seed, **({} if params.polish else NO_SUB_MIPS)}
        super().__init__(msg=False, gapRel=0.0, gapAbs=params.gap, threads=1, **given)
        self._params = params
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
                highs,
                self._stop,
                self._enough,
                lambda bound, nodes: self._satisfied(sign * bound, nodes),
                self._params.watch,
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
        most = self._params.nodes if self.run.points else self._params.patience * self._params.nodes
        return -np.inf < bound <= self._params.target or nodes >= most

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
    return answer.bound > best + gap + POINT_LOST * max(1.0, abs(answer.bound))


def _contradicts(model: LinearModel) -> bool:
    """Whether a row without entries asks for something: PuLP cannot state it."""
    empty = np.diff(model.matrix.indptr) == 0
    return bool((empty & ((model.row_lower > EMPTY_ROW) | (model.row_upper < -EMPTY_ROW))).any())
