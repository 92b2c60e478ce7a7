r"""How evenly access to own sites is spread over people: Hansen's access, its Lorenz curve and Gini coefficient.

The access of a zone is :math:`A_i = \sum_j a_j f(t_{ij})` over own sites, :math:`a_j` their attractiveness and
:math:`f` the decay with minutes (Hansen 1959): the utility that the Huff model gives the network there. People stand
from the worst reached to the best; the Lorenz curve has of each part of them its part of all access, and Gini's
coefficient is twice the area between it and the line of equal access (Delbosc and Currie 2011, of public transport).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siteplan.tradearea.huff_shares import Utilities

__all__ = ["Lorenz", "access", "lorenz"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lorenz:
    """A Lorenz curve: shares of people, from the worst reached, and of their access (1 + n_zones,), both 0 to 1."""

    people: Floats
    access: Floats

    @property
    def gini(self) -> float:
        """0 where all have the same access, near 1 where few have all."""
        return float(1.0 - np.sum(np.diff(self.people) * (self.access[1:] + self.access[:-1])))

    def of_worst(self, people: float) -> float:
        """Return the share of access that a share of people has, those reached worst."""
        return float(np.interp(people, self.people, self.access))


def access(model: Utilities, is_open: NDArray[np.bool_]) -> Floats:
    """Return the utility of own sites, with these options (n_options,), in each row of demand (n_rows,)."""
    return np.asarray(model.own_total + model.options @ is_open.astype(float))


def lorenz(people: Floats, access: Floats) -> Lorenz | None:
    """Return how the access of zones (n_zones,) is spread over their people; None where nobody has any."""
    order = np.argsort(access, kind="stable")
    persons, held = people[order], (people * access)[order]
    if not held.sum() > 0:
        return None
    shares = (np.append(0.0, np.cumsum(part)) / part.sum() for part in (persons, held))
    return Lorenz(*shares)
