"""How utility falls with minutes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from siteplan.study import TradeArea

__all__ = ["DECAYS", "attraction", "exponential", "power"]

Minutes = NDArray[np.float64]


def exponential(minutes: Minutes, rate: float) -> Minutes:
    """Return exp(-rate x minutes); rate per minute."""
    return np.exp(-rate * minutes)


def power(minutes: Minutes, rate: float) -> Minutes:
    """Return minutes ** -rate (Huff 1964), with the first minute as one, so that a site next door stays finite."""
    return np.maximum(minutes, 1.0) ** -rate


DECAYS: dict[str, Callable[[Minutes, float], Minutes]] = {"exponential": exponential, "power": power}


def attraction(area: TradeArea, minutes: Minutes) -> Minutes:
    """Return the part of people who still come from so many minutes away: 1 at the door, 0 out of reach (infinite)."""
    return DECAYS[area.decay](minutes, area.rate)
