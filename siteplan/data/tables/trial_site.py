"""A site where nobody proposed one: a place on the map as a candidate of the study, with all that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.data.reading import Reading
from siteplan.data.tables.more_candidates import more_candidates
from siteplan.market import WGS84, Market
from siteplan.market.options import as_given
from siteplan.study import Study

__all__ = ["TrialSite", "trial_candidates"]


@dataclass(frozen=True)
class TrialSite:
    """A place in WGS-84, and what is known of it; a rent that is not given is the median of its city's candidates."""

    site_id: str
    name: str
    lon: float
    lat: float
    formats: tuple[str, ...]
    rent: float | None = None
    area_m2: float | None = None
    footfall: float | None = None


def trial_candidates(study: Study, market: Market, sites: Sequence[TrialSite]) -> Reading[gpd.GeoDataFrame]:
    """Return trial sites by site_id as the market has its candidates, or why one cannot stand where it is."""
    table = pd.DataFrame(
        {
            "site_id": [site.site_id for site in sites],
            "name": [site.name for site in sites],
            "formats": pd.Series([site.formats for site in sites], dtype=object),
            **{name: _numbers(sites, name) for name in ("lon", "lat", "rent", "area_m2", "footfall")},
        }
    )
    points = gpd.points_from_xy(table["lon"], table["lat"])
    read = more_candidates(study, market, gpd.GeoDataFrame(table, geometry=points, crs=WGS84))
    if read.value is None:
        return read
    usual = [
        _usual_rent(market, str(city), str(province)) for city, province in read.value[["city", "province"]].values
    ]
    rents = read.value["rent"].fillna(pd.Series(usual, read.value.index, dtype=float))
    return Reading(read.value.assign(rent=rents))


def _usual_rent(market: Market, city: str, province: str = "") -> float:
    """Return the median rent of a city's candidates (currency/m2/day); NaN where none gives one."""
    given = as_given(market.candidates)
    here = (given["city"] == city) & (given["province"] == province) & (city != "")
    return float(given["rent"].astype(float)[here].median())


def _numbers(sites: Sequence[TrialSite], name: str) -> list[float]:
    return [np.nan if (x := getattr(site, name)) is None else float(x) for site in sites]
