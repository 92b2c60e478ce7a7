"""What cash flows are worth: net present value, internal rate of return, payback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

__all__ = ["Rate", "internal_rate", "payback", "present_value"]

Floats = NDArray[np.float64]
NoRate = Literal["", "never pays back", "never negative", "several"]
ALIKE = 1e-7  # discount factors that differ by less are one root


@dataclass(frozen=True)
class Rate:
    """An internal rate of return, or why there is none: `value` is NaN where `why` says something.

    "never pays back": at every rate above -100 % they are worth less than nothing; "never negative": more at each;
    "several": worth nothing at more than one rate, none of which is meant.
    """

    value: float
    why: NoRate = ""


def present_value(flows: Floats, rate: float) -> Floats:
    """Return what flows (..., 1 + n_years) are worth today, each at its year's end, the first one today."""
    return np.asarray(flows @ (1.0 + rate) ** -np.arange(float(flows.shape[-1])))


def internal_rate(flows: Floats) -> Rate:
    """Return the rate at which flows (1 + n_years,) are worth nothing.

    Flows whose sign changes once have one. Where it changes more often, all roots of the polynomial are looked at.
    """
    signs = np.sign(flows[flows != 0])
    changes = int((signs[1:] != signs[:-1]).sum())
    if changes == 0:
        return Rate(float("nan"), "never pays back" if (signs < 0).any() else "never negative")
    roots = [_one_root(flows)] if changes == 1 else _roots(flows)
    if len(roots) == 1:
        return Rate(1.0 / roots[0] - 1.0)
    if roots:
        return Rate(float("nan"), "several")
    return Rate(float("nan"), "never negative" if flows.sum() > 0 else "never pays back")


def _one_root(flows: Floats) -> float:
    """Return the discount factor at which flows of one change of sign are worth nothing.

    Cauchy's bounds hold it: 1 + max |c| / |c_n| from above and, for the flows in reverse, from below. Where
    one flow is a trifle beside another the root lies so near to a bound that rounding puts it beyond: they go apart.
    """
    inner = np.trim_zeros(flows / np.abs(flows).max())  # zeros before the first flow only postpone all
    most = float(np.abs(inner).max())
    low, high = 0.5 / (1.0 + most / abs(float(inner[0]))), 2.0 + 2.0 * most / abs(float(inner[-1]))

    def worth(factor: float) -> float:
        total = 0.0
        for flow in inner[::-1].tolist():
            total = total * factor + flow
        return total

    return float(brentq(worth, low, high, xtol=1e-15 * low, maxiter=1_000))


def _roots(flows: Floats) -> list[float]:
    """Return the discount factors at which flows are worth nothing, each once."""
    inner = np.trim_zeros(flows)
    found = np.roots(inner[::-1] / np.abs(inner).max())
    real = np.sort(found.real[(np.abs(found.imag) < ALIKE) & (found.real > ALIKE)])
    apart = np.diff(real, prepend=-np.inf) > ALIKE
    return [float(root) for root in real[apart]]


def payback(flows: Floats) -> Floats:
    """Return after how many years flows (n_sites, 1 + n_years) have paid back for good what was spent (n_sites,).

    Counted from today and not discounted; within a year money comes evenly. 0 where nothing is ever owed, NaN where the
    horizon ends before.
    """
    total = np.cumsum(flows, axis=1)
    owed, years = total < 0, np.arange(flows.shape[1])
    last = np.where(owed, years, -1).max(axis=1)  # the last year's end at which something is owed
    rows, after = np.arange(len(flows)), np.minimum(last + 1, flows.shape[1] - 1)
    earned, due = flows[rows, after], -total[rows, np.maximum(last, 0)]
    within = np.divide(due, earned, out=np.zeros(len(flows)), where=earned > 0)
    return np.asarray(np.select([last < 0, last == flows.shape[1] - 1], [0.0, np.nan], last + within))
