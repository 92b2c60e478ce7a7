"""Travel minutes from zones to sites, sparse, with their ids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

__all__ = ["TravelMatrix", "TravelTimes", "matrix_from_pairs"]


@dataclass(frozen=True)
class TravelMatrix:
    """Minutes by road from each zone to each site; a pair that is not stored is out of reach.

    Attributes
    ----------
    minutes : csr_array (n_zones, n_sites)
        A stored zero is a zone at the site's door.
    zone_ids, site_ids : Index
        Labels of the rows and columns.
    """

    minutes: csr_array
    zone_ids: pd.Index
    site_ids: pd.Index

    def __post_init__(self) -> None:
        shape = (len(self.zone_ids), len(self.site_ids))
        if self.minutes.shape != shape:
            raise ValueError(f"minutes have shape {self.minutes.shape}, their ids ask for {shape}")

    def within(self, limit: NDArray[np.float64] | float) -> csr_array:
        """Return which sites lie within `limit` minutes, one number or one a zone: bool (n_zones, n_sites)."""
        pairs = self.minutes.tocoo()
        limits = np.broadcast_to(limit, self.minutes.shape[:1])
        kept = pairs.data <= limits[pairs.row]
        ones = np.ones(int(kept.sum()), dtype=bool)
        return csr_array((ones, (pairs.row[kept], pairs.col[kept])), shape=self.minutes.shape)

    def nearest(self, columns: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        """Return minutes to the nearest of the sites (n_zones,); infinite where none is in reach."""
        chosen = self.minutes if columns is None else self.minutes[:, np.flatnonzero(columns)]
        out = np.full(chosen.shape[0], np.inf)
        rows = np.repeat(np.arange(chosen.shape[0]), np.diff(chosen.indptr))
        np.minimum.at(out, rows, chosen.data)
        return out

    def to(self, site_ids: pd.Series | pd.Index) -> TravelMatrix:
        """Return the matrix of these sites, in their order; one may be named again and again.

        Raises
        ------
        KeyError
            One of them is unknown.
        """
        wanted = pd.Index(site_ids)
        columns = self.site_ids.get_indexer(wanted)
        if (columns < 0).any():
            raise KeyError(f"no minutes are known to {', '.join(map(str, wanted[columns < 0][:5]))}")
        return TravelMatrix(csr_array(self.minutes[:, columns]), self.zone_ids, wanted)

    def beside(self, other: TravelMatrix) -> TravelMatrix:
        """Return one matrix of these sites and then the other's."""
        minutes = csr_array(hstack([self.minutes, other.minutes], format="csr"))
        return TravelMatrix(minutes, self.zone_ids, self.site_ids.append(other.site_ids))


@dataclass(frozen=True)
class TravelTimes:
    """Minutes from every zone to every candidate, own facility and competitor.

    Attributes
    ----------
    candidates, facilities, competitors : TravelMatrix
        As the market has them.
    changing : (n_facilities,)
        Facilities that a plan may close or convert.
    """

    candidates: TravelMatrix
    facilities: TravelMatrix
    competitors: TravelMatrix
    changing: NDArray[np.bool_]

    @cached_property
    def decision(self) -> TravelMatrix:
        """To all sites that a plan decides on: the candidates, and the facilities that may close or convert."""
        if not self.changing.any():
            return self.candidates
        return self.candidates.beside(self.facilities.to(self.facilities.site_ids[self.changing]))

    @cached_property
    def fixed(self) -> TravelMatrix:
        """To the facilities that stay as they are in every plan."""
        if not self.changing.any():
            return self.facilities
        return self.facilities.to(self.facilities.site_ids[~self.changing])


def matrix_from_pairs(
    rows: NDArray[np.intp], cols: NDArray[np.intp], minutes: NDArray[np.float64], shape: tuple[int, int]
) -> csr_array:
    """Return a sparse matrix of the given pairs, stored zeros kept, columns sorted in each row."""
    order = np.lexsort((cols, rows))
    counts = np.bincount(rows, minlength=shape[0])
    indptr = np.concatenate(([0], np.cumsum(counts)))
    return csr_array((minutes[order], cols[order], indptr), shape=shape)
