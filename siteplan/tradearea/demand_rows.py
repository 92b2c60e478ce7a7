"""Demand rows: the dimension along which a market is told; which zone, income segment and product line each row is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["DemandRows"]


@dataclass(frozen=True)
class DemandRows:
    """The rows of a market (n_rows,): each is a zone or, where demand is in parts (see parts.py), a part of a zone.

    All zones of the first part come before those of the second: sums over rows hold as they are. Buyers stand in the
    rows of their parts; people, minutes and places are of whole zones, and are counted in the rows of the first alone.

    Attributes
    ----------
    index : Index
        zone_id; where demand is in parts, (segment, line, zone_id).
    """

    index: pd.Index

    def __len__(self) -> int:
        return len(self.index)

    @property
    def has_parts(self) -> bool:
        """Whether a row is a part of a zone."""
        return self.index.nlevels > 1

    @property
    def zone_ids(self) -> pd.Index:
        """The zones, each once."""
        return self.index.get_level_values(-1).unique()

    @property
    def zone(self) -> NDArray[np.intp]:
        """The zone of each row, by its place among `zone_ids`."""
        return self.zone_ids.get_indexer(self.index.get_level_values(-1))

    @property
    def segment(self) -> NDArray[np.object_]:
        """The income segment of each row; "" where the study has none."""
        return self._part("segment")

    @property
    def line(self) -> NDArray[np.object_]:
        """The product line of each row; "" where the study has none."""
        return self._part("line")

    def of_segment(self, name: str) -> NDArray[np.bool_]:
        """Return which rows are of an income segment (n_rows,); all where none is named."""
        return np.asarray(self.segment == name) if name else np.ones(len(self), dtype=bool)

    def each(self, of_zones: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return what holds of zones (n_zones,) for each of their parts (n_rows,)."""
        return np.asarray(of_zones[self.zone], dtype=bool)

    def once(self, of_zones: NDArray[Any], nobody: Any = 0) -> NDArray[Any]:
        """Return values of zones (n_zones,) as (n_rows,), with `nobody` in the rows where nobody stands."""
        return np.concatenate([of_zones, np.full(len(self) - len(of_zones), nobody, dtype=of_zones.dtype)])

    def matrix_once(self, of_zones: csr_array) -> csr_array:
        """Return a matrix (n_zones, n) as (n_rows, n), with nothing in the rows where nobody stands."""
        n_zones, columns = of_zones.shape
        starts = np.append(of_zones.indptr, np.full(len(self) - n_zones, of_zones.indptr[-1]))
        return csr_array((of_zones.data, of_zones.indices, starts), shape=(len(self), columns))

    def by_zone(self, values: pd.Series | NDArray[np.float64]) -> pd.Series:
        """Return the sums over each zone's parts of values (n_rows,), on the zones' index."""
        rows = pd.Series(np.asarray(values, dtype=float), index=self.index)
        summed: pd.Series = rows.groupby(level=-1, sort=False).sum() if self.has_parts else rows
        return summed

    def shares_of(self, demand: pd.Series) -> csr_array:
        """Return each part's share of its zone's demand (n_zones, n_rows), alike where that is nothing."""
        whole, zone, n_rows = self.by_zone(demand).to_numpy(), self.zone, len(self)
        even = np.full(n_rows, len(whole) / n_rows)
        weights = np.divide(demand.to_numpy(dtype=float), whole[zone], out=even, where=whole[zone] > 0)
        return csr_array((weights, (zone, np.arange(n_rows))), shape=(len(whole), n_rows))

    def _part(self, level: str) -> NDArray[np.object_]:
        if not self.has_parts:
            return np.full(len(self), "", dtype=object)
        return self.index.get_level_values(level).to_numpy(dtype=object)
