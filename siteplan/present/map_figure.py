"""The plan as two small maps side by side, today and with the plan: a drawing that prints."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.evaluate import Plan
from siteplan.present import coverage
from siteplan.present.areas import merged, outline, zone_areas
from siteplan.present.charts import Chart
from siteplan.present.numbers import amount
from siteplan.present.style import ACCENT, MUTED, OWN
from siteplan.present.svg import Drawing, circle, path, rect, text
from siteplan.present.words import gettext_for

__all__ = ["coverage_figure"]

_WIDTH, _GAP, _HEAD, _KEY = 640.0, 16.0, 22.0, 44.0
_FINE = 0.35  # pixels: detail that is left out


def coverage_figure(plan: Plan, language: str) -> Chart:
    """Return who is covered today and with the plan, in the same classes."""
    _ = gettext_for(language)
    finding = _finding(plan, language)
    areas = zone_areas(plan.zones)
    frame = _Frame(areas, (_WIDTH - _GAP) / 2)
    own = plan.market.facilities.geometry
    today = _panel(frame, areas, coverage.before(plan.zones), own, None, 0.0)
    planned = _panel(frame, areas, coverage.after(plan.zones), own, plan.sites, frame.width + _GAP)
    heads = [
        text(0, 14, _("Today"), bold=True),
        text(frame.width + _GAP, 14, _("With the plan"), bold=True),
    ]
    key = _key(
        pd.concat([coverage.before(plan.zones), coverage.after(plan.zones)]), _HEAD + frame.height + 18, language
    )
    drawing = Drawing(_WIDTH, _HEAD + frame.height + _KEY, [*heads, *today, *planned, *key], finding)
    return Chart(finding, _("Zones by coverage; dots are sites"), drawing)


class _Frame:
    """From degrees to pixels: the extent of the areas, `width` wide, true at its middle latitude."""

    def __init__(self, areas: gpd.GeoSeries, width: float) -> None:
        west, south, east, north = areas.total_bounds
        self._shrink = float(np.cos(np.radians((south + north) / 2)))
        wide = max((east - west) * self._shrink, 1e-9)
        self._scale = min(width / wide, 1.2 * width / max(north - south, 1e-9))
        self._west, self._north = west, north
        self.width, self.height = width, (north - south) * self._scale

    def xy(self, degrees: np.ndarray) -> np.ndarray:
        """Return pixels (n, 2) of lon, lat (n, 2)."""
        x = (degrees[:, 0] - self._west) * self._shrink * self._scale
        return np.column_stack((x, (self._north - degrees[:, 1]) * self._scale))

    def shape(self, area: shapely.Geometry, right: float) -> str:
        """Return a shape in SVG's path language, moved to the right."""
        drawn = shapely.simplify(shapely.transform(area, self.xy), _FINE)
        moved = np.array([right, _HEAD])
        rings = shapely.get_rings(shapely.get_parts(drawn))
        return "".join(_ring(shapely.get_coordinates(ring) + moved) for ring in rings)


def _ring(corners: np.ndarray) -> str:
    if len(corners) < 4:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners[:-1]) + "Z"


def _panel(
    frame: _Frame,
    areas: gpd.GeoSeries,
    classes: pd.Series,
    own: gpd.GeoSeries,
    new: gpd.GeoDataFrame | None,
    right: float,
) -> list[str]:
    """Return one map: land, classes, own sites, and new ones where there are any."""
    parts = [path(frame.shape(outline(areas), right), "#F1F3F5", MUTED)]
    for key, area in merged(areas, classes).items():
        parts.append(path(frame.shape(area, right), coverage.COVERAGE[int(key)].colour))
    parts += _dots(frame, own, right, 2.0, OWN)
    return parts if new is None else [*parts, *_dots(frame, new.geometry, right, 3.2, ACCENT)]


def _dots(frame: _Frame, points: gpd.GeoSeries, right: float, radius: float, colour: str) -> list[str]:
    places = frame.xy(np.column_stack((points.x, points.y))) + np.array([right, _HEAD])
    return [circle(x, y, radius, colour) for x, y in places]


def _key(classes: pd.Series, y: float, language: str) -> list[str]:
    """Return the legend as two lines: classes that occur, then dots."""
    _ = gettext_for(language)
    found = set(classes.dropna().astype(int))
    kinds = [kind for key, kind in coverage.COVERAGE.items() if key in found]
    parts = []
    for i, kind in enumerate(kinds):
        parts += [rect(i * 160, y - 9, 14, 10, kind.colour), text(i * 160 + 20, y, _(kind.label), colour=MUTED)]
    for i, (colour, label) in enumerate(((OWN, _("own site, today")), (ACCENT, _("new site")))):
        parts += [circle(i * 160 + 7, y + 14, 3.5, colour), text(i * 160 + 20, y + 18, label, colour=MUTED)]
    return parts


def _finding(plan: Plan, language: str) -> str:
    _ = gettext_for(language)
    zones = plan.zones
    newly = zones["covered"] & ~zones["covered_before"]
    people = float(zones.loc[newly, "population"].sum())
    if people <= 0:
        return _("The plan brings nobody new within reach")
    rural = float(zones.loc[newly & zones["rural"], "population"].sum())
    return _("{people} people come within reach, {rural} of them rural").format(
        people=amount(people, "", language), rural=amount(rural, "", language)
    )
