"""Write the study's files: the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import networkx as nx
import pandas as pd

from .traditional import with_traditional

__all__ = ["write_roads", "write_seats", "write_sites", "write_zones"]

ZONE_COLUMNS = ["zone_id", "population", "pop_urban", "pop_rural", "households", "income", "footfall", "city",
                "city_en", "county", "county_en", "tier", "rural", "origin", "geometry"]  # fmt: skip
ORIGIN = "county totals: census 2020; spread within the county, income, footfall: synthetic"


def write_zones(zones: gpd.GeoDataFrame, folder: Path) -> None:
    """Write zones.parquet, GeoParquet in WGS-84."""
    table = with_traditional(zones.reset_index(names="zone_id").assign(origin=ORIGIN)[ZONE_COLUMNS])
    table.to_parquet(folder / "zones.parquet", index=False, compression="zstd")


def write_sites(table: pd.DataFrame, path: Path) -> None:
    """Write a table of sites as CSV."""
    with_traditional(table).to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def write_seats(counties: gpd.GeoDataFrame, folder: Path) -> None:
    """Write seats.csv: where each county is governed from, with its census figures."""
    table = counties.reset_index().rename(columns={"seat_lon": "lon", "seat_lat": "lat", "seat_reading": "reading"})
    columns = ["adcode", "city", "city_en", "county", "county_en", "tier", "lon", "lat", "reading", "pop",
               "pop_urban", "pop_rural", "households", "edu_years", "car_rate"]  # fmt: skip
    write_sites(table[columns], folder / "seats.csv")


def write_roads(graph: nx.MultiDiGraph, folder: Path) -> None:
    """Write roads.graphml, as OSMnx reads it: every attribute as text, and nothing else on the page.

    OSMnx's own writer indents each element, which would add a sixth to the file.
    """
    text = graph.copy()
    for _, node in text.nodes(data=True):
        node.update({key: str(value) for key, value in node.items()})
    for _, _, road in text.edges(data=True):
        road.update({key: str(value) for key, value in road.items()})
    nx.write_graphml_xml(text, folder / "roads.graphml", encoding="utf-8", prettyprint=False)
