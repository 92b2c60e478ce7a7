"""Cut the province into H3 cells, each in one county."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import h3
import pandas as pd
import shapely

__all__ = ["FINE", "cut", "hexagon"]

FINE = 7
COARSE = 6
FINE_CITIES = ("广州市", "深圳市", "佛山市", "东莞市", "中山市", "珠海市")
FINE_DISTRICT_KM2 = 450.0  # smaller districts are the cores of the other cities: one coarse cell would hide them
LAND_CHILDREN = 4  # of 7: a coarse cell with fewer on land is sea


def cut(counties: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return cells: zone_id (index), adcode, resolution, lon, lat of the centre, area_km2.

    A coarse cell is split into its seven fine children where most of them lie in a city cut finely. A cell
    belongs to the county that holds its centre, or most of its children's centres.
    """
    owner = _owners(counties)
    fine = _fine_counties(counties)
    cells = [cell for parent, kids in _families(owner).items() for cell in _settle(parent, kids, owner, fine)]
    return _table(cells)


def hexagon(cell: str) -> shapely.Polygon:
    """Return a cell's outline in lon/lat degrees, to 1e-6."""
    return shapely.Polygon([(round(lon, 6), round(lat, 6)) for lat, lon in h3.cell_to_boundary(cell)])


def _owners(counties: gpd.GeoDataFrame) -> dict[str, int]:
    """Return the county of every fine cell whose centre is on land."""
    owner: dict[str, int] = {}
    for adcode, outline in counties.geometry.items():
        for cell in h3.h3shape_to_cells(h3.geo_to_h3shape(outline), FINE):
            owner.setdefault(cell, int(adcode))
    return owner


def _fine_counties(counties: gpd.GeoDataFrame) -> set[int]:
    small = counties.to_crs("EPSG:6933").area / 1e6 < FINE_DISTRICT_KM2
    return set(counties.index[small | counties["city"].isin(FINE_CITIES)])


def _families(owner: dict[str, int]) -> dict[str, list[str]]:
    families: dict[str, list[str]] = {}
    for cell in sorted(owner):
        families.setdefault(h3.cell_to_parent(cell, COARSE), []).append(cell)
    return families


def _settle(parent: str, kids: list[str], owner: dict[str, int], fine: set[int]) -> list[tuple[str, int]]:
    """Return the cells that a family of fine cells becomes, each with its county."""
    if sum(owner[kid] in fine for kid in kids) * 2 > len(kids):
        return [(kid, owner[kid]) for kid in kids]
    if len(kids) < LAND_CHILDREN:
        return []
    centre = h3.cell_to_center_child(parent, FINE)
    votes = Counter(owner[kid] for kid in kids)
    return [(parent, max(votes, key=lambda county: (votes[county], owner.get(centre) == county, -county)))]


def _table(cells: list[tuple[str, int]]) -> pd.DataFrame:
    table = pd.DataFrame(sorted(cells), columns=["zone_id", "adcode"])
    table["resolution"] = table["zone_id"].map(h3.get_resolution)
    table[["lat", "lon"]] = [h3.cell_to_latlng(cell) for cell in table["zone_id"]]
    table["area_km2"] = [h3.cell_area(cell, unit="km^2") for cell in table["zone_id"]]
    return table.set_index("zone_id")
