"""A study of Shenzhen made of public files: traffic zones, census, charging stations, a road graph."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.spatial import KDTree

STUDY = """
[study]
name = "Shenzhen charging partners"
coordinates = "wgs84"

[files]
zones = { path = "zones.gpkg", source = "ST-EVCDP zones; census 2020 by district, spread by taxi trips" }
candidates = { path = "stations.csv", source = "UrbanEV", coordinates = "gcj02" }
roads = { path = "roads.graphml", source = "OpenStreetMap", licence = "ODbL" }

[travel]
source = "roads"
max_minutes = 45
snap_m = 600
urban_kmh = 25

[trade_area]
rate = 0.12
outside = 1.0
exponents = { piles = 0.5 }

[formats.charge_partner]
functions = ["charging", "display", "sale"]
attractiveness = 0.2
area_m2 = 80
capex_fixed = 150_000
opex_fixed = 30_000

[tiers.minutes]
charging = 15

[plan]
coverage = "charging"
gap = 0.01
time_limit = 60

[[plan.rules]]
kind = "budget"
at_most = 6_000_000

[[plan.rules]]
kind = "coverage"
name = "charging within 15 min for 9 in 10"
function = "charging"
at_least = 0.9
"""


def build_study(data: Path, folder: Path) -> Path:
    """Write the study's folder and return it."""
    folder.mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    zones(data).to_file(folder / "zones.gpkg")
    stations(data).to_csv(folder / "stations.csv", index=False)
    shutil.copy(data / "shenzhen" / "osm_futian_network.graphml", folder / "roads.graphml")
    return folder


def zones(data: Path) -> gpd.GeoDataFrame:
    """491 traffic zones in WGS-84 with each district's census population, spread by taxi trips and area."""
    shapes = gpd.read_file(data / "shenzhen" / "SZ_TAZ.shp").to_crs(4326)
    trips = taxi_trips(data, shapes)
    district, people = nearest_district(data, shapes)
    weight = trips + 20 * shapes["SHAPE_Area"] / 1e6  # people also live where no taxi is hailed
    share = weight / weight.groupby(district).transform("sum")
    return gpd.GeoDataFrame(
        {
            "zone_id": shapes["OBJECTID"].astype(str),
            "population": (share * people).round(),
            "footfall": trips,
            "city": "深圳市",
            "county": district,
            "tier": "1",
        },
        geometry=shapes.geometry,
        crs=shapes.crs,
    )


def taxi_trips(data: Path, shapes: gpd.GeoDataFrame) -> pd.Series:
    """Taxi trips that start in each zone."""
    flows = pd.read_csv(data / "shenzhen" / "sz_taxi_od_grid.csv")
    starts = flows.groupby(["SLONCOL", "SLATCOL"])["VehicleNum"].sum()
    cells = gpd.read_file(data / "shenzhen" / "sz_taxi_grid.shp", ignore_geometry=True)
    cells = cells.join(starts, on=["LONCOL", "LATCOL"], how="inner")
    points = gpd.GeoDataFrame(cells, geometry=gpd.points_from_xy(cells["HBLON"], cells["HBLAT"]), crs=4326)
    inside = points.sjoin(shapes[["geometry"]], predicate="within")
    return inside.groupby("index_right")["VehicleNum"].sum().reindex(shapes.index, fill_value=0)


def nearest_district(data: Path, shapes: gpd.GeoDataFrame) -> tuple[pd.Series, pd.Series]:
    """Name and population of the district whose centroid lies nearest to each zone."""
    census = pd.read_csv(data / "census_2020" / "county_2020_key.csv")
    districts = census[(census["city"] == "深圳市") & (census["level"] == "county")].reset_index(drop=True)
    centres = shapes.to_crs(32650).centroid.to_crs(4326)
    metre = np.array([np.cos(np.radians(22.6)), 1.0])  # degrees of longitude are shorter
    tree = KDTree(districts[["lon", "lat"]].to_numpy() * metre)
    _, row = tree.query(np.column_stack((centres.x, centres.y)) * metre)
    near = districts.iloc[row].set_axis(shapes.index)
    return near["county"], near["pop"].astype(float)


def stations(data: Path) -> pd.DataFrame:
    """1,362 charging stations as charging-partner candidates, in GCJ-02 as published."""
    table = pd.read_csv(data / "shenzhen" / "urbanev_inf.csv", dtype={"station_id": str})
    return pd.DataFrame(
        {
            "site_id": table["station_id"],
            "lon": table["longitude"],
            "lat": table["latitude"],
            "piles": table["charge_count"],
            "formats": "charge_partner",
        }
    )
