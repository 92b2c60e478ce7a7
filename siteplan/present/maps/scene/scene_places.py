"""Cities and counties of a scene: their names, where they stand, their outlines."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from siteplan.present.maps.merged_zones import Mosaic
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.maps.scene.map_scene import Rings, SceneCity, ScenePlace
from siteplan.present.maps.scene.scene_frame import SceneFrame, rings_of
from siteplan.present.tables.plan_tables import county_of

__all__ = ["city_outlines", "county_names", "named_places", "outlines", "province_outlines"]

_LANGUAGE = re.compile(r"(?P<kind>province|city|county)_(?P<language>[a-z]{2,3}(?:_[a-z]{2,4})?)")


_KINDS = ("province", "city", "county")


@dataclass(frozen=True)
class _Group:
    """Zones of a province, city or county: the first of them, the one where people live densest, and persons of all."""

    kind: str
    first: int
    densest: int
    people: float


def named_places(zones: gpd.GeoDataFrame, frame: SceneFrame) -> tuple[ScenePlace, ...]:
    """Return provinces where there are several, then cities, then counties, those with most people first."""
    density, names = _density(zones), _Names(zones)
    provinces, cities, counties = (
        [group for group in _groups(zones, density, kind) if names.own(kind, group.first)] for kind in _KINDS
    )
    several = provinces if len(provinces) > 1 else []
    groups = [group for some in (several, cities, counties) for group in sorted(some, key=lambda one: -one.people)]
    if not groups:
        return ()
    rows = [group.densest for group in groups]
    at = frame.points(gpd.GeoSeries(shapely.centroid(zones.geometry.to_numpy()[rows])))
    return tuple(
        ScenePlace(group.kind, names.of(group.kind, group.first), x, y, group.people)
        for group, (x, y) in zip(groups, at, strict=True)
    )


def county_names(zones: gpd.GeoDataFrame) -> list[dict[str, str]]:
    """Return the names by language of each county in the order of county_of; of its city where it has none."""
    names = _Names(zones)
    _, first = np.unique(county_of(zones).to_numpy(), return_index=True)
    return [dict(names.of("county", row) or names.of("city", row)) for row in first]


def city_outlines(
    zones: gpd.GeoDataFrame, shapes: gpd.GeoSeries, frame: SceneFrame, least: float
) -> tuple[tuple[SceneCity, ...], tuple[SceneCity, ...]]:
    """Return the named cities and counties as areas; cities are made of the counties' shapes, by their number.

    `least`: see rings_of.
    """
    number, names = county_of(zones).to_numpy(), _Names(zones)
    _, first = np.unique(number, return_index=True)
    inside = Mosaic(gpd.GeoSeries(shapely.transform(shapes.to_numpy(), frame.xy), index=shapes.index))
    rings = [rings_of(shape, least) for shape in inside.areas]
    counties = [
        SceneCity(names.of("county", row), ring)
        for row, ring in zip(first, rings, strict=True)
        if names.own("county", row)
    ]
    own = pd.Series([names.own("city", row) or None for row in first], index=inside.areas.index)
    merged = inside.merged(own)
    row_of = dict(zip(own, first, strict=True))
    cities = [SceneCity(names.of("city", row_of[city]), rings_of(shape, least)) for city, shape in merged.items()]
    return tuple(cities), tuple(counties)


def province_outlines(zones: gpd.GeoDataFrame, areas: PlanAreas, frame: SceneFrame) -> tuple[SceneCity, ...]:
    """Return the provinces as areas, in the order in which zones name them; nothing where they name but one."""
    names = _Names(zones)
    first = {name: row for row, name in reversed([*enumerate(zones["province"].tolist())]) if name}
    if len(first) < 2:
        return ()
    found = outlines(zones["province"], areas, frame, [*first])
    return tuple(SceneCity(names.of("province", first[name]), rings) for name, rings in found.items())


def outlines(places: pd.Series, areas: PlanAreas, frame: SceneFrame, named: Sequence[str]) -> dict[str, Rings]:
    """Return the outlines of places by what zones call them, of those named: of points the discs that stand for them.

    `places` says of each zone where it is.
    """
    inside = places[places.isin(named).to_numpy()]
    merged = Mosaic(areas.all.loc[inside.index]).merged(inside)
    least = frame.least_area(areas.all)
    return {str(name): rings_of(frame.shape(shape), least) for name, shape in merged.items()}


def _density(zones: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return persons by area, in any unit; of points persons."""
    size = shapely.area(zones.geometry.to_numpy())
    return np.asarray(zones["population"].to_numpy(dtype=float) / np.where(size > 0, size, 1.0))


def _groups(zones: gpd.GeoDataFrame, density: NDArray[np.float64], kind: str) -> list[_Group]:
    cities, people = zones["city"].tolist(), zones["population"].to_numpy(dtype=float)
    keys = zones[kind].tolist() if kind != "county" else [*zip(cities, zones["county"].tolist(), strict=True)]
    rows: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    return [
        _Group(kind, some[0], some[int(density[some].argmax())], float(people[some].sum())) for some in rows.values()
    ]


class _Names:
    """Names of places by language: the study's own, and those of columns such as city_en."""

    def __init__(self, zones: gpd.GeoDataFrame) -> None:
        self._columns: dict[str, dict[str, list[object]]] = {kind: {"": zones[kind].tolist()} for kind in _KINDS}
        for label in map(str, zones.columns):
            if found := _LANGUAGE.fullmatch(label):
                self._columns[found["kind"]][found["language"]] = zones[label].tolist()

    def own(self, kind: str, row: int) -> str:
        """Return how the study calls it, "" for nothing."""
        return self.of(kind, row).get("", "")

    def of(self, kind: str, row: int) -> Mapping[str, str]:
        found = {language: names[row] for language, names in self._columns[kind].items()}
        return {language: name for language, name in found.items() if isinstance(name, str) and name.strip()}
