"""Harvest: takes the plans that masters find at their true value, and improves the promising ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from siteplan.optimise.master import Master
from siteplan.optimise.record import Record
from siteplan.optimise.search import Search
from siteplan.optimise.types import Bools, Floats

__all__ = ["Harvest"]


class Harvest:
    """Listens to a solver while it works, on the caller's thread.

    Answers are heard in the order the solver gives them, and none after the gap is closed: so what is found does
    not depend on how fast this thread is.
    """

    def __init__(self, search: Search, record: Record, gap: float) -> None:
        self._search = search
        self._record = record
        self._gap = gap
        self._best_raw = -np.inf

    @property
    def closed(self) -> bool:
        """Whether the gap is closed."""
        return self._record.gap <= self._gap

    def listener(self, master: Master, among: Bools) -> Callable[[Floats], bool]:
        """Return what hears each answer of a master and says whether that is enough; `among` may help improve it."""

        def hear(x: Floats) -> bool:
            return self.closed or self._heard(master.plan(x) > 0.5, among)

        return hear

    def _heard(self, plan: Bools, among: Bools) -> bool:
        if not self._search.feasible.holds(plan):
            return False
        value = self._search.problem.value(plan)
        self._record.offer(plan)
        if not self.closed and value > self._best_raw:
            self._best_raw = value
            self._record.offer(self._search.improve(plan, among))
        return self.closed
