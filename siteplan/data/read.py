"""The only reader of tables: CSV, Excel, GeoJSON, GeoPackage, Shapefile, Parquet."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import geopandas as gpd
import pandas as pd
from pyogrio.errors import DataSourceError
from shapely.errors import ShapelyError

from siteplan.errors import Problem, StudyError

__all__ = ["SUFFIXES", "read_table"]

ENCODINGS = ("utf-8-sig", "gb18030")  # what Excel writes in Chinese is the second
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UNREADABLE = (OSError, ValueError, KeyError, BadZipFile, DataSourceError, ShapelyError, pd.errors.ParserWarning)


def read_table(path: Path, table: str = "") -> pd.DataFrame | gpd.GeoDataFrame:
    """Return a table as it stands in its file.

    Cells of CSV and Excel stay text, so that the id "007" keeps its zeros; an empty cell is NaN. Rows with no
    cell filled are left out. `table` is the table's name in messages, the file's name if not given.

    Raises
    ------
    StudyError
        The file is missing, of an unknown type, or cannot be read.
    """
    name = table or path.name
    if not path.is_file():
        remedy = "Put the file there, or correct its path in [files] of study.toml"
        raise StudyError([Problem(name, f"the file {path} does not exist", f"{remedy}.")])
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        what = f'the file {path.name} has the unknown type "{path.suffix}"'
        raise StudyError([Problem(name, what, f"Save it as one of: {', '.join(SUFFIXES)}.")])
    try:
        return _tidy(reader(path))
    except UNREADABLE as error:
        what = f"the file {path.name} cannot be read ({_first_line(error)})"
        raise StudyError([Problem(name, what, "Open it in the program it came from and save it anew.")]) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with column names as text, without blanks at their ends, and without empty rows."""
    frame = frame.rename(columns=lambda name: str(name).strip())
    cells = frame.drop(columns="geometry", errors="ignore")
    empty = cells.isna().all(axis=1) if "geometry" not in frame else pd.Series(False, index=frame.index)
    return frame[~empty]


def _csv(path: Path) -> pd.DataFrame:
    text = _decoded(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)  # a row longer than the header
        frame = pd.read_csv(BytesIO(text.encode()), dtype=str, keep_default_na=False, na_values=[""], index_col=False)
    _refuse_one_column(frame)
    return frame


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16")
    for encoding in ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(ENCODINGS[-1])


def _refuse_one_column(frame: pd.DataFrame) -> None:
    header = str(frame.columns[0]) if len(frame.columns) == 1 else ""
    if ";" in header or "\t" in header:
        raise ValueError("its columns are separated by semicolons or tabs, not by commas")


def _excel(path: Path) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl on styles and extensions it does not keep
        frame: pd.DataFrame = pd.read_excel(path, dtype=str, keep_default_na=False, na_values=[""])
    return frame


def _features(path: Path) -> pd.DataFrame:
    frame: pd.DataFrame = gpd.read_file(
        path, on_invalid="ignore"
    )  # a broken geometry becomes None, to be named by its id
    return _named_geometry(frame)


def _parquet(path: Path) -> pd.DataFrame:
    import pyarrow.parquet  # noqa: PLC0415 - most studies hold no parquet

    has_geometry = b"geo" in (pyarrow.parquet.read_schema(path).metadata or {})
    frame: pd.DataFrame = gpd.read_parquet(path) if has_geometry else pd.read_parquet(path)
    return _named_geometry(frame.reset_index(drop=frame.index.name is None))


def _named_geometry(frame: pd.DataFrame) -> pd.DataFrame:
    """Return features with their geometry in the column of that name."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name in (None, "geometry"):
        return frame
    renamed: pd.DataFrame = frame.rename_geometry("geometry")
    return renamed


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": _csv,
    ".xlsx": _excel,
    ".geojson": _features,
    ".gpkg": _features,
    ".shp": _features,
    ".parquet": _parquet,
}
SUFFIXES = tuple(READERS)
