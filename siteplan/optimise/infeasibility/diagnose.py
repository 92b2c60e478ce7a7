"""Diagnose: why no plan meets every rule, and the smallest changes that give one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from siteplan.optimise.infeasibility.attainable import Attainable, attainable
from siteplan.optimise.infeasibility.conflict import smallest_clash
from siteplan.optimise.infeasibility.corrections import Family, Repair, repairs, with_best
from siteplan.optimise.infeasibility.feasibility_oracle import Doctor
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import Stop, StoppedError

__all__ = ["Diagnosis", "diagnose"]

VALUED = 3


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Why there is no plan.

    Attributes
    ----------
    clash : positions of the fewest rules that cannot hold together
    proven : whether it is proven that fewer never clash
    attainable : how near each limit of the clash can be met
    repairs : the changes that give a plan, smallest first; the first few with the best plan they allow
    """

    clash: tuple[int, ...]
    proven: bool
    attainable: tuple[Attainable, ...]
    repairs: tuple[Repair, ...]


def diagnose(
    problem: SiteProblem,
    time_limit: float = 60.0,
    cancel: Callable[[], bool] | None = None,
    families: Sequence[Family] = (),
    gap: float | None = None,
) -> Diagnosis | None:
    """Find the fewest rules that clash, how near each can be met, and the smallest changes that give a plan.

    Every question on the way is a problem without a capture.

    Parameters
    ----------
    families : sequence of Family, optional
        Other numbers of the rules that may give way.
    gap : float, optional
        Also find the best plan that the first repairs allow, to this gap or for a few seconds each.

    Returns
    -------
    Diagnosis or None
        None where a plan exists, or where time was up before it was proven that none does.
    """
    doctor = Doctor(problem, Stop.after(time_limit, cancel))
    try:
        if doctor.may_hold(doctor.every):
            return None
    except StoppedError:
        return None
    clash, proven = smallest_clash(doctor)
    near, found = attainable(doctor, clash), repairs(doctor, clash, families)
    if gap is not None:
        found = [with_best(doctor, repair, gap) if n < VALUED else repair for n, repair in enumerate(found)]
    return Diagnosis(tuple(clash), proven, tuple(near), tuple(found))
