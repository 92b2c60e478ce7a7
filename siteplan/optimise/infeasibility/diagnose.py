"""Diagnose: why no plan meets every rule, and the smallest changes that give one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from siteplan.errors.params import Params, within
from siteplan.optimise.infeasibility.attainable import Attainable, attainable
from siteplan.optimise.infeasibility.conflict import smallest_conflict
from siteplan.optimise.infeasibility.corrections import CorrectionSet, Family, corrections, with_best
from siteplan.optimise.infeasibility.feasibility_oracle import FeasibilityOracle, OracleParams
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import Stop, StoppedError

__all__ = ["DiagnoseParams", "Diagnosis", "diagnose"]


@dataclass(frozen=True)
class DiagnoseParams(Params):
    """How far a diagnosis goes.

    Attributes
    ----------
    valued : count; corrections, the smallest first, whose best plan is sought
    best_seconds : seconds that each of those may take
    oracle : how questions are put
    """

    valued: int = within(3, 0)
    best_seconds: float = within(4.0, 0.0)
    oracle: OracleParams = field(default_factory=OracleParams)


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Why there is no plan.

    Attributes
    ----------
    conflict : positions of the fewest rules that cannot hold together
    proven : whether it is proven that fewer never conflict
    attainable : how near each limit of the conflict can be met
    corrections : the changes that give a plan, smallest first; the first few with the best plan they allow
    """

    conflict: tuple[int, ...]
    proven: bool
    attainable: tuple[Attainable, ...]
    corrections: tuple[CorrectionSet, ...]


def diagnose(
    problem: SiteProblem,
    time_limit: float = 60.0,
    cancel: Callable[[], bool] | None = None,
    families: Sequence[Family] = (),
    gap: float | None = None,
    params: DiagnoseParams = DiagnoseParams(),
) -> Diagnosis | None:
    """Find the fewest rules that conflict, how near each can be met, and the smallest changes that give a plan.

    Every question on the way is a problem without a capture.

    Parameters
    ----------
    families : sequence of Family, optional
        Other numbers of the rules that may give way.
    gap : float, optional
        Also find the best plan that the first corrections allow, to this gap or for a few seconds each.
    params : DiagnoseParams
        How far it goes.

    Returns
    -------
    Diagnosis or None
        None where a plan exists, or where time was up before it was proven that none does.
    """
    oracle = FeasibilityOracle(problem, Stop.after(time_limit, cancel), params.oracle)
    try:
        if oracle.may_hold(oracle.every):
            return None
    except StoppedError:
        return None
    conflict, proven = smallest_conflict(oracle)
    near, found = attainable(oracle, conflict), corrections(oracle, conflict, families)
    if gap is not None:
        seconds = params.best_seconds
        valued = [with_best(oracle, correction, gap, seconds) for correction in found[: params.valued]]
        found = [*valued, *found[params.valued :]]
    return Diagnosis(tuple(conflict), proven, tuple(near), tuple(found))
