"""What the map of a plan is told: its layer, every site by what the plan does with it, moves, and the legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.livemap.ground_file import packed_line
from siteplan.present.livemap.plan_layers import PlanLayer, Time
from siteplan.present.livemap.shown_map import HATCH, ShownMap, hatched_row, message_of, row, section
from siteplan.present.livemap.site_records import mark_record
from siteplan.present.maps.map_legend import format_section
from siteplan.present.maps.map_marks import own_marks
from siteplan.present.maps.map_sites import Mark, format_shapes
from siteplan.present.maps.plan_map import site_marks
from siteplan.present.plan_text.changes import staying
from siteplan.present.text.reader import Reader
from siteplan.present.theme.coverage_classes import COVERAGE, RURAL_OPEN
from siteplan.present.theme.style import ACCENT, OWN, RIVAL
from siteplan.present.web import Entry
from siteplan.present.web.glyph import badged_path

__all__ = ["plan_message", "plan_records"]

_TODAY, _WITH_PLAN = "10", "01"  # shown in the first of two steps, in the second
_KINDS = ("rejected", "rivals", "own", "gone", "new")  # as they are drawn: the last on top


def plan_records(plan: Plan, reader: Reader) -> list[dict[str, Any]]:
    """Return every site of a plan: where, how it is drawn, what it tells, and in which steps it is there (`when`).

    A plan in phases has the steps of PhaseSteps, any other today and with the plan.
    """
    marks = site_marks(plan, reader)
    if plan.phases is None:
        marks |= {group: [replace(mark, when=_WITH_PLAN) for mark in marks[group]] for group in ("gone", "new")}
        leaving = plan.market.facilities.drop(index=staying(plan).index)
        before = own_marks(plan.study, replace(plan.market, facilities=leaving), reader)
        marks["own"] = [*marks["own"], *(replace(mark, when=_TODAY) for mark in before)]
    return [_record(mark, group) for group in _KINDS for mark in marks[group]]


def _record(mark: Mark, group: str) -> dict[str, Any]:
    kind = {"rivals": "rival", "gone": "closed" if mark.badge == "cross" else "converted"}.get(group, group)
    shape = f"{mark.shape} {mark.badge}".strip()
    more = {"clustered": True} if group == "rejected" else {}
    when = {"when": mark.when} if mark.when else {}
    return {**mark_record(mark, kind), "shape": shape, **more, **when}


def plan_message(plan: Plan, layer: PlanLayer, files: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    """Return what every run says of a plan; `files` has the addresses of cells, ground, sites and layer."""
    title = layer.title(reader)
    sites = _site_rows(plan, layer.time, reader)
    formats = format_section(plan.study, {"": _formats(plan)}, reader)
    legend = [
        section(title, _classes(layer, reader)),
        section(reader.gettext("Sites"), sites),
        section(formats.title, map(row, formats.entries)),
    ]
    shown = ShownMap(
        title, layer.classes, layer.value(reader), legend, layer.labels(reader), hidden=("rejected", "rival")
    )
    said = message_of(shown, plan.study, plan.market.zones, files, reader)
    shapes = format_shapes(tuple(plan.study.formats)).values()
    signs = {f"{shape} {badge}": badged_path(shape, badge) for shape in set(shapes) for badge in ("cross", "dot")}
    return {**said, "signs": {**said["signs"], **signs}, "area": _moves(plan) if layer.time != "before" else []}


def _classes(layer: PlanLayer, reader: Reader) -> list[dict[str, Any]]:
    """Return the classes of zones; where a class is what is hatched, it is drawn so, else a line says what is."""
    rows = [row(entry) for entry in layer.entries(reader)]
    if layer.view == "coverage" and layer.time != "change":
        rural = reader.gettext(COVERAGE[RURAL_OPEN].label)
        return [{**one, "path": one["path"] + HATCH} if one["label"] == rural else one for one in rows]
    return [*rows, *([hatched_row(reader.gettext("rural, not covered"))] if layer.hatched.any() else [])]


def _site_rows(plan: Plan, time: Time, reader: Reader) -> list[dict[str, Any]]:
    """Return the kinds of sites that are drawn, each to be switched."""
    _, changes = reader.gettext, set(plan.facilities["change"]) if len(plan.facilities) else set()
    market, after = plan.market, time != "before"
    kinds = {
        "new": (Entry(_("new, larger: wins more"), ACCENT, "circle"), after and len(plan.sites)),
        "own": (Entry(_("own, stays") if after else _("own, today"), OWN, "circle"), len(market.facilities)),
        "converted": (Entry(_("own, converted"), ACCENT, "circle", badge="dot"), after and "converted" in changes),
        "closed": (
            Entry(_("own, closed by the plan"), OWN, "circle", hollow=True, badge="cross"),
            after and "closed" in changes,
        ),
        "rejected": (
            Entry(_("candidate, not chosen"), ACCENT, "circle", hollow=True),
            len(market.candidates) > len(plan.sites),
        ),
        "rival": (Entry(_("competitor"), RIVAL, "diamond"), len(market.competitors)),
    }  # fmt: skip
    rows = [row(entry, kind) for kind, (entry, there) in kinds.items() if there]
    moves = after and _moves(plan)
    return [*rows, *([row(Entry(_("moves from here to there"), ACCENT, "line", hollow=True))] if moves else [])]


def _formats(plan: Plan) -> list[str]:
    candidates = plan.market.candidates["formats"].str[0].tolist()
    return [*candidates, *plan.market.facilities["format"], *plan.sites["format"]]


def _moves(plan: Plan) -> list[dict[str, Any]]:
    """Return a line for each own site that moves: from where it closes to where it opens anew."""
    candidates, own = plan.market.candidates, plan.market.facilities
    if "moves" not in candidates or plan.sites.empty:
        return []
    moved = candidates["moves"].reindex(plan.sites["site_id"]).fillna("")
    lines = []
    for place, site in moved[moved != ""].items():
        ends = np.array([[at.x, at.y] for at in (own.geometry[site], candidates.geometry[place])])
        lon, lat = ends[1].round(5).tolist()
        drawn = {"lines": [packed_line(ends)], "colour": ACCENT, "width": 2, "closed": False}
        lines.append({**drawn, "label": "", "lon": lon, "lat": lat})
    return lines
