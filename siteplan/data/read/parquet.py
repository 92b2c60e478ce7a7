"""Parquet and GeoParquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from siteplan.data.limits import MOST_CELLS, MOST_COLUMNS, MOST_FILE_BYTES
from siteplan.data.read.guard import refuse
from siteplan.data.read.raw import RawTable
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
    _refuse_much_text(path, table)
    has_geometry = b"geo" in (about.metadata or {})
    frame: pd.DataFrame = gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
    whole = frame.reset_index(drop=frame.index.name is None)
    if not isinstance(whole, gpd.GeoDataFrame):
        return RawTable(whole)
    return _with_one_geometry(whole, table)


def _refuse_much_text(path: Path, table: str) -> None:
    """Refuse columns whose text or shapes are much longer than the file: it holds each value once, a table does not."""
    import pyarrow as pa  # noqa: PLC0415 - most studies hold no parquet
    import pyarrow.parquet  # noqa: PLC0415

    schema = pyarrow.parquet.read_schema(path)
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if any(is_kind(kind) for is_kind in kinds):
            column = pyarrow.parquet.read_table(path, columns=[field.name], read_dictionary=[field.name]).column(0)
            total = sum(_length(chunk) for chunk in column.chunks)
            if total > MOST_FILE_BYTES:
                what = (
                    f"the column holds {total / 1e6:,.0f} MB unpacked, and {MOST_FILE_BYTES / 1e6:,.0f} MB are the most"
                )
                refuse(table, what, "Shorten its texts, or leave it out.", field.name)


def _length(chunk: Any) -> int:
    """Return how long all values of a chunk are together; one that is kept as a dictionary is not unpacked for that."""
    import pyarrow.compute as pc  # noqa: PLC0415 - most studies hold no parquet

    if hasattr(chunk, "dictionary"):
        return pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() or 0
    return pc.sum(pc.binary_length(chunk)).as_py() or 0


def _with_one_geometry(frame: gpd.GeoDataFrame, table: str) -> RawTable:
    active = str(frame.active_geometry_name)
    others = [str(n) for n, kind in frame.dtypes.items() if str(kind) == "geometry" and n != active]
    kept = frame.drop(columns=[*others, *({"geometry"} - {active} if "geometry" in frame else ())])
    named = kept if active == "geometry" else kept.rename_geometry("geometry")
    said = N_("the geometry was read from {active}, as the file says; other geometries were left out ({others})")
    values = {"active": active, "others": ", ".join(others)}
    return RawTable(named, (Note(table, said, "geometry", values=values),) if others else ())
