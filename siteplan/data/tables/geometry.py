"""Where things lie: from a table's geometry or lon/lat to checked shapes in WGS-84."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from siteplan.data.check.schema import named_rows
from siteplan.data.check.shape_limits import oversized, tangled
from siteplan.data.limits import MOST_VERTICES, MOST_VERTICES_IN_ALL
from siteplan.data.read.guard import guarded
from siteplan.data.reading import Reading
from siteplan.data.tables.aliases import columns_like, either
from siteplan.data.tables.cells import as_number
from siteplan.data.tables.columns import TableSpec
from siteplan.data.tables.coordinates import to_wgs84
from siteplan.errors import N_, Note, Problem
from siteplan.market import WGS84
from siteplan.study import Coordinates, FileEntry

__all__ = ["locate"]

POLYGONS = ("Polygon", "MultiPolygon")
IN_DEGREES = "SRID=4326;"  # what PostGIS writes before WKT
SAME_PLACE = 1e-3  # degrees: some 100 m, more than digits left out
SIMPLIFY = "Simplify them, in QGIS with Vector > Geometry Tools > Simplify, by 10 m or more."


@dataclass(frozen=True)
class _Table:
    """A table under check, with what a message about it needs."""

    raw: pd.DataFrame
    spec: TableSpec
    name: str

    def problem(self, rows: pd.Series, what: str, remedy: str, column: str = "geometry") -> list[Problem]:
        """Return one problem of these rows, none if there are no rows."""
        if not rows.any():
            return []
        return [Problem(self.name, what, remedy, column, named_rows(self.raw, self.spec, rows))]


def locate(
    raw: pd.DataFrame, spec: TableSpec, name: str, entry: FileEntry, frame: Coordinates
) -> Reading[gpd.GeoSeries]:
    """Return the shapes of a table in WGS-84; a shape that is wrong is None, and a problem.

    `frame` is what the file's degrees are in when its entry in study.toml does not say.
    """
    table = _Table(raw, spec, name)
    shapes = _shapes(table)
    if shapes.value is None:
        return shapes
    in_degrees = _to_degrees(table, shapes.value, entry)
    if in_degrees.value is None:
        return Reading(None, (*shapes.problems, *in_degrees.problems))
    sound, notes, problems = _checked(table, in_degrees.value)
    turned = to_wgs84(sound, entry.coordinates or frame)
    return Reading(turned, (*shapes.problems, *in_degrees.problems, *problems), (*notes, *_elsewhere(table, sound)))


def _elsewhere(table: _Table, shapes: gpd.GeoSeries) -> tuple[Note, ...]:
    """Return a note on rows whose lon and lat say another place than their geometry, which is the one that counts."""
    if not {"lon", "lat"} <= set(table.raw.columns):
        return ()
    points = gpd.GeoSeries(gpd.points_from_xy(as_number(table.raw["lon"]), as_number(table.raw["lat"])), shapes.index)
    far = pd.Series(shapely.distance(shapes.to_numpy(), points.to_numpy()) > SAME_PLACE, index=shapes.index)
    said = N_("lon and lat differ from the geometry, which was used, in {n:,} rows")
    ids = named_rows(table.raw, table.spec, far)
    return (Note(table.name, said, "lon, lat", ids, {"n": int(far.sum())}),) if far.any() else ()


def _shapes(table: _Table) -> Reading[gpd.GeoSeries]:
    raw = table.raw
    if isinstance(raw, gpd.GeoDataFrame):
        return Reading(raw.geometry.force_2d())
    if "geometry" in raw:
        return _written(table)
    if {"lon", "lat"} <= set(raw.columns):
        return _points(table)
    return Reading(None, _no_geometry(table))


def _written(table: _Table) -> Reading[gpd.GeoSeries]:
    """Return shapes that stand as text in a table: WKT, or GeoJSON or WKB as databases write them."""
    cells = table.raw["geometry"]
    text = cells.astype(str).str.strip().str.replace(IN_DEGREES, "", n=1).where(cells.notna()).to_numpy(object)
    shapes = gpd.GeoSeries(shapely.from_wkt(text, on_invalid="ignore"), index=cells.index)
    for read, pattern in ((shapely.from_geojson, r"\{.*\}"), (shapely.from_wkb, r"(?:[0-9A-Fa-f]{2}){9,}")):
        other = (
            shapes.isna()
            & cells.notna()
            & cells.astype(str).str.strip().str.fullmatch(pattern).fillna(False).astype(bool)
        )
        if other.any():
            shapes[other] = gpd.GeoSeries(read(text[other.to_numpy()], on_invalid="ignore"), index=cells.index[other])
    broken = shapes.isna() & cells.notna()
    remedy = "Write it as WKT, as POINT(113.2644 23.1291) or POLYGON((113 23, 113.1 23, 113.1 23.1, 113 23))."
    return Reading(shapes, tuple(table.problem(broken, "this text is not a geometry", remedy)))


def _no_geometry(table: _Table) -> tuple[Problem, ...]:
    spare = [str(name) for name in table.raw.columns if name not in table.spec.names]
    shapes = columns_like("geometry", spare, table.name)
    missing = [name for name in ("lon", "lat") if name not in table.raw]
    likes = {name: columns_like(name, spare, table.name) for name in missing}
    remedy = "Add the columns lon and lat, or give a file with shapes."
    if shapes:
        remedy = f"Rename {either(shapes)} to geometry."
    elif all(likes.values()):
        remedy = f"Rename {' and '.join(f'{either(like)} to {name}' for name, like in likes.items())}."
    return (Problem(table.name, "there is neither a geometry nor lon and lat", remedy, "geometry"),)


def _points(table: _Table) -> Reading[gpd.GeoSeries]:
    lon, lat = as_number(table.raw["lon"]), as_number(table.raw["lat"])
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), index=table.raw.index)
    if not bad.any():
        return Reading(points)
    points = points.where(~bad)
    remedy = "Give both in degrees, as 113.2644 and 23.1291."
    if (
        table.raw.loc[bad, ["lon", "lat"]]
        .astype(str)
        .apply(lambda cells: cells.str.contains(",", na=False))
        .any(axis=None)
    ):
        remedy += ' If the comma is the decimal one, set decimal = "," in [files].'
    return Reading(points, tuple(table.problem(bad, "lon or lat is missing or not a number", remedy, "lon, lat")))


def _to_degrees(table: _Table, shapes: gpd.GeoSeries, entry: FileEntry) -> Reading[gpd.GeoSeries]:
    """Return the shapes in EPSG:4326, by the CRS of the file, or the one that study.toml declares."""
    here = f"study.toml [files.{table.name}]"
    try:
        declared = CRS.from_user_input(entry.crs) if entry.crs else None
    except CRSError:
        what, remedy = f'"{entry.crs}" is not a known coordinate system', 'Write it as "EPSG:4326".'
        return Reading(None, (Problem(here, what, remedy, "crs"),))
    own = shapes.crs if isinstance(table.raw, gpd.GeoDataFrame) else declared or CRS.from_user_input(WGS84)
    problem = _crs_problem(table.name, own, declared)
    problems = () if problem is None else (problem,)
    if own is None and declared is None:
        return Reading(None, problems)
    # A CRS that is known but not the one asked for is refused, and still serves to check the rest.
    what = f"{'the CRS' if own is None else _short(own)} cannot be converted to {WGS84}"
    with guarded(table.name, what, 'Give degrees of longitude and latitude, crs = "EPSG:4326".'):
        return Reading(shapes.set_crs(own or declared, allow_override=True).to_crs(WGS84), problems)


def _crs_problem(table: str, own: CRS | None, declared: CRS | None) -> Problem | None:
    """Return what is wrong with a file's CRS beside the declared one, if anything is."""
    how = f'declare it in study.toml, [files.{table}] crs = "{_short(own) if own else "EPSG:4326"}"'
    if own is None and declared is None:
        what = "the file does not say in which coordinate system (CRS) its geometry is"
        return Problem(table, what, f"Save it with its CRS, or {how}.", "geometry")
    if own is not None and declared is None and not _same(own, CRS.from_user_input(WGS84)):
        what = f"the geometry is in {_short(own)} ({own.name}), not in {WGS84} (lon, lat in degrees)"
        return Problem(table, what, f"Reproject the file to {WGS84}, or {how}.", "geometry")
    if own is not None and declared is not None and not _same(own, declared):
        what = f"the file says its geometry is in {_short(own)}, study.toml says {_short(declared)}"
        return Problem(table, what, f"Correct crs in [files.{table}] of study.toml.", "geometry")
    return None


def _same(one: CRS, other: CRS) -> bool:
    """Return whether two CRS are the same, the order of axes aside (CRS84 is EPSG:4326 here)."""
    one, other = one.to_2d(), other.to_2d()  # heights do not matter here
    return bool(one.equals(other, ignore_axis_order=True)) or (one.to_epsg() or one) == (other.to_epsg() or other)


def _short(crs: CRS) -> str:
    return crs.to_string() if crs.to_authority() else (crs.name or "an unnamed CRS")


def _checked(table: _Table, shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, tuple[Note, ...], list[Problem]]:
    """Return the shapes with the wrong ones None, notes of repairs, and problems."""
    shapes = _single(shapes)
    missing = _missing(shapes)
    empty = missing | shapes.is_empty
    large, all_large = oversized(shapes)
    problems = table.problem(large, f"the shape has more than {MOST_VERTICES:,} corners", SIMPLIFY)
    if all_large:
        problems.append(Problem(table.name, f"all shapes have more than {MOST_VERTICES_IN_ALL:,} corners", SIMPLIFY))
        return shapes.where(False), (), problems
    # Where lon or lat is missing, or a text is no shape, that has been said.
    said = missing & (table.raw["geometry"].notna() if "geometry" in table.raw else True)
    unsaid = empty & (~said if not isinstance(table.raw, gpd.GeoDataFrame) else True)
    problems += table.problem(unsaid, "the geometry is empty or broken", "Draw it, or remove the row.")
    wrong = ~empty & ~large & ~shapes.geom_type.isin(table.spec.shapes)
    problems += table.problem(wrong, f"the geometry is not a {_shape_names(table.spec)}", _shape_remedy(table, shapes))
    off = ~empty & ~_within(shapes, 180, 90)
    problems += _off_the_globe(table, shapes, off)
    broken = ~(empty | wrong | off | large) & ~shapes.is_valid
    knot, beyond = tangled(shapes, broken)
    problems += table.problem(
        knot, "the polygon crosses itself again and again", "Put its corners in order along its border."
    )
    remedy = "Repair them first, in QGIS with Vector > Geometry Tools > Fix Geometries."
    problems += table.problem(beyond, "too many polygons cross themselves; repairing all would take too long", remedy)
    knot |= beyond
    mended = _mended(shapes.where(~(empty | wrong | off | large | knot)), broken & ~knot)
    hollow = mended.is_empty & ~_missing(mended)
    problems += table.problem(hollow, "the polygon crosses itself and encloses nothing", "Draw it again.")
    repaired = broken & ~knot & ~hollow
    return mended.where(~hollow), _repair_note(table, repaired), problems


def _missing(shapes: gpd.GeoSeries) -> pd.Series:
    return pd.Series(shapely.is_missing(shapes.to_numpy()), index=shapes.index)


def _single(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the shapes, a multi-point of one point as that point."""
    one = (shapes.geom_type == "MultiPoint") & (shapes.count_geometries() == 1)
    first = gpd.GeoSeries(shapely.get_geometry(shapes.to_numpy(), 0), index=shapes.index, crs=shapes.crs)
    return shapes.where(~one, first)


def _shape_names(spec: TableSpec) -> str:
    kinds = [kind.lower() for kind in ("Polygon", "Point") if kind in spec.shapes]
    return " or ".join(kinds)


def _shape_remedy(table: _Table, shapes: gpd.GeoSeries) -> str:
    found = ", ".join(sorted(set(shapes.geom_type.dropna()) - set(table.spec.shapes)))
    of_site = ", for a site its entrance or centre" if "Point" in table.spec.shapes else ""
    return f"It is {found}; give {_shape_names(table.spec)}s{of_site}."


def _within(shapes: gpd.GeoSeries, x: float, y: float) -> pd.Series:
    """Return which shapes lie within +-x and +-y."""
    inside = np.abs(shapely.bounds(shapes.to_numpy())) <= (x, y, x, y)
    return pd.Series(inside.all(axis=1), index=shapes.index)


def _off_the_globe(table: _Table, shapes: gpd.GeoSeries, off: pd.Series) -> list[Problem]:
    if not off.any():
        return []
    swapped = off & _within(shapes, 90, 180)
    column = "geometry" if "geometry" in table.raw else "lon, lat"
    remedy = "Exchange them; lon is east-west (-180 to 180), lat north-south (-90 to 90)."
    found = table.problem(swapped, "lon and lat are swapped", remedy, column)
    remedy = f'Give degrees, or declare the CRS, [files.{table.name}] crs = "EPSG:..." in study.toml.'
    return found + table.problem(off & ~swapped, "these are not degrees of longitude and latitude", remedy, column)


def _mended(shapes: gpd.GeoSeries, broken: pd.Series) -> gpd.GeoSeries:
    """Return the shapes with polygons that cross themselves made valid: the area they enclose."""
    if not broken.any():
        return shapes
    valid = shapely.make_valid(shapes[broken].to_numpy(), method="structure", keep_collapsed=False)
    out = shapes.copy()
    out[broken] = gpd.GeoSeries(valid, index=shapes.index[broken], crs=shapes.crs)
    return out


def _repair_note(table: _Table, rows: pd.Series) -> tuple[Note, ...]:
    if not rows.any():
        return ()
    ids = named_rows(table.raw, table.spec, rows)
    text = N_("polygons that crossed themselves were repaired ({n:,})")
    return (Note(table.name, text, "geometry", ids, {"n": len(ids)}),)
