"""Stop: when a run has to end early, by the clock or from outside."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["NEVER", "Stop", "StoppedError"]

Item = TypeVar("Item")


class StoppedError(Exception):
    """Unwinds a run that has to end; caught by solve, never seen outside."""


@dataclass(frozen=True)
class Stop:
    """The deadline (seconds of time.monotonic) and the caller's own wish to stop."""

    deadline: float
    cancel: Callable[[], bool] | None = None

    @classmethod
    def after(cls, seconds: float, cancel: Callable[[], bool] | None = None) -> Stop:
        """Stop so many seconds from now."""
        return cls(time.monotonic() + seconds, cancel)

    @property
    def left(self) -> float:
        """Seconds left, not below 0."""
        return max(self.deadline - time.monotonic(), 0.0)

    @property
    def cancelled(self) -> bool:
        """Whether the caller wants to stop."""
        return self.cancel is not None and self.cancel()

    @property
    def due(self) -> bool:
        """Whether to stop now."""
        return self.left <= 0 or self.cancelled

    def check(self) -> None:
        """Unwind if it is time."""
        if self.due:
            raise StoppedError

    def through(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass on items that take long to make; unwind between two of them if it is time."""
        for item in items:
            self.check()
            yield item

    def within(self, seconds: float) -> Stop:
        """Return the same, but no later than so many seconds from now."""
        return Stop(min(self.deadline, time.monotonic() + seconds), self.cancel)

    @contextmanager
    def until(self, enough: Callable[[], bool]) -> Iterator[Stop]:
        """Give the same to a block, but as soon as there is enough; then what comes after the block is next."""
        try:
            yield Stop(self.deadline, lambda: self.cancelled or enough())
        except StoppedError:
            if not enough():
                raise


NEVER = Stop(math.inf)
"""What is not to be stopped."""
