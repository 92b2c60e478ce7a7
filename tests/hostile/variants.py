"""Hostile, broken and merely odd inputs: each a name and a function that spoils a good study folder."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
from shapely import Polygon

from tests.data.folders import TOML as SMALL_TOWN
from tests.data.folders import candidates, zones
from tests.data.folders import write_study as written_study

__all__ = ["Variant", "variants"]

Spoil = Callable[[Path], None]


@dataclass(frozen=True)
class Variant:
    """An input by name; `slow` ones wait for a thorough run; `right` is the exit code, None where either is right."""

    name: str
    spoil: Spoil
    slow: bool = False
    right: int | None = None


def variants() -> list[Variant]:
    """Every variant, each folder made anew by its function."""
    parts = (_bytes(), _csv(), _excel(), _geojson(), _packages(), _parquet(), _graphs(), _toml(), _words())
    return [variant for part in parts for variant in part]


# --- good files of every kind, to be spoilt

RULE = '\n[[plan.rules]]\nkind = "count"\nat_most = 3\n'
TOML = SMALL_TOWN + RULE


def write_study(folder: Path, toml: str = TOML, **tables: pd.DataFrame | None) -> Path:
    """The small town, some of whose candidates stay closed."""
    return written_study(folder, toml, **tables)


ROADS = TOML.replace("[formats.mall]", '[travel]\nsource = "roads"\n\n[formats.mall]').replace(
    'competitors = "competitors.csv"', 'competitors = "competitors.csv"\nroads = "roads.graphml"'
)


def table_of(folder: Path, name: str) -> Path:
    """A study whose candidates are in a file of this name; give the file's path."""
    write_study(folder, TOML.replace("candidates.csv", name), candidates=None)
    return folder / name


def points() -> gpd.GeoDataFrame:
    given = candidates()
    shapes = gpd.points_from_xy(given["lon"], given["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(given.drop(columns=["lon", "lat"]), geometry=shapes)


def graph(**edge: object) -> nx.MultiDiGraph:
    """A road through the middles of the zones, as networkx holds it."""
    made = nx.MultiDiGraph(crs="EPSG:4326")
    middles = [(113.05, 23.05), (113.15, 23.05), (113.25, 23.05), (113.25, 23.15), (113.15, 23.15), (113.05, 23.15)]
    for n, (x, y) in enumerate(middles):
        made.add_node(n, x=x, y=y)
    for u, v in pairwise([*range(6), 0]):
        made.add_edge(u, v, **{"length": 10_000.0, "highway": "primary", **edge})
        made.add_edge(v, u, **{"length": 10_000.0, "highway": "primary", **edge})
    return made


def roads_in(folder: Path, made: nx.Graph | None = None) -> Path:
    write_study(folder, ROADS)
    nx.write_graphml(graph() if made is None else made, folder / "roads.graphml")
    return folder / "roads.graphml"


OSM = '<?xml version="1.0"?><osm version="0.6"><node id="1" lat="23" lon="113"/><node id="2" lat="23" lon="113.01"/>'
OSM += '<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way></osm>'


def osm_in(folder: Path) -> Path:
    write_study(folder, ROADS.replace("roads.graphml", "roads.osm"))
    (folder / "roads.osm").write_text(OSM, encoding="utf-8")
    return folder / "roads.osm"


def good(name: str) -> Callable[[Path], Path]:
    """What writes a good study and gives the file of this name, to be spoilt."""

    def write(folder: Path) -> Path:
        if name == "study.toml":
            return write_study(folder) / name
        if name.startswith("roads"):
            return osm_in(folder) if name.endswith("osm") else roads_in(folder)
        path = table_of(folder, "candidates.shp" if name.startswith("candidates.s") else name)
        WRITERS[path.suffix](path)
        return folder / name

    return write


WRITERS: dict[str, Callable[[Path], object]] = {
    ".csv": lambda path: candidates().to_csv(path, index=False),
    ".tsv": lambda path: candidates().to_csv(path, index=False, sep="\t"),
    ".xlsx": lambda path: candidates().to_excel(path, index=False),
    ".geojson": lambda path: points().to_file(path, driver="GeoJSON"),
    ".gpkg": lambda path: points().to_file(path, driver="GPKG"),
    ".shp": lambda path: points().to_file(path),
    ".parquet": lambda path: points().to_parquet(path),
}
FILES = (
    "candidates.csv", "candidates.tsv", "candidates.xlsx", "candidates.geojson", "candidates.gpkg", "candidates.shp",
    "candidates.shx", "candidates.sbf", "candidates.parquet", "roads.graphml", "roads.osm", "study.toml",
)  # fmt: skip
PARTS_OF_SHAPE = {"candidates.sbf": "candidates.dbf", "candidates.shx": "candidates.shx"}


# --- bytes: each kind of file, spoilt in each way


def _flipped(seed: int) -> Callable[[bytes], bytes]:
    def flip(content: bytes) -> bytes:
        rng, out = random.Random(seed), bytearray(content)
        for _ in range(max(1, len(out) // 50)):
            out[rng.randrange(len(out))] = rng.randrange(256)
        return bytes(out)

    return flip


MUTATIONS: dict[str, Callable[[bytes], bytes]] = {
    "nothing left": lambda _: b"",
    "a tenth left": lambda content: content[: len(content) // 10],
    "half left": lambda content: content[: len(content) // 2],
    "last bytes gone": lambda content: content[:-7],
    "first bytes zero": lambda content: bytes(16) + content[16:],
    "middle zero": lambda content: content[: len(content) // 3] + bytes(64) + content[len(content) // 3 + 64 :],
    "twice": lambda content: content + content,
    "backwards": lambda content: content[::-1],
    "rubbish": lambda content: random.Random(1).randbytes(1000),
    "zeros": lambda content: bytes(5000),
    "a picture": lambda content: b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(500),
    "latin letters": lambda content: content.replace(b"mall", b"m\xe9ll").replace(b"primary", b"pr\xefmary"),
    "flipped 1": _flipped(1),
    "flipped 2": _flipped(2),
    "flipped 3": _flipped(3),
}


def _bytes() -> Iterator[Variant]:
    for name in FILES:
        real = PARTS_OF_SHAPE.get(name, name)
        for way, change in MUTATIONS.items():
            yield Variant(f"{real}: {way}", _spoilt(good(name), real, change))


def _spoilt(write: Callable[[Path], Path], name: str, change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(folder: Path) -> None:
        path = write(folder).with_name(name)
        path.write_bytes(change(path.read_bytes()))

    return spoil


# --- text tables

HEAD = "site_id,lon,lat,rent,formats\n"
ROWS = "A,113.05,23.05,10,mall\nB,113.15,23.05,12,mall\n"
CSV: dict[str, tuple[str | bytes, int | None]] = {
    "a column twice": (HEAD.replace("formats", "rent") + ROWS.replace("mall", "9"), 1),
    "a column twice but for a blank": (HEAD.replace("formats", "rent ") + ROWS.replace("mall", "9"), 1),
    "the ids twice": (HEAD.replace("rent", "site_id") + ROWS, 1),
    "semicolons": ((HEAD + ROWS).replace(",", ";"), 0),
    "tabs": ((HEAD + ROWS).replace(",", "\t"), 0),
    "bars": ((HEAD + ROWS).replace(",", "|"), 0),
    "decimal commas": ((HEAD + ROWS).replace(",", ";").replace(".", ","), 0),
    "sep line": ("sep=;\n" + (HEAD + ROWS).replace(",", ";"), 0),
    "a title above": ("Our shops, spring\n\n" + HEAD + ROWS, 0),
    "a comment above": ("# made by hand\n" + HEAD + ROWS, 0),
    "a header alone": (HEAD, 1),
    "no header": (ROWS, 1),
    "cp1252": (HEAD.encode() + "Köln,113.05,23.05,10,mall\n".encode("cp1252"), 0),
    "gb18030": (HEAD.encode() + "广州一号,113.05,23.05,10,mall\n".encode("gb18030"), 0),
    "big5": (HEAD.encode() + "臺北市中正區,113.05,23.05,10,mall\n".encode("big5"), 0),
    "cyrillic": (HEAD.encode() + "Москва,113.05,23.05,10,mall\n".encode("cp1251"), 1),
    "two encodings": (
        (HEAD + "广州,113.05,23.05,10,mall\n").encode() + "深圳,113.15,23.05,1,mall".encode("gb18030"),
        1,
    ),
    "a lost character": (HEAD + "A\ufffd,113.05,23.05,10,mall\n", 1),
    "c1 controls": (HEAD + "A\x9d,113.05,23.05,10,mall\n", 1),
    "encoded twice": (HEAD + "Köln,113.05,23.05,10,mall\n".encode().decode("latin-1"), 1),
    "utf-16": ((HEAD + ROWS).encode("utf-16"), 0),
    "utf-16 without its mark": ((HEAD + ROWS).encode("utf-16-le"), 1),
    "a byte of 0": (HEAD + "A\x00,113.05,23.05,10,mall\n", 1),
    "old line ends": ((HEAD + ROWS).replace("\n", "\r"), 0),
    "a quote left open": (HEAD + '"A,113.05,23.05,10,mall\n' + ROWS, 1),
    "a row too long": (HEAD + ROWS + "C,113.05,23.05,10,mall,more,and,more\n", 1),
    "a row too short": (HEAD + ROWS + "C,113.15,23.15\n", None),
    "separators at the ends": ((HEAD + ROWS).replace("\n", ",\n"), 0),
    "a percentage": (HEAD + ROWS.replace("12", "12%"), 1),
    "thousands": (HEAD + ROWS.replace("12", '"1,200"'), 1),
    "infinity": (HEAD + ROWS.replace("12", "inf"), 1),
    "a very large number": (HEAD + ROWS.replace("12", "1e308"), 1),
    "a very small number": (HEAD + ROWS.replace("12", "1e-300"), 1),
    "a number of 5,000 digits": (HEAD + ROWS.replace("12", "9" * 5000), 1),
    "a negative number": (HEAD + ROWS.replace("12", "-12"), 1),
    "not a number": (HEAD + ROWS.replace("113.15", "east"), 1),
    "nan for a place": (HEAD + ROWS.replace("113.15", "nan"), 1),
    "beyond the globe": (HEAD + ROWS.replace("113.15", "1e9"), 1),
    "swapped": (HEAD + ROWS.replace("113.15,23.05", "23.05,113.15"), 1),
    "ids but for a blank": (HEAD + ROWS.replace("B,", '"A ",'), 1),
    "ids but for a hard blank": (HEAD + ROWS.replace("B,", "A\u00a0,"), 1),
    "ids but for nothing seen": (HEAD + ROWS.replace("B,", "A\u200b,"), 1),
    "ids but for their case": (HEAD + ROWS.replace("B,", "a,"), 0),
    "ids but for their script": (HEAD + ROWS.replace("B,", "А,"), 0),
    "a format of no name": (HEAD + ROWS.replace("mall", ";"), 1),
    "an id of 100 kB": (HEAD + ROWS + "x" * 100_000 + ",113.05,23.05,10,mall\n", 1),
    "a name of 100 kB": (HEAD.replace("rent", "name") + ROWS + f"C,113.05,23.05,{'x' * 100_000},mall\n", 1),
    "100,000 columns": (HEAD.strip() + "," + ",".join(f"c{n}" for n in range(100_000)) + "\n" + ROWS, 1),
    "cells without end in a row": (HEAD + "A" + ",1" * 100_000 + "\n", 1),
    "a column of 100 kB": (HEAD.strip() + "," + "x" * 100_000 + "\n" + ROWS.replace("\n", ",1\n"), None),
    "other names": ("编号,经度,纬度\nA,113.05,23.05\n", 1),
    "xy": ("id,X,Y\nA,113.05,23.05\n", 1),
    "only commas": (",,,,\n,,,,\n", 1),
    "html": ("<html><table><tr><td>site_id</td></tr></table></html>", 1),
    "json": ('[{"site_id": "A", "lon": 113.05, "lat": 23.05}]', 1),
}


def _csv() -> Iterator[Variant]:
    for name, (content, right) in CSV.items():
        yield Variant(f"csv: {name}", _written("candidates.csv", content), right=right)
    rows = HEAD + "A,113.05,23.05,10,mall\n" * 200_000
    yield Variant("csv: 200,000 rows of one id", _written("candidates.csv", rows), slow=True, right=1)
    yield Variant(
        "csv: 4,000,000 rows", _written("candidates.csv", HEAD + "A,1,1,1,m\n" * 4_000_000), slow=True, right=1
    )


def _written(name: str, content: str | bytes) -> Spoil:
    def spoil(folder: Path) -> None:
        path = table_of(folder, name)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return spoil


# --- workbooks


def _book(change: Callable[[openpyxl.Workbook], None]) -> Spoil:
    def spoil(folder: Path) -> None:
        path = table_of(folder, "candidates.xlsx")
        candidates().to_excel(path, index=False)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return spoil


def _part(name: str, change: Callable[[bytes], bytes]) -> Spoil:
    """A workbook with one of its parts changed."""

    def spoil(folder: Path) -> None:
        path = table_of(folder, "candidates.xlsx")
        candidates().to_excel(path, index=False)
        with zipfile.ZipFile(path) as book:
            parts = {part: book.read(part) for part in book.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for part, content in parts.items():
                book.writestr(part, change(content) if part == name else content)

    return spoil


def _set(cell: str, value: object) -> Spoil:
    return _book(lambda book: book.active.__setitem__(cell, value))


def _second_sheet(state: str, filled: bool) -> Spoil:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Other")
        sheet.sheet_state = state
        if filled:
            sheet.append(["site_id", "lon", "lat"])

    return _book(change)


SHEET = "xl/worksheets/sheet1.xml"
SHEET_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_TAIL = b"</sheetData></worksheet>"


def _many_cells(_: bytes) -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 500 + b"</row>"
    return SHEET_HEAD + row * 8_000 + SHEET_TAIL


def _excel() -> Iterator[Variant]:
    import datetime as dt

    yield Variant("xlsx: a cell at XFD1048576", _set("XFD1048576", 1), right=1)
    yield Variant("xlsx: a cell at A1048576", _set("A1048576", "Z"), right=1)
    yield Variant("xlsx: a cell at AZ1", _set("AZ1", "far"), right=0)
    yield Variant("xlsx: 4,000,000 cells", _part(SHEET, _many_cells), slow=True, right=1)
    for error in ("#REF!", "#DIV/0!", "#N/A"):
        yield Variant(f"xlsx: {error}", _set("D3", error), right=1)
    yield Variant("xlsx: a formula without a value", _set("D3", "=D2+1"), right=1)
    yield Variant("xlsx: a date as an id", _set("A3", dt.date(2026, 2, 1)), right=1)
    yield Variant("xlsx: a date as a rent", _set("D3", dt.date(2026, 2, 1)), right=1)
    yield Variant("xlsx: two sheets", _second_sheet("visible", filled=True), right=1)
    yield Variant("xlsx: an empty second sheet", _second_sheet("visible", filled=False), right=0)
    yield Variant("xlsx: a hidden second sheet", _second_sheet("hidden", filled=True), right=0)
    yield Variant("xlsx: a title above", _book(lambda book: book.active.insert_rows(1, 2)), right=0)
    yield Variant("xlsx: text beside the table", _set("H4", "to be checked"), right=1)
    yield Variant("xlsx: no workbook inside", _part("xl/workbook.xml", lambda _: b"<x/>"), right=1)
    yield Variant("xlsx: broken xml", _part(SHEET, lambda content: content[:-30]), right=1)
    yield Variant("xlsx: broken styles", _part("xl/styles.xml", lambda _: b"<styleSheet><fonts>"), right=None)
    yield Variant("xlsx: half the styles", _part("xl/styles.xml", lambda content: content[: len(content) // 2]))
    yield Variant("xlsx: an entity", _part(SHEET, lambda content: b'<!DOCTYPE x [<!ENTITY a "b">]>' + content))
    yield Variant("xlsx: laughs", _part(SHEET, lambda _: LAUGHS.encode()), right=1)
    yield Variant(
        "xlsx: behind a password",
        _written("candidates.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)),
        right=1,
    )
    yield Variant("xlsx: one long text 500,000 times", _shared_text, slow=True, right=1)
    yield Variant("xlsx: a bomb", _bomb, slow=True, right=1)


def _bomb(folder: Path) -> None:
    with zipfile.ZipFile(table_of(folder, "candidates.xlsx"), "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(500_000_000))


LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
)
LAUGHS += "]><graphml>&a9;</graphml>"


# --- shapes


def feature(shape: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"site_id": "A", **properties}, "geometry": shape}


def _collection(*features: object, **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


SPOT = {"type": "Point", "coordinates": [113.05, 23.05]}
GEOJSON: dict[str, tuple[str, int | None]] = {
    "an id of 26 digits": (_collection({**feature(SPOT), "id": 10**25}), None),
    "no features": (_collection(), 1),
    "no geometry": (_collection(feature(None)), 1),
    "a line": (_collection(feature({"type": "LineString", "coordinates": [[113, 23], [114, 23]]})), 1),
    "a collection": (_collection(feature({"type": "GeometryCollection", "geometries": [SPOT]})), 1),
    "words for coordinates": (_collection(feature({"type": "Point", "coordinates": ["east", "north"]})), 1),
    "nan for coordinates": (_collection(feature({"type": "Point", "coordinates": [float("nan"), 23.0]})), 1),
    "1e308 for coordinates": (_collection(feature({"type": "Point", "coordinates": [1e308, 23.0]})), 1),
    "a height": (_collection(feature({"type": "Point", "coordinates": [113.05, 23.05, 12.0]})), 0),
    "lists in a known column": (_collection(feature(SPOT, rent=[1, 2])), 1),
    "parts in a known column": (_collection(feature(SPOT, name={"zh": "店"})), None),
    "lists in an own column": (_collection(feature(SPOT, tags=["a", "b"])), 0),
    "true for a rent": (_collection(feature(SPOT, rent=True)), None),
    "a rent of 26 digits": (_collection(feature(SPOT, rent=10**25)), 1),
    "half a letter": (_collection(feature(SPOT, name="\ud800")), None),
    "another planet": (_collection(feature(SPOT), crs={"type": "name", "properties": {"name": "IAU_2015:49900"}}), 1),
    "a crs of rubbish": (_collection(feature(SPOT), crs={"type": "name", "properties": {"name": "rubbish"}}), None),
    "columns but for a blank": (_collection(feature(SPOT, rent=1, **{"rent ": 2})), 1),
    "a list": ("[" * 5000 + "]" * 5000, 1),
    "coordinates 5,000 deep": (_collection(feature(SPOT)).replace("[113.05, 23.05]", "[" * 5000 + "]" * 5000), 1),
}


def _geojson() -> Iterator[Variant]:
    for name, (content, right) in GEOJSON.items():
        yield Variant(f"geojson: {name}", _written("candidates.geojson", content), right=right)
    for n in (300, 2_000, 250_000):
        right = 0 if n == 300 else 1
        yield Variant(f"geojson: a knot of {n:,} corners", _zone_of(partial(_knot, n)), slow=n > 2_000, right=right)
    line = partial(Polygon, [(113, 23), (113.1, 23.1), (113.05, 23.05)])
    yield Variant("geojson: a polygon on a line", _zone_of(line), right=1)


def _knot(n: int) -> Polygon:
    return Polygon(np.array([113, 23]) + np.random.default_rng(3).random((n, 2)) / 10)


def _zone_of(shape: Callable[[], Polygon]) -> Spoil:
    def spoil(folder: Path) -> None:
        first, *others = zones().geometry
        del first
        write_study(folder, zones=zones().set_geometry([shape(), *others], crs="EPSG:4326"))

    return spoil


def _packages() -> Iterator[Variant]:
    def two_layers(folder: Path) -> None:
        path = table_of(folder, "candidates.gpkg")
        for layer in ("spring", "autumn"):
            points().to_file(path, driver="GPKG", layer=layer)

    def without(suffix: str) -> Spoil:
        def spoil(folder: Path) -> None:
            points().to_file(path := table_of(folder, "candidates.shp"))
            path.with_suffix(suffix).unlink()

        return spoil

    def prj(text: str) -> Spoil:
        def spoil(folder: Path) -> None:
            points().to_file(path := table_of(folder, "candidates.shp"))
            path.with_suffix(".prj").write_text(text, encoding="latin-1")

        return spoil

    yield Variant("gpkg: two layers", two_layers, right=1)
    for suffix in (".dbf", ".shx", ".prj"):
        yield Variant(f"shp: without {suffix}", without(suffix), right=1)
    yield Variant("shp: without .cpg", without(".cpg"), right=0)
    for name, text in {"empty": "", "rubbish": "rubbish é", "half": 'GEOGCS["GCS_WGS_1984",DATUM["D_'}.items():
        yield Variant(f"shp: a .prj that is {name}", prj(text), right=1)


# --- parquet


def _parquet() -> Iterator[Variant]:
    def frame(**columns: object) -> Spoil:
        return lambda folder: points().assign(**columns).to_parquet(table_of(folder, "candidates.parquet"))

    shapes = points().geometry
    yield Variant("parquet: two geometries", frame(other=shapes.copy()), right=0)
    yield Variant("parquet: lists in a known column", frame(rent=[[1, 2]] * 6), right=1)
    yield Variant("parquet: parts in a known column", frame(name=[{"zh": "店"}] * 6), right=1)
    yield Variant("parquet: lists in an own column", frame(tags=[["a"]] * 6), right=0)
    yield Variant("parquet: bytes in a known column", frame(name=[b"\xff\xfe"] * 6), right=1)
    yield Variant("parquet: dates for a rent", frame(rent=pd.Timestamp("2026-02-01")), right=1)
    yield Variant("parquet: categories", frame(name=pd.Categorical(["a"] * 6)), right=0)
    yield Variant("parquet: 1e308", frame(rent=1e308), right=1)
    yield Variant("parquet: infinity", frame(rent=float("inf")), right=1)
    yield Variant("parquet: one long text 120,000 times", _repeated, slow=True, right=1)
    yield Variant(
        "parquet: no rows", lambda f: points().iloc[:0].to_parquet(table_of(f, "candidates.parquet")), right=1
    )


def _repeated(folder: Path) -> None:
    rows = pd.concat([pd.DataFrame(points().drop(columns="geometry"))] * 20_000)
    long = rows.assign(lon=113.05, lat=23.05, name=pd.Categorical.from_codes([0] * len(rows), ["x" * 100_000]))
    long.to_parquet(table_of(folder, "candidates.parquet"))


def _shared_text(folder: Path) -> None:
    """A workbook with one text of 32,000 letters, and 500,000 cells that show it."""
    cells = b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"
    _part(SHEET, lambda _: SHEET_HEAD + cells * 5_000 + SHEET_TAIL)(folder)
    with zipfile.ZipFile(folder / "candidates.xlsx") as book:
        parts = {part: book.read(part) for part in book.namelist()}
    texts = SHEET_HEAD.replace(b"worksheet", b"sst").replace(b"<sheetData>", b"<si><t>") + b"x" * 32_000
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", listed)
    with zipfile.ZipFile(folder / "candidates.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in {**parts, "xl/sharedStrings.xml": texts + b"</t></si></sst>"}.items():
            book.writestr(part, content)


# --- roads


def _graphs() -> Iterator[Variant]:
    edges: dict[str, tuple[dict[str, object], int | None]] = {
        "posted 0": ({"maxspeed": "0"}, 0),
        "posted words": ({"maxspeed": "walk"}, 0),
        "posted lists": ({"maxspeed": "['50', '30 mph']"}, 0),
        "speeds in lists": ({"speed_kph": "[50, 30]"}, 0),
        "a speed of 0": ({"speed_kph": 0.0}, 1),
        "a speed of 1e308": ({"speed_kph": 1e308}, 1),
        "a speed in words": ({"speed_kph": "fast"}, 1),
        "lengths in lists": ({"length": "[1, 2]"}, 1),
        "no length": ({"length": "nan"}, 1),
        "a length below 0": ({"length": -1.0}, 1),
        "a length of 1e308": ({"length": 1e308}, 1),
        "parts for a class": ({"highway": "[{'a': 1}]"}, None),
        "a list cut short": ({"highway": "['primary', "}, None),
        "a very long list": ({"maxspeed": "[" * 5000}, None),
        "footways": ({"highway": "footway"}, 1),
    }
    for name, (edge, right) in edges.items():
        yield Variant(f"graphml: {name}", lambda folder, edge=edge: roads_in(folder, graph(**edge)), right=right)
    yield Variant("graphml: undirected", lambda folder: roads_in(folder, graph().to_undirected()), right=0)
    yield Variant("graphml: elsewhere", lambda folder: roads_in(folder, _moved(60.0)), right=None)
    yield Variant("graphml: in metres", lambda folder: roads_in(folder, _moved(4e5)), right=1)
    yield Variant("graphml: no nodes", lambda folder: roads_in(folder, nx.MultiDiGraph()), right=1)
    texts = {
        "laughs": LAUGHS,
        "another file": '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml>&x;</graphml>',
        "deep": "<a>" * 20_000 + "</a>" * 20_000,
        "no xml": "digraph { a -> b }",
    }
    for name, text in texts.items():
        yield Variant(f"graphml: {name}", lambda folder, text=text: _roads_of(folder, text), right=1)


def _moved(by: float) -> nx.MultiDiGraph:
    made = graph()
    for _, data in made.nodes(data=True):
        data["x"] -= by
    return made


def _roads_of(folder: Path, text: str) -> None:
    roads_in(folder).write_text(text, encoding="utf-8")


# --- study.toml

TOMLS: dict[str, tuple[str, int | None]] = {
    "lists 2,000 deep": (TOML + "\nx = " + "[" * 2000 + "]" * 2000, 1),
    "tables 2,000 deep": (TOML + "\nx = " + "{a=" * 2000 + "1" + "}" * 2000, 1),
    "a key of 20,000 dots": (TOML + "\n" + ".".join("a" * 20_000) + " = 1", 1),
    "a heading of 20,000 dots": (TOML + "\n[" + ".".join("a" * 20_000) + "]", 1),
    "a key of 100 kB": (TOML + "\n" + "k" * 100_000 + " = 1", 1),
    "20,000 keys": (TOML + "\n" + "\n".join(f"k{n} = 1" for n in range(20_000)), 1),
    "10,000 rules": (TOML + RULE * 10_000, 1),
    "900 wrong rules": (TOML + RULE.replace("3", '"x"') * 900, 1),
    "900 good rules": (TOML + RULE * 900, 0),
    "a name of 100 kB": (TOML.replace("Small town", "x" * 100_000), 1),
    "a path of 5,000 letters": (TOML.replace("facilities.csv", "a" * 5000), 1),
    "a path of 1,000 letters": (TOML.replace("facilities.csv", "a" * 1000), 1),
    "a path with a byte of 0": (TOML.replace("facilities.csv", "a\\u0000b"), 1),
    "a path to a folder": (TOML.replace("facilities.csv", "."), 1),
    "an empty path": (TOML.replace('"facilities.csv"', '""'), 1),
    "a path of nothing": (TOML.replace('"facilities.csv"', '{ path = " " }'), 1),
    "another planet": (TOML.replace('"candidates.csv"', '{ path = "candidates.csv", crs = "IAU_2015:49900" }'), 1),
    "an unknown crs": (TOML.replace('"candidates.csv"', '{ path = "candidates.csv", crs = "EPSG:0" }'), 1),
    "a crs of 1 MB": (TOML.replace('"candidates.csv"', f'{{ path = "candidates.csv", crs = "{"x" * 1_000_000}" }}'), 1),
    "an unknown encoding": (TOML.replace('"candidates.csv"', '{ path = "candidates.csv", encoding = "rot13" }'), 1),
    "a wrong encoding": (TOML.replace('"candidates.csv"', '{ path = "candidates.csv", encoding = "utf-16" }'), 1),
    "a layer of a csv": (TOML.replace('"candidates.csv"', '{ path = "candidates.csv", layer = "a" }'), 1),
    "an unknown key": (TOML.replace('"candidates.csv"', '{ path = "candidates.csv", seperator = ";" }'), 1),
    "a number of 5,000 digits": (TOML.replace("attractiveness = 1.0", "attractiveness = " + "9" * 5000), 1),
    "a number of 400 digits": (TOML.replace("attractiveness = 1.0", "attractiveness = " + "9" * 400), 1),
    "1e308": (TOML.replace("attractiveness = 1.0", "attractiveness = 1e308"), 1),
    "1e-300": (TOML.replace("attractiveness = 1.0", "attractiveness = 1e-300"), 1),
    "infinity": (TOML.replace("attractiveness = 1.0", "attractiveness = inf"), 1),
    "not a number": (TOML.replace("5_000_000", "nan"), 1),
    "a budget of 1e300": (TOML.replace("5_000_000", "1e300"), 1),
    "no formats": (TOML.split("[formats.mall]")[0], 1),
    "all in one": ("study = 1\nfiles = 2\nformats = 3\nplan = 4\n", 1),
    "rules that are none": (TOML.split("[[plan.rules]]")[0] + '[plan]\nrules = "none"\n', 1),
    "dates": (TOML.replace('"Small town"', "2026-02-01"), 1),
}


def _toml() -> Iterator[Variant]:
    for name, (text, right) in TOMLS.items():
        yield Variant(f"toml: {name}", lambda folder, text=text: _study_of(folder, text), right=right)


def _study_of(folder: Path, text: str) -> None:
    write_study(folder, text)


# --- words that mean something elsewhere

WORDS = {
    "escape": "\x1b]0;owned\x07\x1b[2J",
    "markup": "<script>alert(1)</script>",
    "braces": "{0}{x!r}{{}}%s%n",
    "right to left": "\u202egnp.exe",
    "quotes": "\"'`;--",
    "lines": "one\ntwo\r\nthree",
    "nan": "nan",
    "rivals": "rivals",
    "tags": "\U000e0041\U000e0042",
}


def _words() -> Iterator[Variant]:
    for name, word in WORDS.items():
        yield Variant(f"word: {name}", lambda folder, word=word: _worded(folder, word), right=0)


def _worded(folder: Path, word: str) -> None:
    given = candidates()
    given.loc[0, "site_id"] = word
    town = zones().assign(city=word, county=word)
    write_study(folder, zones=town, candidates=given.assign(name=word, partner=word, **{word.strip() or "x": 1}))
