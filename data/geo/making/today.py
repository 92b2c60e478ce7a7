"""Invent today's networks: the maker's own facilities, and its rivals' of three classes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from .sites import allocate, place
from .terrain import metres

__all__ = ["competitors", "facilities"]

PLACE = ("city", "city_en", "county", "county_en")
OWN = {"mall": 26, "dealer": 14, "service": 8, "charge_partner": 12}
OWN_AREA = {"mall": (160, 300), "dealer": (1_900, 3_300), "service": (1_200, 1_500), "charge_partner": (50, 100)}
OWN_NAMES = {"mall": "体验中心", "dealer": "授权经销店", "service": "服务中心", "charge_partner": "充电合作点"}
OWN_NAMES_EN = {
    "mall": "showroom", "dealer": "dealership", "service": "service centre", "charge_partner": "charging point"
}  # fmt: skip
HOME = {"1": 1.0, "new-1": 0.8, "2": 0.6, "3": 0.12, "4": 0.03, "5": 0.0}  # how early a tier was entered
RIVALS = {  # class: how many, attractiveness, brands, and how strongly income draws it
    "premium": (60, 1.0, ("品牌A", "品牌B", "品牌C"), 2.5),
    "mainstream": (120, 1.5, ("品牌D", "品牌E", "品牌F", "品牌G"), 0.8),
    "budget": (70, 1.2, ("品牌H", "品牌I", "品牌J"), -0.6),
}


def facilities(cells: gpd.GeoDataFrame, taken: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return about 60 own sites, most of them in the large cities; `taken` are candidates to keep off.

    What they sell is drawn later, when there are roads to reach them by.
    """
    parts = [_own(cells, kind, taken, rng) for kind in OWN]
    table = pd.concat(parts, ignore_index=True)
    table["site_id"] = [f"F{number:03d}" for number in range(1, len(table) + 1)]
    table["name"] = table["city"].str.removesuffix("市") + table["county"].where(table["county"] != table["city"], "")
    number = (table.groupby(["county", "format"]).cumcount() + 1).astype(str)
    table["name"] += table["format"].map(OWN_NAMES) + number
    table["name_en"] = table["county_en"] + " " + table["format"].map(OWN_NAMES_EN) + " " + number
    table["opened"] = _opened(table["tier"], rng)
    return table.assign(keep="keep", origin="synthetic")[
        ["site_id", "name", "name_en", "format", "lon", "lat", *PLACE, "tier", "opened", "area_m2", "annual_sales",
         "keep", "origin"]
    ]  # fmt: skip


def competitors(cells: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return 250 rivals: premium ones where incomes are high, budget ones also in small counties."""
    table = pd.concat([_rivals(cells, kind, rng) for kind in RIVALS], ignore_index=True)
    table["site_id"] = [f"R{number:03d}" for number in range(1, len(table) + 1)]
    table["brand_en"] = table["brand"].str.replace("品牌", "Brand ")
    table["name"] = table["brand"] + " " + table["county"]
    table["name_en"] = table["brand_en"] + " " + table["county_en"]
    return table.assign(origin="synthetic")[
        ["site_id", "name", "name_en", "brand", "brand_en", "class", "attractiveness", "lon", "lat", *PLACE, "tier",
         "origin"]
    ]  # fmt: skip


def _own(cells: gpd.GeoDataFrame, kind: str, taken: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    money = cells["pop_urban"] * cells["income"] * cells["tier"].map(HOME)
    crowd = (cells["population"] / cells["area_km2"]).pow(0.5 if kind == "mall" else 0.1)
    number = allocate(money.groupby(cells["adcode"]).sum().pow(0.8), OWN[kind])
    keep_off = [tuple(spot) for spot in metres(taken["lon"], taken["lat"])]
    sites = place(cells, number[number > 0], money * crowd, 700, rng, keep_off)
    low, high = OWN_AREA[kind]
    rng.normal(size=len(sites))  # as many were drawn here once: areas and dates stay what they were
    area = rng.integers(low // 10, high // 10 + 1, len(sites)) * 10
    return sites.assign(format=kind, area_m2=area, annual_sales=0)


def _opened(tier: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Return opening dates from 2020 on: large cities first."""
    first = tier.map({"1": 0, "new-1": 240, "2": 480}).fillna(900).to_numpy()
    days = first + rng.integers(0, 1_000, len(tier))
    return (pd.Timestamp("2020-03-01") + pd.to_timedelta(days, unit="D")).strftime("%Y-%m-%d")


def _rivals(cells: gpd.GeoDataFrame, kind: str, rng: np.random.Generator) -> pd.DataFrame:
    count, attractiveness, brands, taste = RIVALS[kind]
    wealth = (cells["income"] / cells["income"].median()).pow(taste)
    demand = (cells["pop_urban"] + 0.2 * cells["pop_rural"]) * wealth
    number = allocate(demand.groupby(cells["adcode"]).sum(), count)
    sites = place(cells, number[number > 0], demand * (cells["population"] / cells["area_km2"]).pow(0.3), 900, rng)
    noise = rng.normal(1, 0.08, len(sites)).clip(0.8, 1.2)
    return sites.assign(
        **{"class": kind}, brand=rng.choice(brands, len(sites)), attractiveness=(attractiveness * noise).round(2)
    )
