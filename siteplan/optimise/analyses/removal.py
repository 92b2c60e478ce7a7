"""Removal: what a plan loses for good without one of its sites, by solving anew with the site forbidden."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from siteplan.errors import SolverError
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.solved import Solved, stop_by
from siteplan.optimise.analyses.status import with_status
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import SolveStatus
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.types import Bools

__all__ = ["Removal", "removal"]


@dataclass(frozen=True)
class Removal:
    """What is lost without the site of an open option, once the best other plan takes its place.

    Attributes
    ----------
    lost : the plan's value less that of the best plan found without the site; infinite where none meets the rules, NaN
        where none was found in time
    least, most : what the best plan of all loses, by what is proven of both
    plan : (n_options,) that plan without the site, or None
    """

    option: int
    lost: float = float("nan")
    least: float = float("-inf")
    most: float = float("inf")
    plan: Bools | None = field(default=None, repr=False, compare=False)

    @property
    def known(self) -> bool:
        """Whether a plan without the site was found, or proven not to be."""
        return self.lost == self.lost


def removal(solved: Solved, option: int, allowance: Allowance) -> Removal:
    """Return what the plan loses without the site of an open option (by number), as the allowance lets it be known."""
    search = _Search(solved, option)
    with suppress(StoppedError, SolverError):  # what a solver contradicts itself in stays unknown
        search.run(allowance)
    return search.removal()


class _Search:
    """Looks for the best plan without a site; it changes in place."""

    def __init__(self, solved: Solved, option: int) -> None:
        self._solved = solved
        self._option = option
        site = solved.problem.site_of == solved.problem.site_of[option]
        self._site: Bools = np.asarray(site)
        self._bound = solved.selection.bound
        self._value, self._plan = -np.inf, None  # type: tuple[float, Bools | None]

    def run(self, allowance: Allowance) -> None:
        """First by the relaxation and near the plan; then by solving anew, where that leaves more than the gap."""
        solved = self._solved
        if solved.problem.required[self._site].any():
            self._bound = -np.inf
            return
        problem = self._without()
        self._bound = min(self._bound, solved.probe.without(self._site, stop_by(allowance)).bound)
        if self._bound == -np.inf:
            return
        for plan in solved.near(problem, solved.plan & ~self._site, allowance):
            self._take(problem, plan)
        if self._bound - self._value > solved.gap * abs(self._bound):
            self._ask(problem, allowance)

    def removal(self) -> Removal:
        """Return what is known now."""
        value, bound = self._solved.selection.objective, self._solved.selection.bound
        if self._bound == -np.inf:
            return Removal(self._option, np.inf, np.inf, np.inf)
        if self._plan is None:
            return Removal(self._option, least=value - self._bound)
        return Removal(self._option, value - self._value, value - self._bound, bound - self._value, self._plan)

    def _without(self) -> SiteProblem:
        return with_status(self._solved.problem, self._solved.selection.open.index[self._site], "forbidden")

    def _ask(self, problem: SiteProblem, allowance: Allowance) -> None:
        found = self._solved.again(problem, self._solved.gap, allowance, self._plan)
        self._bound = -np.inf if found.status is SolveStatus.INFEASIBLE else min(self._bound, found.bound)
        if found.found:
            self._take(problem, found.open.to_numpy(dtype=bool))

    def _take(self, problem: SiteProblem, plan: Bools) -> None:
        value = problem.value(plan)
        if value > self._value:
            self._value, self._plan = value, plan
