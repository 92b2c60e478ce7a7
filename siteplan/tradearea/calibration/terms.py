"""How the columns of a flows table enter utility: attributes, constants, a known factor, and the decay of minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.tradearea.decay import CURVES, FIRST_MINUTE

__all__ = ["Design", "Terms"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """Utility of each row as a function of its parameters.

    Attributes
    ----------
    names : tuple (n_columns,)
        Of the columns; a logistic decay adds two parameters of its own behind them.
    columns : array (n_rows, n_columns)
        What a parameter multiplies.
    known : array (n_rows,)
        The part of utility without a parameter.
    bent : array (n_rows,) or None
        Minutes that enter by a logistic curve.
    """

    names: tuple[str, ...]
    columns: Floats
    known: Floats
    bent: Floats | None = None

    @property
    def n_parameters(self) -> int:
        """Parameters to be found."""
        return len(self.names) + (0 if self.bent is None else 2)

    def take(self, rows: NDArray[np.intp]) -> Design:
        """Return the design of some rows, in this order."""
        bent = None if self.bent is None else self.bent[rows]
        return Design(self.names, self.columns[rows], self.known[rows], bent)


@dataclass(frozen=True)
class Terms:
    """What utility is made of.

    Attributes
    ----------
    decay : str
        One of the study's (study/decays.py).
    attributes : sequence of str
        Columns above zero; each enters as its logarithm.
    constants : str or None
        Column of brands, classes or formats: each but the reference has a constant.
    offset : str or None
        Column above zero that utility is multiplied by as it is.
    least_minutes : float
        What fewer minutes count as, where decay is a power.
    """

    decay: str
    attributes: Sequence[str] = ()
    constants: str | None = None
    offset: str | None = None
    least_minutes: float = FIRST_MINUTE

    @property
    def factors(self) -> tuple[str, ...]:
        """Columns that must be above zero."""
        return (*self.attributes, *(() if self.offset is None else (self.offset,)))

    @property
    def needs_minutes(self) -> bool:
        """Whether utility is infinite at 0 minutes, and nothing stands in for them."""
        return not CURVES[self.decay].from_zero and self.least_minutes <= 0

    def design(self, flows: pd.DataFrame, levels: Sequence[str]) -> Design:
        """Return the design of a table that has been checked; `levels` are those with a constant."""
        named = [(name, np.log(_numbers(flows[name]))) for name in self.attributes]
        if self.constants is not None:
            kinds = flows[self.constants].astype(str).to_numpy()
            named += [(f"{self.constants}={level}", (kinds == level).astype(float)) for level in levels]
        minutes = _numbers(flows["minutes"])
        way = CURVES[self.decay].way
        if way is not None:
            named += [("rate", -way(minutes, self.least_minutes))]
        columns = np.column_stack([values for _, values in named]) if named else np.empty((len(flows), 0))
        known = np.zeros(len(flows)) if self.offset is None else np.log(_numbers(flows[self.offset]))
        return Design(tuple(name for name, _ in named), columns, known, minutes if way is None else None)

    def levels(self, flows: pd.DataFrame, visits: Floats) -> tuple[str, ...]:
        """Return the levels of the constants but the reference: the one with most visits, so that none runs off."""
        if self.constants is None:
            return ()
        won = pd.Series(visits).groupby(flows[self.constants].astype(str).to_numpy()).sum()
        return tuple(sorted(set(won.index) - {won.idxmax()}))


def _numbers(cells: pd.Series) -> Floats:
    return np.asarray(cells, dtype=float)
