"""How utility falls with minutes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from siteplan.study import TradeArea

__all__ = ["DECAYS", "FIRST_MINUTE", "attraction", "exponential", "logistic", "power"]

Minutes = NDArray[np.float64]
FIRST_MINUTE = 1.0  # a power is infinite at zero minutes; the first minute counts as one


def exponential(minutes: Minutes, rate: float) -> Minutes:
    """Return exp(-rate x minutes); rate per minute."""
    return np.exp(-rate * minutes)


def power(minutes: Minutes, rate: float) -> Minutes:
    """Return minutes ** -rate (Huff 1964), with the first minute as one, so that a site next door stays finite."""
    return np.maximum(minutes, FIRST_MINUTE) ** -rate


def logistic(minutes: Minutes, rate: float, midpoint: float) -> Minutes:
    """Return 1 / (1 + exp(rate x (minutes - midpoint))): half are left at the midpoint, most of them before it."""
    out: Minutes = expit(-rate * (minutes - midpoint))
    return out


DECAYS: dict[str, Callable[[TradeArea, Minutes], Minutes]] = {
    "exponential": lambda area, minutes: exponential(minutes, area.rate),
    "power": lambda area, minutes: power(minutes, area.rate),
    "logistic": lambda area, minutes: logistic(minutes, area.rate, area.midpoint),
}


def attraction(area: TradeArea, minutes: Minutes) -> Minutes:
    """Return the part of people who still come from so many minutes away: most at the door, 0 if infinitely far."""
    return DECAYS[area.decay](area, minutes)
