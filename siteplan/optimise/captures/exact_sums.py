"""ExactSums: running sums that know what they were once a term is taken away again."""

from __future__ import annotations

import numpy as np

from siteplan.optimise.types import Floats, Ints

__all__ = ["ExactSums"]


class ExactSums:
    """Sums (n,), each kept as two numbers: the sum rounded, and what rounding took of it. They change in place.

    A sum of single numbers would keep the rounding errors of a large term long after that has left: beside 1e15 a term
    of 0.01 is gone. With twice the digits all is there that a sum anew would find.

    References
    ----------
    Knuth, D. E. (1969), The art of computer programming, volume 2: TwoSum. Dekker, T. J. (1971), A floating-point
    technique for extending the available precision, Numerische Mathematik 18.
    """

    def __init__(self, n: int) -> None:
        self._high = np.zeros(n)
        self._low = np.zeros(n)

    @property
    def values(self) -> Floats:
        """(n,) the sums, rounded; not to be changed."""
        return self._high

    def at(self, places: Ints) -> Floats:
        """Return some of the sums."""
        return self._high[places]

    def add(self, places: Ints, terms: Floats) -> None:
        """Add terms to some of the sums, at most one to each."""
        high, lost = _two_sum(self._high[places], terms)
        self._high[places], self._low[places] = _two_sum(high, lost + self._low[places])

    def without(self, places: Ints, terms: Floats) -> Floats:
        """Return some of the sums without a term of each, rounded once."""
        high, lost = _two_sum(self._high[places], -terms)
        return high + (lost + self._low[places])


def _two_sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the sum, rounded, and exactly what rounding took."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)
