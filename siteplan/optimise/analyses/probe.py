"""Probe: what no plan with an option, or without some, can exceed - by one relaxation that is kept warm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siteplan.optimise.bounds.cuts import join
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import Relaxation, RelaxationEffort, cuts_at
from siteplan.optimise.bounds.sum_limits import sum_limits
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["Bounded", "Probe"]


@dataclass(frozen=True)
class Bounded:
    """No plan is worth more than `bound`; -inf where none is left.

    `shadow` (n_rule_rows,): units of it to a unit of each row's limit.
    """

    bound: float
    shadow: Floats


class Probe:
    """A problem's relaxation with the cuts of the run that solved it; it changes in place, and learns as it is asked.

    What it answers is proven by duals, as every bound of a relaxation; it does not know rules without rows.
    """

    def __init__(self, problem: SiteProblem, start: Selection, tolerance: float) -> None:
        groups = zone_groups(problem)
        master = Master(problem, groups, Fixing.of(problem), limits=sum_limits(problem, groups))
        self._relaxation = Relaxation(
            master, join(start.cuts_over(groups), cuts_at(master, start.open.to_numpy(dtype=bool)))
        )
        self._tolerance = tolerance
        self._free = master.free
        self._opened = master.fixing.opened
        self._rows = master.n_rule_rows

    def knows(self, option: int) -> bool:
        """Whether the option is one that may open or stay closed here."""
        return bool((self._free == option).any())

    def with_open(self, option: int, change: Floats, floor: float, stop: Stop) -> Bounded:
        """Return what plans are worth at most that open an option, the rules' limits moved by `change` (n_rule_rows,).

        A bound no higher than `floor` is low enough.
        """
        lower = (self._free == option).astype(float)
        return self._settled(lower, np.ones(len(self._free)), change, floor, stop)

    def without(self, options: Bools, stop: Stop) -> Bounded:
        """Return what plans are worth at most that open none of some options (n_options,)."""
        if (options & self._opened).any():
            return self._none()
        upper = (~options[self._free]).astype(float)
        return self._settled(np.zeros(len(self._free)), upper, np.zeros(self._rows), -np.inf, stop)

    def _settled(self, lower: Floats, upper: Floats, change: Floats, floor: float, stop: Stop) -> Bounded:
        self._relaxation.within(lower, upper)
        self._relaxation.moved(change)
        found = self._relaxation.settle(RelaxationEffort(self._tolerance, floor), stop)
        return self._none() if found is None else Bounded(found.bound, found.shadow)

    def _none(self) -> Bounded:
        return Bounded(-np.inf, np.zeros(self._rows))
