"""Invent what today's sites sell, and who comes to them: a stated process that is not siteplan's own model.

A site's vehicles a year are those of the middle site of its format, times

- reach: people x sqrt(income) around, each counted by the part of them who drive so far, by the middle site's, ^ 0.6;
- rivals within 5 km as the crow flies: 1 / (1 + 0.04 x their number), a discount and no share of anything;
- foot traffic of the cell that it stands in (visits/day/km2), by the middle site's, ^ 0.15;
- its area by the middle one, ^ 0.3;
- age: 1 - exp(-(years + 1) / 2) of what it will come to, at the end of 2025;
- chance: log-normal, 25 %.

Those who drive so far are told by a log-normal curve: half of people would drive 13 minutes, 30 % would drive 20, 15 %
half an hour, 3 % an hour. Flows go by the same curve. All figures are assumptions; nothing was observed.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import KDTree
from scipy.stats import lognorm

from siteplan.data import read_market, read_study
from siteplan.market import Market
from siteplan.travel import TravelTimes, travel_times

from .terrain import metres

__all__ = ["LEVEL", "by_middle", "drive", "market_of_today", "maturity", "sales"]

Floats = NDArray[np.float64]

LEVEL = {"mall": 430.0, "dealer": 520.0}  # vehicles/year of the middle site of a format
HALF_DRIVE, SPREAD = 13.0, 0.8  # minutes that half of people would drive, and the spread of their logarithm
REACH, FOOT_TRAFFIC, AREA = 0.6, 0.15, 0.3  # exponents
NEAR, DISCOUNT = 5_000.0, 0.04  # metres, and what each rival within them costs
RIPE = 2.0  # years in which what is lacking falls to 1/e
TOLD_ON = pd.Timestamp("2025-12-31")
NOISE = 0.25


def sales(market: Market, travel: TravelTimes, rng: np.random.Generator) -> pd.Series:
    """Return vehicles a year of each own site, by site_id; 0 where its format sells none."""
    own = market.facilities[market.facilities["format"].isin(list(LEVEL))]
    minutes = travel.facilities.minutes[:, travel.facilities.site_ids.get_indexer(own.index)]
    mean = (
        by_middle(pd.Series(_reached(market.zones, minutes), own.index), own) ** REACH
        * by_middle(_foot_traffic(own, market.zones), own) ** FOOT_TRAFFIC
        * by_middle(own["area_m2"], own) ** AREA
        * maturity(own["opened"])
        / (1 + DISCOUNT * _rivals_near(own, market.competitors))
    )
    level = own["format"].map(LEVEL)
    drawn = level * by_middle(mean, own) * rng.lognormal(0, NOISE, len(own))
    return drawn.round().astype(int).reindex(market.facilities.index, fill_value=0)


def drive(minutes: Floats) -> Floats:
    """Return the part of people who would drive so many minutes or more."""
    return np.asarray(lognorm.sf(np.maximum(minutes, 1.0), SPREAD, scale=HALF_DRIVE))


def maturity(opened: pd.Series) -> pd.Series:
    """Return what part of its later sales a site makes, by how long it has been open (n_sites,)."""
    years = (TOLD_ON - pd.to_datetime(opened)).dt.days / 365.25
    return 1 - np.exp(-(years + 1) / RIPE)


def by_middle(values: pd.Series, own: pd.DataFrame) -> pd.Series:
    """Return values by the median of the sites of the same format (n_sites,)."""
    return values / values.groupby(own["format"]).transform("median")


def market_of_today(question: Path, tables: Path) -> tuple[Market, TravelTimes]:
    """Return zones, own sites and rivals of these tables, with the minutes between them.

    `question` is the study's folder, of which only study.toml is read, and of that how people travel.
    """
    study = read_study(question)
    files = study.files.model_copy(update={"flows": None})
    study = study.model_copy(update={"folder": tables, "files": files})
    market = read_market(study)
    return market, travel_times(study.travel, market)


def _reached(zones: pd.DataFrame, minutes: csr_array) -> Floats:
    """Return people x sqrt(income), each by the part of them who drive so far (n_sites,)."""
    pairs = minutes.tocoo()
    money = (zones["population"] * np.sqrt(zones["income"])).to_numpy(dtype=float)
    return np.bincount(pairs.col, drive(pairs.data) * money[pairs.row], minlength=minutes.shape[1])


def _foot_traffic(own: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> pd.Series:
    """Return visits/day/km2 of the cell that each site stands in."""
    density = zones["footfall"] / (zones.geometry.to_crs("EPSG:6933").area / 1e6)
    here = own[["geometry"]].sjoin(zones[["geometry"]].assign(density=density), how="left", predicate="within")
    return here["density"].groupby(level=0).first().reindex(own.index)


def _rivals_near(own: gpd.GeoDataFrame, rivals: gpd.GeoDataFrame) -> Floats:
    """Return how many rivals stand near each site (n_sites,)."""
    tree = KDTree(metres(rivals.geometry.x, rivals.geometry.y))
    spots = metres(own.geometry.x, own.geometry.y)
    return np.asarray(tree.query_ball_point(spots, NEAR, return_length=True), dtype=float)
