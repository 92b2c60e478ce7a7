"""Looks: which open options a search tries to replace, and which need not be tried again."""

from __future__ import annotations

import numpy as np

from siteplan.optimise.captures.capture import CaptureState
from siteplan.optimise.types import Bools, Ints

__all__ = ["Looks"]


class Looks:
    """Options to try. One that found nothing is left alone until something moves near it. It changes in place.

    References
    ----------
    Bentley, J. L. (1992), Fast algorithms for geometric traveling salesman problems, ORSA Journal on Computing 4(4):
    "don't look bits".
    """

    def __init__(self, may: Bools, some: Bools | None = None) -> None:
        """Try those that may close (n_options,), and all of them once more at the end; or only some."""
        self._may = may
        self._look = may.copy() if some is None else may & some
        self._thorough = some is None
        self._moved = False

    def turn(self, open_: Bools) -> Ints:
        """Numbers of the open options to try now; each is left alone from then on."""
        turn = np.flatnonzero(self._look & open_)
        self._look[turn] = False
        return turn

    def again(self, open_: Bools) -> bool:
        """Whether any is left to try."""
        if self._thorough and self._moved and not (self._look & open_).any():
            self._look, self._moved = self._may.copy(), False
        return bool((self._look & open_).any())

    def near(self, state: CaptureState, option: int) -> None:
        """Try again what shares zones with an open option that has just opened, or is about to close."""
        self._moved = True
        self._look |= self._may & (state.limits_without(option) > state.limits())
