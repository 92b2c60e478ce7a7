"""Trail: the plans that a search comes through, offered on the way so that a stop loses none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from siteplan.optimise.types import Bools

__all__ = ["Found", "Trail"]

Found = Callable[[Bools], None]
"""Takes a plan (n_options,), if it meets the rules and is the best."""


class Trail:
    """Holds the last plan of a search that only gets better. It changes in place."""

    def __init__(self, found: Found | None, every_seconds: float, meets: Callable[[Bools], bool] | None = None) -> None:
        """Take who hears of plans and how often; and which plans are any, where the search comes through others too."""
        self._found = found
        self._every_seconds = every_seconds
        self._meets = meets
        self._last: Bools | None = None
        self._told = time.monotonic()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Offer the last plan whatever ends the search early: the clock, the caller or Ctrl-C.

        Where the search comes through others too it may end at one of those: then at its end as well.
        """
        try:
            yield
        except BaseException:
            self._tell()
            raise
        if self._meets is not None:
            self._tell()

    def at(self, plan: Bools) -> None:
        """Come to a plan; offer it now and then."""
        if self._found is None or (self._meets is not None and not self._meets(plan)):
            return
        self._last = plan.copy()  # a state's set changes as it moves on
        if time.monotonic() - self._told > self._every_seconds:
            self._tell()

    def _tell(self) -> None:
        if self._found is not None and self._last is not None:
            self._found(self._last)
        self._told = time.monotonic()
