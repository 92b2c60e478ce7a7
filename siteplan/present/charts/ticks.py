"""Ticks: the round figures that an axis is marked with."""

from __future__ import annotations

import math

__all__ = ["round_ticks"]

_MOST = 5
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SLACK = 1e-9  # of a step, that rounding may move an end by


def round_ticks(low: float, high: float, most: int = _MOST) -> list[float]:
    """Return the multiples of a round step within an axis: as many as there may be, at least one.

    The step is 1, 2, 2.5 or 5 times a power of ten.
    """
    if not high > low:
        return [low]
    least = (high - low) / most
    power = 10.0 ** math.floor(math.log10(least))
    step = power * next(factor for factor in _STEPS if factor * power >= least * (1 - _SLACK))
    first, last = math.ceil(low / step - _SLACK), math.floor(high / step + _SLACK)
    return [number * step for number in range(first, last + 1)] or [low]
