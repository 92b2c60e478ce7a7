"""Invent charging stations: near towns by people and money, and at the service areas of expressways."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import shapely

from .candidates import PARTNERS
from .places import METRES, WGS84
from .sites import allocate, place

__all__ = ["stations"]

TOWNS, SERVICE_AREAS = 540, 60
PILES = 345_126  # public piles in Guangdong, end of September 2022: EVCIPA, as Xinhua gave it on 2022-10-30
PILES_PER_SERVICE_AREA = 24  # an assumption
EAGER = {"1": 1.0, "new-1": 0.85, "2": 0.7, "3": 0.5, "4": 0.4, "5": 0.35}  # piles a person, against tier 1: assumed
KW = {"town": 30.0, "service area": 90.0}  # kW a pile, slow and fast ones together: assumed
SPREAD = 0.6  # of the logarithm of piles from one station to another
NEAR = 3_000.0  # metres: how near to an expressway a service area lies


def stations(cells: gpd.GeoDataFrame, roads: nx.MultiDiGraph, rng: np.random.Generator) -> pd.DataFrame:
    """Return stations; one near a town stands for all that are around it, so that piles sum to the province's."""
    table = pd.concat([_in_towns(cells, rng), _service_areas(cells, roads, rng)], ignore_index=True)
    kw = table["piles"] * table["kind"].map(KW) * rng.lognormal(0, 0.15, len(table))
    return table.assign(
        kw=(kw.round(-1)).where(rng.random(len(table)) < 0.9).astype("Int64"),  # not every operator tells
        operator=rng.choice(PARTNERS, len(table)),
        own=False,
        origin="synthetic",
    )[["site_id", "name", "name_en", "operator", "piles", "kw", "own", "lon", "lat", "city", "city_en", "county",
       "county_en", "tier", "origin"]]  # fmt: skip


def _in_towns(cells: gpd.GeoDataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the stations of towns, at least one a county; more people and earlier tiers have more piles."""
    want = cells["population"] * cells["tier"].map(EAGER)
    by_county = want.groupby(cells["adcode"]).sum()
    number = allocate(by_county.pow(0.7), TOWNS, at_least=1)
    density = cells["population"] / cells["area_km2"]
    sites = place(cells, number, cells["pop_urban"].clip(lower=1) * density.pow(0.4), 2_500, rng)
    weight = sites["adcode"].map(by_county / number) * rng.lognormal(0, SPREAD, len(sites))
    free = PILES - SERVICE_AREAS * PILES_PER_SERVICE_AREA
    named = _named(sites, "S", "充电站群", "charging cluster")
    return named.assign(kind="town", piles=allocate(weight, free))


def _service_areas(cells: gpd.GeoDataFrame, roads: nx.MultiDiGraph, rng: np.random.Generator) -> pd.DataFrame:
    """Return service areas in thinly settled cells along expressways, far from each other."""
    ends = [(a, b) for a, b, road in roads.edges(data=True) if road["highway"] == "motorway"]
    lines = [shapely.LineString([(roads.nodes[n]["x"], roads.nodes[n]["y"]) for n in pair]) for pair in ends]
    fast = gpd.GeoSeries(lines, crs=WGS84).to_crs(METRES).union_all().buffer(NEAR)
    along = cells[cells.geometry.to_crs(METRES).centroid.within(fast)]
    quiet = 1 / (1 + along["population"] / along["area_km2"] / 300)
    number = allocate(quiet.groupby(along["adcode"]).sum(), SERVICE_AREAS)
    sites = place(along, number[number > 0], quiet, 12_000, rng)
    named = _named(sites, "E", "高速服务区充电站", "expressway service area")
    return named.assign(kind="service area", piles=PILES_PER_SERVICE_AREA)


def _named(sites: pd.DataFrame, letter: str, chinese: str, english: str) -> pd.DataFrame:
    rank = (sites.groupby("adcode").cumcount() + 1).astype(str)
    where = sites["city"].str.removesuffix("市") + sites["county"].where(sites["county"] != sites["city"], "")
    return sites.assign(
        site_id=[f"{letter}{number:04d}" for number in range(1, len(sites) + 1)],
        name=where + chinese + rank,
        name_en=sites["county_en"] + " " + english + " " + rank,
    )
