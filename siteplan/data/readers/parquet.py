"""Parquet and GeoParquet."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from siteplan.data.limits import MOST_CELLS, MOST_COLUMNS
from siteplan.data.readers.guard import refuse
from siteplan.data.readers.raw import RawTable
from siteplan.errors import N_, Note
from siteplan.study import FileEntry

__all__ = ["read_parquet"]


def read_parquet(path: Path, table: str, _entry: FileEntry) -> RawTable:
    """Return the table of a Parquet file; of several geometries the one that the file calls its first."""
    import pyarrow.parquet  # noqa: PLC0415 - most studies hold no parquet

    about = pyarrow.parquet.read_metadata(path)
    rows, columns = about.num_rows, about.num_columns
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        what = f"the file {path.name} has {rows:,} rows of {columns:,} columns"
        refuse(
            table,
            f"{what}; {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells are the most",
            "Keep what the study needs.",
        )
    has_geometry = b"geo" in (about.metadata or {})
    frame: pd.DataFrame = gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
    whole = frame.reset_index(drop=frame.index.name is None)
    if not isinstance(whole, gpd.GeoDataFrame):
        return RawTable(whole)
    return _with_one_geometry(whole, table)


def _with_one_geometry(frame: gpd.GeoDataFrame, table: str) -> RawTable:
    active = str(frame.active_geometry_name)
    others = [str(n) for n, kind in frame.dtypes.items() if str(kind) == "geometry" and n != active]
    kept = frame.drop(columns=[*others, *({"geometry"} - {active} if "geometry" in frame else ())])
    named = kept if active == "geometry" else kept.rename_geometry("geometry")
    said = N_("the geometry was read from {active}, as the file says; other geometries were left out: {others}")
    values = {"active": active, "others": ", ".join(others)}
    return RawTable(named, (Note(table, said, "geometry", values=values),) if others else ())
