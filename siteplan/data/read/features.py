"""Files of shapes: GeoJSON, GeoPackage, Shapefile."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from siteplan.data.limits import MOST_CELLS, MOST_COLUMNS
from siteplan.data.nearest import did_you_mean
from siteplan.data.read.encodings import decoded, garbled
from siteplan.data.read.guard import refuse, setting, short
from siteplan.data.read.header import checked_names
from siteplan.data.read.raw import RawTable
from siteplan.data.tables.columns import TABLES
from siteplan.errors import Note
from siteplan.study import FileEntry

__all__ = ["read_geojson", "read_geopackage", "read_shapefile"]

BYTES = "ISO-8859-1"  # each byte is one letter, so that nothing is lost before the encoding is known
UNFINISHED = ("unexpected end of data", "incomplete multibyte sequence")
CUT = 3  # bytes at the end of a cell that may be part of a letter that the width of the column has cut


def read_geojson(path: Path, table: str, entry: FileEntry) -> RawTable:
    """Return the features of a GeoJSON file, which is UTF-8 by its standard."""
    text = decoded(path.read_bytes(), table, path, entry.encoding)
    if not text.text.lstrip().startswith("{"):
        refuse(
            table,
            f"the file {path.name} cannot be read; it is not GeoJSON",
            "Save it as GeoJSON, or give its name the ending of its type.",
        )
    frame = _read(BytesIO(text.text.encode()), table, path, {})
    if frame.empty and list(frame.columns) == ["geometry"]:  # no feature, so no name of a column either
        frame = frame.reindex(columns=[*(TABLES[table].names if table in TABLES else ()), "geometry"])
    return RawTable(frame, text.notes)


def read_geopackage(path: Path, table: str, entry: FileEntry) -> RawTable:
    """Return a layer of a GeoPackage: the one named, or the only one."""
    layer = _chosen(path, table, entry)
    frame = _read(path, table, path, {"layer": layer})
    _refuse_garbled(frame, table, path)
    return RawTable(frame)


def read_shapefile(path: Path, table: str, entry: FileEntry) -> RawTable:
    """Return the rows of a Shapefile, their text in the encoding declared, named by its .cpg, or certain."""
    for suffix, holds in ((".dbf", "its columns"), (".shx", "its index")):
        if not any(path.with_suffix(kind).is_file() for kind in (suffix, suffix.upper())):
            what = f"{path.stem}{suffix}, which holds {holds}, is not beside {path.name}"
            refuse(table, what, "A Shapefile is several files of one name; put all of them there.")
    if not entry.encoding and any(path.with_suffix(kind).is_file() for kind in (".cpg", ".CPG")):
        frame = _read(path, table, path, {})
        _refuse_garbled(frame, table, path)
        return RawTable(frame)
    return _of_bytes(_read(path, table, path, {"encoding": BYTES}), table, path, entry)


def _read(source: Path | BytesIO, table: str, path: Path, how: dict[str, Any]) -> pd.DataFrame:
    """Return features with their geometry in the column of that name; a broken geometry is None."""
    info = pyogrio.read_info(source, **how)
    n, columns = int(info["features"]), len(info["fields"])
    if columns > MOST_COLUMNS or n * (columns + 1) > MOST_CELLS:
        what = f"the file {path.name} has {n:,} rows of {columns:,} columns"
        refuse(
            table,
            f"{what}; {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells are the most",
            "Keep what the study needs.",
        )
    if isinstance(source, BytesIO):
        source.seek(0)
    frame: pd.DataFrame = gpd.read_file(source, on_invalid="ignore", **how)
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name not in (None, "geometry"):
        spare = frame.drop(columns="geometry", errors="ignore")  # a plain column of that name is not the shapes
        frame = spare.rename_geometry("geometry")
    return frame


def _chosen(path: Path, table: str, entry: FileEntry) -> str:
    """Return the layer to read."""
    found = pyogrio.list_layers(path)
    layers = {str(name): kind for name, kind in found}
    if entry.layer:
        if entry.layer not in layers:
            remedy = did_you_mean(entry.layer, layers, "Its layers are")
            refuse(f"study.toml [files.{table}]", f'{path.name} has no layer "{short(entry.layer)}"', remedy, "layer")
        return entry.layer
    with_shapes = [name for name, kind in layers.items() if kind is not None]
    shown = with_shapes if with_shapes and (table not in TABLES or TABLES[table].shapes) else list(layers)
    if not shown:
        refuse(table, f"the file {path.name} has no layers", "Save the table as a layer of it.")
    if len(shown) > 1:
        names = ", ".join(f'"{short(name)}"' for name in shown[:10])
        remedy = f"Say which one {setting(table, path, 'layer', shown[0])}."
        refuse(table, f"{path.name} has {len(shown)} layers, {names}", remedy, "layer")
    return shown[0]


def _refuse_garbled(frame: pd.DataFrame, table: str, path: Path) -> None:
    for name in _texts(frame):
        cells = frame[name].dropna().astype(str)
        wrong = [str(cell) for cell in cells.unique() if garbled(cell)] + ([name] if garbled(name) else [])
        if wrong:
            what = f'the text of {path.name} is garbled, as "{short(wrong[0], 20)}"'
            remedy = f"Name its encoding {setting(table, path, 'encoding', 'gb18030')}, or save it in UTF-8."
            refuse(table, what, remedy, "encoding")


def _of_bytes(frame: pd.DataFrame, table: str, path: Path, entry: FileEntry) -> RawTable:
    """Return a table whose text was read byte by byte in its own encoding."""
    texts = _texts(frame)
    words = [str(name) for name in frame.columns]
    words += [str(cell) for name in texts for cell in frame[name].dropna().unique()]
    foreign = [word for word in words if not word.isascii()]
    if not foreign:
        return RawTable(frame)
    sample = b"\n".join(_whole(word.encode(BYTES, "replace"), entry.encoding) for word in foreign)
    found = decoded(sample, table, path, entry.encoding)
    meant = dict(zip(foreign, found.text.split("\n"), strict=True))
    told = {
        name: frame[name].map(lambda cell: meant.get(cell, cell) if isinstance(cell, str) else cell) for name in texts
    }
    notes: tuple[Note, ...] = found.notes
    named = [meant.get(str(name), str(name)) for name in frame.columns]
    return RawTable(frame.assign(**told).set_axis(checked_names(named, table, path.name), axis=1), notes)


def _whole(word: bytes, encoding: str) -> bytes:
    """Return a cell without the part of a letter at its end that its column was too narrow for."""
    for candidate in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            word.decode(candidate)
        except UnicodeDecodeError as error:
            if error.reason in UNFINISHED and error.start >= len(word) - CUT:
                return word[: error.start]
        except LookupError:
            continue
        else:
            return word
    return word


def _texts(frame: pd.DataFrame) -> list[str]:
    return [
        str(name) for name in frame.columns if name != "geometry" and pd.api.types.is_string_dtype(frame[name].dtype)
    ]
