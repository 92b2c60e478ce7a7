"""White space and look-alikes on disk: places as tables and points, zones with their demand split up."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from siteplan.market import WGS84, Market
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.score import Opportunities

__all__ = ["write_openings"]


def write_openings(opportunities: Opportunities, market: Market, folder: Path) -> None:
    """Write white_space.csv and .geojson, look_alikes.csv, and demand.parquet (a row for each zone) into a folder."""
    white = _ranked(opportunities.white_space)
    (folder / "white_space.csv").write_bytes(safe_csv(white))
    (folder / "white_space.geojson").write_text(_points(white), "utf-8")
    (folder / "look_alikes.csv").write_bytes(safe_csv(_ranked(opportunities.look_alikes)))
    zones = gpd.GeoDataFrame(opportunities.zones, geometry=market.zones.geometry, crs=market.zones.crs)
    zones.to_parquet(folder / "demand.parquet")


def _ranked(places: pd.DataFrame) -> pd.DataFrame:
    return places.round(6).rename_axis("rank").rename(index=lambda row: row + 1).reset_index()


def _points(places: pd.DataFrame) -> str:
    points = gpd.points_from_xy(places["lon"], places["lat"])
    frame = gpd.GeoDataFrame(places.drop(columns=["lon", "lat"]), geometry=points, crs=WGS84)
    return str(frame.to_json(na="null", drop_id=True, ensure_ascii=False, allow_nan=False))
