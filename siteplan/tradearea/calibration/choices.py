"""Rows of a flows table as choices: each zone's people share out among the sites of its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Choices", "choices_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choices:
    """Rows in the order of their zones.

    Attributes
    ----------
    rows : array (n_rows,)
        Where each row stands in the caller's table.
    starts, zone : array (n_zones,), array (n_rows,)
        First row of each zone, and each row's zone.
    """

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    zone: NDArray[np.intp]

    @property
    def n_zones(self) -> int:
        """Zones with at least one row."""
        return len(self.starts)

    def sums(self, values: Floats) -> Floats:
        """Return sums by zone: (n_rows, ...) -> (n_zones, ...)."""
        out: Floats = np.add.reduceat(values, self.starts, axis=0)
        return out

    def centred(self, values: Floats) -> Floats:
        """Return values less their zone's mean over its rows (n_rows, ...)."""
        counts = np.bincount(self.zone).reshape((-1,) + (1,) * (values.ndim - 1))
        out: Floats = values - (self.sums(values) / counts)[self.zone]
        return out

    def log_shares(self, utility: Floats) -> Floats:
        """Return the logarithm of each row's share of its zone (n_rows,), by the multinomial logit."""
        top = np.maximum.reduceat(utility, self.starts)
        total = top + np.log(self.sums(np.exp(utility - top[self.zone])))
        out: Floats = utility - total[self.zone]
        return out


def choices_of(zone_ids: pd.Series) -> Choices:
    """Return the rows of a table by their zones, in order of first appearance."""
    codes, _ = pd.factorize(zone_ids)
    rows = np.argsort(codes, kind="stable")
    zone = codes[rows]
    return Choices(rows, np.flatnonzero(np.diff(zone, prepend=-1)), zone)
