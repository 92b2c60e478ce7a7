"""Uncovered: the counties that a plan leaves out, and the nearest candidate that could serve each."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.access import offers
from siteplan.groundwork import Groundwork
from siteplan.study import Function

__all__ = ["uncovered_counties"]


def uncovered_counties(
    ground: Groundwork, zones: pd.DataFrame, may_open: NDArray[np.bool_], function: Function
) -> pd.DataFrame:
    """Return the counties of uncovered zones, those with most uncovered people first.

    Parameters
    ----------
    zones : DataFrame
        zone (position in the market's zones) and weight (persons).
    may_open : (n_options,)

    Returns
    -------
    DataFrame
        city, county, persons, and the candidate with the function nearest to the county's largest uncovered zone:
        site (None where none is in reach) and minutes (NaN then).
    """
    places = ground.market.zones[["city", "county"]].iloc[zones["zone"].to_numpy(dtype=int)]
    table = places.reset_index(drop=True).assign(zone=zones["zone"].to_numpy(), persons=zones["weight"].to_numpy())
    table = table.sort_values("persons", ascending=False, kind="stable")
    counties = table.groupby(["city", "county"], sort=False).agg(persons=("persons", "sum"), zone=("zone", "first"))
    counties = counties.sort_values("persons", ascending=False, kind="stable").reset_index()
    able = may_open & offers(ground.study.formats, ground.options, function)
    sites = np.unique(ground.options["row"].to_numpy(dtype=int)[able])
    nearest = [_nearest(ground, int(zone), sites) for zone in counties["zone"]]
    named = pd.Series([site for site, _ in nearest], dtype=object)  # else None would become NaN
    return counties.drop(columns="zone").assign(site=named, minutes=[minutes for _, minutes in nearest])


def _nearest(ground: Groundwork, zone: int, sites: NDArray[np.intp]) -> tuple[str | None, float]:
    """Return the nearest of some sites (positions of candidates) and its minutes."""
    matrix = ground.travel.candidates
    row = matrix.minutes[[zone]]
    known = np.isin(row.indices, sites)
    if not known.any():
        return None, float("nan")
    best = int(row.data[known].argmin())
    return str(matrix.site_ids[row.indices[known][best]]), float(row.data[known][best])
