"""Allowance: processor time that further questions may take, all together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from siteplan.errors.params import Params, within

__all__ = ["Allowance", "AllowanceParams"]


@dataclass(frozen=True)
class AllowanceParams(Params):
    """How processor time is told by the clock.

    Attributes
    ----------
    least_part : part of a processor that a run is taken to have at least, by the clock a question then ends as well
    least_seconds : seconds of the clock that are left at least, since `solve` asks for some
    """

    least_part: float = within(0.1, 0.001, 1.0)
    least_seconds: float = within(1e-3, 1e-6, 10.0)


@dataclass(frozen=True)
class Allowance:
    """Until when (seconds of time.process_time) questions may be solved, and the caller's own wish to stop.

    In processor seconds of this process: what fits does not depend on what else the machine does.

    Examples
    --------
    >>> allowance = Allowance.of(10.0)
    >>> one = allowance.within(2.0)
    >>> selection = solve(problem, time_limit=one.by_the_clock, cancel=one.is_due)  # doctest: +SKIP
    """

    until: float
    cancel: Callable[[], bool] | None = None
    params: AllowanceParams = AllowanceParams()

    @classmethod
    def of(cls, seconds: float, cancel: Callable[[], bool] | None = None) -> Allowance:
        """Allow so many processor seconds from now."""
        return cls(time.process_time() + seconds, cancel)

    @property
    def left(self) -> float:
        """Processor seconds left, not below 0."""
        return max(self.until - time.process_time(), 0.0)

    @property
    def cancelled(self) -> bool:
        """Whether the caller wants to stop."""
        return self.cancel is not None and self.cancel()

    @property
    def by_the_clock(self) -> float:
        """Seconds of the clock after which what is left is spent for sure; above 0, as `solve` asks."""
        return max(self.left / self.params.least_part, self.params.least_seconds)

    def is_due(self) -> bool:
        """Whether to stop now: `cancel` of a run that keeps to the allowance."""
        return self.left <= 0 or self.cancelled

    def within(self, seconds: float) -> Allowance:
        """Return the same, but no more than so many processor seconds from now."""
        return replace(self, until=min(self.until, time.process_time() + seconds))
