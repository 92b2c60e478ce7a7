"""Uncovered: the counties that a plan leaves out, and the nearest candidate that could serve each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.groundwork import Groundwork
from siteplan.market.access import offers
from siteplan.study import Function

__all__ = ["UncoveredCounty", "uncovered_counties"]


@dataclass(frozen=True)
class UncoveredCounty:
    """People of a county whom nothing open reaches in time; of a single zone where it has no city and no county.

    `zone` is the largest of their zones (zone_id).
    `site` is the candidate with the function that is nearest to the largest of their zones, `minutes` how far it is;
    None where none is in reach.
    """

    zone: str
    city: str
    county: str
    persons: float
    site: str | None
    minutes: float | None


def uncovered_counties(
    ground: Groundwork, zones: NDArray[np.intp], may_open: NDArray[np.bool_], function: Function, most: int
) -> list[UncoveredCounty]:
    """Return the counties with most people in the uncovered zones (positions), at most so many.

    `may_open` is (n_options,): only those count as candidates.
    """
    table = pd.DataFrame(ground.market.zones[["city", "county", "population"]]).iloc[zones].assign(zone=zones)
    table = table.sort_values("population", ascending=False, kind="stable")
    table["place"] = np.where((table["city"] + table["county"]).astype(str) == "", table["zone"], -1)
    counties = table.groupby(["city", "county", "place"], sort=False).agg(
        persons=("population", "sum"), zone=("zone", "first")
    )
    largest = counties.sort_values("persons", ascending=False, kind="stable").head(most).reset_index()
    able = may_open & offers(ground.study.formats, ground.options, function)
    sites = np.unique(ground.options["row"].to_numpy(dtype=int)[able])
    return [
        UncoveredCounty(
            str(ground.market.zones.index[row["zone"]]),
            str(row["city"]),
            str(row["county"]),
            float(row["persons"]),
            *_nearest(ground, row["zone"], sites),
        )
        for row in largest.to_dict("records")
    ]


def _nearest(ground: Groundwork, zone: int, sites: NDArray[np.intp]) -> tuple[str | None, float | None]:
    """Return the nearest of some sites (positions of candidates) and its minutes."""
    matrix = ground.travel.candidates
    row = matrix.minutes[[zone]]
    known = np.isin(row.indices, sites)
    if not known.any():
        return None, None
    best = int(row.data[known].argmin())
    return str(matrix.site_ids[row.indices[known][best]]), float(row.data[known][best])
