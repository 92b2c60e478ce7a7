"""How utility falls with minutes: a curve for each decay of study/decays.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from siteplan.study import TradeArea

__all__ = ["CURVES", "FIRST_MINUTE", "attraction", "exponential", "gaussian", "logistic", "power"]

Minutes = NDArray[np.float64]
FIRST_MINUTE = 1.0  # a power is infinite at zero minutes; the first minute counts as one


def exponential(minutes: Minutes, rate: float) -> Minutes:
    """Return exp(-rate x minutes); rate per minute."""
    return np.exp(-rate * minutes)


def power(minutes: Minutes, rate: float) -> Minutes:
    """Return minutes ** -rate (Huff 1964), with the first minute as one, so that a site next door stays finite."""
    return np.maximum(minutes, FIRST_MINUTE) ** -rate


def gaussian(minutes: Minutes, rate: float) -> Minutes:
    """Return exp(-rate x minutes ** 2) (Ingram 1971): level near the door, then steep; rate per squared minute."""
    return np.exp(-rate * minutes**2)


def logistic(minutes: Minutes, rate: float, midpoint: float) -> Minutes:
    """Return 1 / (1 + exp(rate x (minutes - midpoint))): half are left at the midpoint, most of them before it."""
    out: Minutes = expit(-rate * (minutes - midpoint))
    return out


@dataclass(frozen=True)
class DecayCurve:
    """A decay, and what a fit needs of it.

    Attributes
    ----------
    falls : utility (any shape) of minutes, by the study's rate and midpoint; 1 at most
    way : what the logarithm of utility falls with in proportion, the rate its factor, of minutes and the least that
        they count as; None where there is no such thing, and the curve itself is fitted
    from_zero : whether minutes of 0 have a utility of their own, without a least
    """

    falls: Callable[[TradeArea, Minutes], Minutes]
    way: Callable[[Minutes, float], Minutes] | None
    from_zero: bool = True


CURVES = {
    "exponential": DecayCurve(lambda area, minutes: exponential(minutes, area.rate), lambda minutes, _least: minutes),
    "power": DecayCurve(
        lambda area, minutes: power(minutes, area.rate),
        lambda minutes, least: np.log(np.maximum(minutes, least)),
        from_zero=False,
    ),
    "gaussian": DecayCurve(lambda area, minutes: gaussian(minutes, area.rate), lambda minutes, _least: minutes**2),
    "logistic": DecayCurve(lambda area, minutes: logistic(minutes, area.rate, area.midpoint), None),
}


def attraction(area: TradeArea, minutes: Minutes) -> Minutes:
    """Return the part of people who still come from so many minutes away: most at the door, 0 if infinitely far."""
    return CURVES[area.decay].falls(area, minutes)
