"""How utility falls with minutes: a curve for each decay of study/decays.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from siteplan.study import TradeArea

__all__ = ["CURVES", "FIRST_MINUTE", "attraction", "exponential", "felt_minutes", "gaussian", "logistic", "power"]

Minutes = NDArray[np.float64]
Figure = float | NDArray[np.float64]  # one for all minutes, or each its own
FIRST_MINUTE = 1.0  # a power is infinite at zero minutes; the first minute counts as one


def exponential(minutes: Minutes, rate: Figure) -> Minutes:
    """Return exp(-rate x minutes); rate per minute."""
    return np.exp(-rate * minutes)


def power(minutes: Minutes, rate: Figure) -> Minutes:
    """Return minutes ** -rate (Huff 1964), with the first minute as one, so that a site next door stays finite."""
    return np.maximum(minutes, FIRST_MINUTE) ** -rate


def gaussian(minutes: Minutes, rate: Figure) -> Minutes:
    """Return exp(-rate x minutes ** 2) (Ingram 1971): level near the door, then steep; rate per squared minute."""
    return np.exp(-rate * minutes**2)


def logistic(minutes: Minutes, rate: Figure, midpoint: Figure) -> Minutes:
    """Return 1 / (1 + exp(rate x (minutes - midpoint))): half are left at the midpoint, most of them before it."""
    out: Minutes = expit(-rate * (minutes - midpoint))
    return out


@dataclass(frozen=True)
class DecayCurve:
    """A decay, and what a fit needs of it.

    Attributes
    ----------
    falls : utility (any shape) of minutes, by rate and midpoint; 1 at most
    felt : minutes from which as many come by the rate as come from these by so many times the rate; None where a
        midpoint has its say
    way : what the logarithm of utility falls with in proportion, the rate its factor, of minutes and the least that
        they count as; None where there is no such thing, and the curve itself is fitted
    from_zero : whether minutes of 0 have a utility of their own, without a least
    """

    falls: Callable[[Minutes, Figure, Figure], Minutes]
    felt: Callable[[Minutes, Figure], Minutes] | None
    way: Callable[[Minutes, float], Minutes] | None
    from_zero: bool = True


CURVES = {
    "exponential": DecayCurve(
        lambda minutes, rate, _midpoint: exponential(minutes, rate),
        lambda minutes, times: minutes * times,
        lambda minutes, _least: minutes,
    ),
    "power": DecayCurve(
        lambda minutes, rate, _midpoint: power(minutes, rate),
        lambda minutes, times: np.maximum(minutes, FIRST_MINUTE) ** times,
        lambda minutes, least: np.log(np.maximum(minutes, least)),
        from_zero=False,
    ),
    "gaussian": DecayCurve(
        lambda minutes, rate, _midpoint: gaussian(minutes, rate),
        lambda minutes, times: minutes * np.sqrt(times),
        lambda minutes, _least: minutes**2,
    ),
    "logistic": DecayCurve(logistic, None, None),
}


def attraction(
    area: TradeArea, minutes: Minutes, rate: Figure | None = None, midpoint: Figure | None = None
) -> Minutes:
    """Return the part of people who still come from so many minutes away: most at the door, 0 if infinitely far.

    By the trade area's rate and midpoint unless others are given.
    """
    falls = CURVES[area.decay].falls
    return falls(minutes, area.rate if rate is None else rate, area.midpoint if midpoint is None else midpoint)


def felt_minutes(area: TradeArea, minutes: Minutes, times: Figure) -> Minutes:
    """Return minutes from which as many come by the trade area's rate as come from these by so many times that rate.

    Raises
    ------
    ValueError
        The decay has a midpoint, so that rates alone do not say it.
    """
    felt = CURVES[area.decay].felt
    if felt is None:
        raise ValueError(f"a {area.decay} decay has no minutes that stand for another rate")
    return felt(minutes, times)
