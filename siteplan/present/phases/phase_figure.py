"""Small maps of a plan in phases side by side, one a phase: what stands, opens, is being built, closes; they print."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.map_frame import HEAD, Frame, degrees_of
from siteplan.present.charts.svg import Drawing, circle, cross, fitted, moved, path, text
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.plan_text.changes import staying
from siteplan.present.plan_text.sentences import site_count
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED, OWN
from siteplan.present.theme.tones import LAND

__all__ = ["phase_figures", "when_text"]

_GAP, _SECOND, _KEY = 16.0, 16.0, 26.0  # pixels between maps, for the second line of a title, for what dots mean
_MOST = 9  # maps of one figure: more is no longer a page's part
_COLUMNS = (0, 100, 270, 460)  # pixels at which entries of the key begin


@dataclass(frozen=True)
class _Sites:
    """Sites of one map by their state."""

    stand: gpd.GeoSeries
    opened: gpd.GeoSeries
    built: gpd.GeoSeries
    closed: gpd.GeoSeries


def phase_figures(plan: Plan, areas: PlanAreas, reader: Reader) -> list[Chart]:
    """Return the maps by phase, as many figures as pages need; none where the study has no phases."""
    if plan.phases is None:
        return []
    rows = _phase_rows(plan)
    return [_figure(plan, rows[first : first + _MOST], areas, reader) for first in range(0, len(rows), _MOST)]


def when_text(row: Mapping[Hashable, Any]) -> str:
    """Return the quarters of a period, as "2027Q1 – 2027Q2"."""
    first, last = str(row["from"]), str(row["to"])
    return first if first == last else f"{first} – {last}"


def _phase_rows(plan: Plan) -> list[dict[Hashable, Any]]:
    """Return the periods that phases start, and the last one of all where sites open or close after these."""
    assert plan.phases is not None  # noqa: S101  asked before
    table = plan.phases.table
    rows: list[dict[Hashable, Any]] = table.to_dict("records")
    phases, told = [row for row in rows if row["name"]], _changing(plan)
    later = (told[["opens", "ends"]] > str(phases[-1]["to"])).to_numpy().any()
    return [*phases, rows[-1]] if later else phases


def _figure(plan: Plan, rows: list[dict[Hashable, Any]], areas: PlanAreas, reader: Reader) -> Chart:
    _ = reader.gettext
    across = 2 if len(rows) in (1, 2, 4) else 3
    frame = Frame(areas.all, (WIDTH - _GAP * (across - 1)) / across)
    down, parts = HEAD + _SECOND + frame.height + _GAP, []
    for number, row in enumerate(rows):
        x, y = number % across * (frame.width + _GAP), number // across * down
        parts.append(moved(x, y, _panel(plan, row, areas, frame, reader)))
    height = -(-len(rows) // across) * down
    stand = site_count(int(rows[-1]["standing"]), reader)
    finding = _("{first}: {before} of our own stand; {last}: {after}").format(
        first=rows[0]["from"], before=site_count(int(rows[0]["standing"]), reader), last=rows[-1]["to"], after=stand
    )
    measure = _("Sites by phase, in the quarters that stand above each map")
    return Chart(finding, measure, Drawing(WIDTH, height + _KEY, [*parts, *_key(height, reader)], finding, kind="tall"))


def _panel(plan: Plan, row: Mapping[Hashable, Any], areas: PlanAreas, frame: Frame, reader: Reader) -> list[str]:
    """Return one map, its name, quarters and number of sites above it."""
    _, sites = reader.gettext, _sites(plan, row)
    own = str(row["name"])
    name = reader.called(plan.study.plan.phases).get(own, own) or _("All is open")
    said = _("{when}: {sites}").format(when=when_text(row), sites=site_count(int(row["standing"]), reader))
    heads = [text(0, 14, fitted(name, frame.width), bold=True), text(0, 14 + _SECOND, said, colour=MUTED)]
    land = path(frame.shape(areas.outline, 0.0), LAND, MUTED)
    dots = [
        *_dots(frame, sites.stand, 2.0, OWN),
        *(cross(x, y, OWN) for x, y in _places(frame, sites.closed)),
        *(circle(x, y, 2.6, "#FFFFFF", ACCENT) for x, y in _places(frame, sites.built)),
        *_dots(frame, sites.opened, 3.2, ACCENT),
    ]
    return [*heads, moved(0, _SECOND, [land, *dots])]


def _sites(plan: Plan, row: Mapping[Hashable, Any]) -> _Sites:
    """Return what a plan's sites are in a period, from the quarters in which each closes and opens."""
    first, last, told = str(row["from"]), str(row["to"]), _changing(plan)
    opens, ends, points = told["opens"], told["ends"], told.geometry
    there = (opens.ne("") & (opens < first)) | (ends > last)  # opened before, or of today and not closed yet
    return _Sites(
        stand=pd.concat([staying(plan).geometry, points[there]]),
        opened=points[(opens >= first) & (opens <= last)],
        built=points[(opens > last) & (told["phase"] <= row["phase"])],
        closed=points[opens.eq("") & (ends >= first) & (ends <= last)],
    )


def _changing(plan: Plan) -> gpd.GeoDataFrame:
    """Return phase, opens and ends of all sites that a plan changes: until when those of today stand as they are."""
    columns, gone = ["phase", "opens", "closes", "geometry"], plan.facilities
    new = plan.sites[columns].assign(ends="")
    if gone.empty:
        return new
    gone = gone.loc[gone["change"] != "kept", columns]
    gone = gone.assign(ends=gone["closes"].where(gone["closes"] != "", gone["opens"]))
    both: gpd.GeoDataFrame = pd.concat([new, gone], ignore_index=True)
    return both


def _places(frame: Frame, points: gpd.GeoSeries) -> np.ndarray:
    """Return pixels (n, 2) below the head of a map."""
    below: np.ndarray = frame.xy(degrees_of(points)) + np.array([0.0, HEAD])
    return below


def _dots(frame: Frame, points: gpd.GeoSeries, radius: float, colour: str) -> list[str]:
    return [circle(x, y, radius, colour) for x, y in _places(frame, points)]


def _key(y: float, reader: Reader) -> list[str]:
    _ = reader.gettext
    first, second, third, fourth = (x + 7 for x in _COLUMNS)
    marks = (
        (circle(first, y + 8, 2.0, OWN), _("stands")),
        (circle(second, y + 8, 3.2, ACCENT), _("opens, or converted")),
        (circle(third, y + 8, 2.6, "#FFFFFF", ACCENT), _("decided on, opens later")),
        (cross(fourth, y + 8, OWN), _("closes")),
    )
    return [
        part
        for x, (mark, label) in zip(_COLUMNS, marks, strict=True)
        for part in (mark, text(x + 18, y + 12, label, colour=MUTED))
    ]
