"""The plan as two small maps side by side, today and with the plan: a drawing that prints."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.charts.map_frame import HEAD, Frame, degrees_of
from siteplan.present.charts.svg import Drawing, circle, cross, path, rect, text
from siteplan.present.maps.plan_areas import PlanAreas, plan_areas
from siteplan.present.plan_text.changes import changed, staying
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.theme.style import ACCENT, MUTED, OWN

__all__ = ["coverage_figure"]

_WIDTH, _GAP, _KEY = 640.0, 16.0, 44.0


def coverage_figure(plan: Plan, reader: Reader, areas: PlanAreas | None = None) -> Chart:
    """Return who is covered today and with the plan, in the same classes."""
    _ = reader.gettext
    finding = _finding(plan, reader)
    areas = areas or plan_areas(plan)
    frame = Frame(areas.all, (_WIDTH - _GAP) / 2)
    right = frame.width + _GAP
    today = _panel(frame, areas.outline, areas.covered_before, 0.0)
    today += _dots(frame, plan.market.facilities.geometry, 0.0, 2.0, OWN)
    planned = _panel(frame, areas.outline, areas.covered, right) + _planned_sites(frame, plan, right)
    heads = [
        text(0, 14, _("Today"), bold=True),
        text(right, 14, _("With the plan"), bold=True),
    ]
    key = _key(plan, HEAD + frame.height + 18, reader)
    drawing = Drawing(_WIDTH, HEAD + frame.height + _KEY, [*heads, *today, *planned, *key], finding)
    return Chart(finding, _("Zones by coverage; dots are sites"), drawing)


def _panel(frame: Frame, land: shapely.MultiPolygon, classes: gpd.GeoSeries, right: float) -> list[str]:
    """Return the ground of one map: land and classes."""
    parts = [path(frame.shape(land, right), "#F1F3F5", MUTED)]
    for key, area in classes.items():
        parts.append(path(frame.shape(area, right), coverage.COVERAGE[int(key)].colour))
    return parts


def _planned_sites(frame: Frame, plan: Plan, right: float) -> list[str]:
    """Return own sites that stay, crosses for those that close, and larger dots for what is new or converted."""
    closed = frame.xy(degrees_of(changed(plan, "closed").geometry)) + np.array([right, HEAD])
    return [
        *_dots(frame, staying(plan).geometry, right, 2.0, OWN),
        *(cross(x, y, OWN) for x, y in closed),
        *_dots(frame, changed(plan, "converted").geometry, right, 3.2, ACCENT),
        *_dots(frame, plan.sites.geometry, right, 3.2, ACCENT),
    ]


def _dots(frame: Frame, points: gpd.GeoSeries, right: float, radius: float, colour: str) -> list[str]:
    places = frame.xy(degrees_of(points)) + np.array([right, HEAD])
    return [circle(x, y, radius, colour) for x, y in places]


def _key(plan: Plan, y: float, reader: Reader) -> list[str]:
    """Return the legend as two lines: classes that occur, then sites."""
    _ = reader.gettext
    classes = pd.concat([coverage.before(plan.zones), coverage.after(plan.zones)])
    found = set(classes.dropna().astype(int))
    kinds = [kind for key, kind in coverage.COVERAGE.items() if key in found]
    parts = []
    for i, kind in enumerate(kinds):
        parts += [rect(i * 160, y - 9, 14, 10, kind.colour), text(i * 160 + 20, y, _(kind.label), colour=MUTED)]
    new = _("new or converted site") if len(changed(plan, "converted")) else _("new site")
    if len(changed(plan, "closed")):
        parts += [cross(2 * 160 + 7, y + 14, OWN), text(2 * 160 + 20, y + 18, _("own site that closes"), colour=MUTED)]
    for i, (colour, label) in enumerate(((OWN, _("own site, today")), (ACCENT, new))):
        parts += [circle(i * 160 + 7, y + 14, 3.5, colour), text(i * 160 + 20, y + 18, label, colour=MUTED)]
    return parts


def _finding(plan: Plan, reader: Reader) -> str:
    _ = reader.gettext
    zones = plan.zones
    newly = zones["covered"] & ~zones["covered_before"]
    people = float(zones.loc[newly, "population"].sum())
    if people <= 0:
        return _loss(plan, reader) or _("The plan brings no more people within reach")
    rural = float(zones.loc[newly & zones["rural"], "population"].sum())
    said = _("{people} people come within reach, {rural} of them rural").format(
        people=amount(people, "", reader), rural=amount(rural, "", reader)
    )
    return _("; ").join(text for text in (said, _loss(plan, reader)) if text)


def _loss(plan: Plan, reader: Reader) -> str:
    """Return how many people are no longer within reach, where sites close or convert."""
    lost = plan.zones["covered_before"] & ~plan.zones["covered"]
    people = float(plan.zones.loc[lost, "population"].sum())
    said = reader.gettext("{people} people are no longer within reach")
    return said.format(people=amount(people, "", reader)) if people > 0 else ""
