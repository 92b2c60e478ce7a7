"""Diagnose: why no plan meets every rule, and the smallest changes that give one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from siteplan.optimise.infeasibility.attainable import Attainable, attainable
from siteplan.optimise.infeasibility.conflict import smallest_conflict
from siteplan.optimise.infeasibility.corrections import Correction, Family, corrections, with_best
from siteplan.optimise.infeasibility.feasibility_oracle import FeasibilityOracle
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import Stop, StoppedError

__all__ = ["Diagnosis", "diagnose"]

VALUED = 3


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
    corrections: tuple[Correction, ...]


def diagnose(
    problem: SiteProblem,
    time_limit: float = 60.0,
    cancel: Callable[[], bool] | None = None,
    families: Sequence[Family] = (),
    gap: float | None = None,
) -> Diagnosis | None:
    """Find the fewest rules that conflict, how near each can be met, and the smallest changes that give a plan.

    Every question on the way is a problem without a capture.

    Parameters
    ----------
    families : sequence of Family, optional
        Other numbers of the rules that may give way.
    gap : float, optional
        Also find the best plan that the first corrections allow, to this gap or for a few seconds each.

    Returns
    -------
    Diagnosis or None
        None where a plan exists, or where time was up before it was proven that none does.
    """
    oracle = FeasibilityOracle(problem, Stop.after(time_limit, cancel))
    try:
        if oracle.may_hold(oracle.every):
            return None
    except StoppedError:
        return None
    conflict, proven = smallest_conflict(oracle)
    near, found = attainable(oracle, conflict), corrections(oracle, conflict, families)
    if gap is not None:
        found = [with_best(oracle, correction, gap) if n < VALUED else correction for n, correction in enumerate(found)]
    return Diagnosis(tuple(conflict), proven, tuple(near), tuple(found))
