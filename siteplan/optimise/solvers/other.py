"""Other: solvers that PuLP knows beside HiGHS, each asked on a thread of its own for the optimum."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pulp

from siteplan.errors import SolverError
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.mip_params import MipAnswer, MipParams
from siteplan.optimise.solvers.pulp_model import PULP_4
from siteplan.optimise.stop import Stop

__all__ = ["by_other", "cbc"]


def by_other(model: LinearModel, lp: pulp.LpProblem, params: MipParams, stop: Stop) -> MipAnswer:
    """Solve on a thread of its own; a solver that will not end is left behind, to end by its own time limit."""
    name, limit = params.solver, max(stop.left, 1.0)
    solver = cbc(limit) if name == "cbc" else pulp.getSolver(name, msg=False, timeLimit=limit)
    box: list[Any] = []
    done = threading.Event()
    threading.Thread(target=_solve_into, args=(lp, solver, box, done), daemon=True).start()
    while not (done.wait(params.watch.poll_seconds) or stop.due):
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


def cbc(seconds: float = 1.0) -> Any:
    """CBC: the binary that PuLP 3 carries, or what PuLP 4 finds (its extra `cbc`, or the path)."""
    if PULP_4:
        return pulp.COIN_CMD(msg=False, timeLimit=seconds, gapRel=0.0)
    return pulp.COIN_CMD(path=pulp.PULP_CBC_CMD.pulp_cbc_path, msg=False, timeLimit=seconds, gapRel=0.0)
