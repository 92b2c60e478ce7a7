"""Invent candidate sites: malls, dealer parks and the car parks of charging partners."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from .sites import allocate, place

__all__ = ["candidates"]

MALLS, DEALER_PARKS, PARTNER_SITES = 250, 150, 200
PARTNERS = ("木棉驿充", "北岸补能", "青隼快充", "石榴能源站", "万帆充电", "禾谷充电")  # invented operators
MALL_RENT = {"1": 24.0, "new-1": 14.0, "2": 11.0, "3": 9.0, "4": 7.0, "5": 5.5}  # CNY/m2/day, middle of the city
PARK_RENT = {"1": 3.0, "new-1": 2.4, "2": 2.0, "3": 1.6, "4": 1.3, "5": 1.1}
KINDS = {"M": ("购物中心", "mall"), "D": ("汽车园", "dealer park"), "P": ("充电站", "charging site")}


def candidates(cells: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return candidates with the columns of the contract. Every county has a mall or a dealer park."""
    density = cells["population"] / cells["area_km2"]
    money = cells["pop_urban"] * cells["income"]
    by_county = money.groupby(cells["adcode"]).sum()
    malls = allocate(by_county, MALLS)
    parks = _parks(by_county, malls)
    partners = allocate(cells.groupby("adcode")["population"].sum() ** 0.8, PARTNER_SITES)
    return pd.concat(
        [
            _malls(place(cells, malls, (money * density.pow(0.6)), 1_500, rng), rng),
            _dealer_parks(place(cells, parks, money.clip(lower=1) * _edge(density), 4_000, rng), rng),
            _partner_sites(place(cells, partners, cells["population"] * density.pow(0.2), 2_000, rng), rng),
        ],
        ignore_index=True,
    )[["site_id", "name", "name_en", "lon", "lat", "city", "city_en", "county", "county_en", "tier", "area_m2",
       "rent", "footfall", "formats", "partner", "status", "origin"]]  # fmt: skip


def _parks(by_county: pd.Series, malls: pd.Series) -> pd.Series:
    """Return dealer parks by county: one where there are fewer than two malls, the rest by money."""
    base = (malls < 2).astype(int)
    return base + allocate(by_county.pow(0.7), DEALER_PARKS - int(base.sum()))


def _edge(density: pd.Series) -> pd.Series:
    """Return how well a cell suits a dealer park: built up, yet with room; best at 2,500 persons/km2."""
    return np.exp(-0.5 * (np.log(density.clip(lower=1) / 2_500) / 0.8) ** 2)


def _malls(sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rent = sites["tier"].map(MALL_RENT) * _centrality(sites) * rng.lognormal(0, 0.12, len(sites))
    charging = rng.random(len(sites)) < 0.2
    return _named(sites, "M").assign(
        area_m2=rng.choice(range(150, 301, 10), len(sites)),
        rent=rent.clip(3, 45).round(1),
        footfall=_visits(sites, 0.16, rng),
        formats=np.where(charging, "mall;charge_partner", "mall"),
        partner=np.where(charging, rng.choice(PARTNERS, len(sites)), ""),
    )


def _dealer_parks(sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rent = sites["tier"].map(PARK_RENT) * _centrality(sites).pow(0.5) * rng.lognormal(0, 0.12, len(sites))
    return _named(sites, "D").assign(
        area_m2=rng.choice(range(1_800, 3_501, 50), len(sites)),
        rent=rent.clip(0.6, 7.7).round(2),
        footfall=_visits(sites, 0.012, rng),
        formats="dealer;service",
        partner="",
    )


def _partner_sites(sites: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return charging sites: the partner takes a share of revenue, the rent is for the display stand."""
    rent = sites["tier"].map(PARK_RENT) * 0.8 * rng.lognormal(0, 0.15, len(sites))
    return _named(sites, "P").assign(
        area_m2=rng.choice(range(50, 101, 5), len(sites)),
        rent=rent.round(2),
        footfall=_visits(sites, 0.02, rng),
        formats="charge_partner",
        partner=rng.choice(PARTNERS, len(sites)),
    )


def _centrality(sites: pd.DataFrame) -> pd.Series:
    """Return the rent level of a cell within its tier: 1 at 8,000 persons/km2, more in denser places."""
    return (sites["population"] / sites["area_km2"] / 8_000).clip(0.05, 5).pow(0.28)


def _visits(sites: pd.DataFrame, share: float, rng: np.random.Generator) -> pd.Series:
    """Return visits a day: a share of the footfall of 5 km2 around."""
    around = sites["footfall"] * (5.0 / sites["area_km2"]).clip(upper=1).pow(0.5)
    return (around * share * rng.lognormal(0, 0.35, len(sites))).clip(lower=20).round(-1).astype(int)


def _named(sites: pd.DataFrame, letter: str) -> pd.DataFrame:
    """Return sites with ids, names in Chinese and English, status and origin."""
    chinese, english = KINDS[letter]
    rank = (sites.groupby("adcode").cumcount() + 1).astype(str)
    place_ = sites["city"].str.removesuffix("市") + sites["county"].where(sites["county"] != sites["city"], "")
    return sites.assign(
        site_id=[f"{letter}{number:04d}" for number in range(1, len(sites) + 1)],
        name=place_ + chinese + rank,
        name_en=sites["county_en"] + " " + english + " " + rank,
        status="candidate",
        origin="synthetic",
    )
