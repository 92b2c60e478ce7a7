"""Uncovered: the counties that a plan leaves out, and the nearest candidate that could serve each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.groundwork import Groundwork
from siteplan.market.access import offers
from siteplan.study import Function
from siteplan.travel import TravelMatrix

__all__ = ["uncovered_counties"]


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
    near = ground.travel.decision.to(pd.Index(ground.options["site_id"][able].unique()))
    return [
        UncoveredCounty(
            str(ground.market.zones.index[row["zone"]]),
            str(row["city"]),
            str(row["county"]),
            float(row["persons"]),
            *_nearest(near, row["zone"]),
        )
        for row in largest.to_dict("records")
    ]


def _nearest(sites: TravelMatrix, zone: int) -> tuple[str | None, float | None]:
    """Return the nearest of some sites to a zone (its position), and its minutes."""
    row = sites.minutes[[zone]]
    if not row.nnz:
        return None, None
    best = int(row.data.argmin())
    return str(sites.site_ids[row.indices[best]]), float(row.data[best])
