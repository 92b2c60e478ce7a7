"""Amounts: limits that are one number for all, or one for each."""

from __future__ import annotations

import numpy as np

from siteplan.errors import Problem
from siteplan.optimise.types import Floats

__all__ = ["amount_problems", "each"]


def each(amounts: float | Floats, n: int) -> Floats:
    """(n,) one number for each."""
    return np.broadcast_to(np.asarray(amounts, dtype=float), (n,))


def amount_problems(rule: str, column: str, amounts: float | Floats, n: int, most: float = np.inf) -> list[Problem]:
    """List a wrong length, and numbers that are NaN, negative, or above the most."""
    values = np.asarray(amounts, dtype=float)
    if values.shape not in ((), (n,)):
        return [Problem("rules", f"rule {rule!r}: shape {values.shape}", f"Give one number, or {n} of them", column)]
    if bool(((values >= 0) & (values <= most)).all()):
        return []
    limits = "from 0" if np.isinf(most) else f"from 0 to {most:g}"
    return [Problem("rules", f"rule {rule!r}: a limit that cannot be", f"Give numbers {limits}", column)]
