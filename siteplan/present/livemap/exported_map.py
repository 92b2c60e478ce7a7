"""A plan's map as one file: the app's own script, all that it draws, and what switches it; it asks for nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.livemap.cell_file import values_file
from siteplan.present.livemap.ground_file import ground_file, packed_json, zone_file
from siteplan.present.livemap.map_script import joined_script, map_frame_html, map_style
from siteplan.present.livemap.plan_layers import TIMES, VIEWS, PlanLayer, plan_layer, served_layers
from siteplan.present.livemap.plan_message import plan_message, plan_records
from siteplan.present.maps.map_legend import SERVED_LAYERS
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.phases.phase_map import PhaseSteps
from siteplan.present.text.reader import Reader
from siteplan.present.web import esc, page, writable
from siteplan.present.web.assets import script, style
from siteplan.present.web.popup import Popup

__all__ = ["exported_map"]

_TEMPLATES = files("siteplan.present") / "templates"


def exported_map(plan: Plan, areas: PlanAreas, counties: Sequence[Popup], reader: Reader) -> str:
    """Return a page of the plan's map, with every layer that it can show.

    `areas` are the plan's zones; `counties` what a click on each county tells, by its number.
    """
    title = reader.gettext("{study}: the plan on the map").format(study=reader.study_name(plan.study))
    layers = {f"{layer.view}-{layer.time}": layer for layer in _layers(plan, areas)}
    shown = {
        "files": _files(plan, areas, layers, reader),
        "messages": {name: _message(plan, name, layer, reader) for name, layer in layers.items()},
        "counties": [_told(county) for county in counties],
        **_switches(plan, areas, reader),
    }
    styles = (style("leaflet_css"), map_style(), (_TEMPLATES / "exported_map.css").read_text("utf-8"))
    return page(title, reader.language, _body(title, reader), styles, (script("leaflet"), _code(shown)))


def _layers(plan: Plan, areas: PlanAreas) -> list[PlanLayer]:
    return [*(plan_layer(plan, view, time) for view in VIEWS for time in TIMES), *served_layers(areas)]


def _files(plan: Plan, areas: PlanAreas, layers: Mapping[str, PlanLayer], reader: Reader) -> dict[str, str]:
    """Return what the app hands out as files, as letters that a script can hold."""
    market = plan.market
    packed = {
        "cells": zone_file(market.zones, areas.mosaic, plan.zones["demand"].to_numpy()),
        "ground": ground_file(market, areas.mosaic),
        "sites": packed_json(plan_records(plan, reader)),
        **{name: values_file(layer.values, layer.hatched) for name, layer in layers.items()},
    }
    return {name: base64.b64encode(data).decode() for name, data in packed.items()}


def _message(plan: Plan, name: str, layer: PlanLayer, reader: Reader) -> dict[str, Any]:
    return plan_message(plan, layer, {**{file: file for file in ("cells", "ground", "sites")}, "layer": name}, reader)


def _told(popup: Popup) -> list[str]:
    told = (popup.name, popup.about, *(f"{what}: {number}" for what, number in popup.facts))
    return [line for line in told if line]


def _switches(plan: Plan, areas: PlanAreas, reader: Reader) -> dict[str, Any]:
    """Return what a reader of the page chooses from, in words; a plan in phases has its steps, any other none."""
    _, steps = reader.gettext, PhaseSteps.of(plan)
    control = None if steps is None else steps.control(reader)
    views = [*VIEWS.items(), *((group, SERVED_LAYERS[group]) for group in areas.served_by)]
    return {
        "choices": {
            "time": {"name": _("Time"), "options": [[key, _(name)] for key, name in TIMES.items()]},
            "view": {"name": _("Colour by"), "options": [[key, _(name)] for key, name in views]},
        },
        "steps": [] if control is None else control.steps,
        "note": "" if control is None else control.note,
        "phases": "" if control is None else control.words[0],
        "failed": _undrawn(reader),
    }


def _undrawn(reader: Reader) -> str:
    return reader.gettext(
        "The map cannot be drawn here: it needs a browser of 2023 or later that may run scripts. "
        "The plan's report tells the same in words and tables."
    )


def _body(title: str, reader: Reader) -> str:
    header = f'<header><h1>{esc(title)}</h1><div class="siteplan-switches"></div></header>'
    noscript = f"<noscript><p>{esc(_undrawn(reader))}</p></noscript>"
    hold = f'<div class="siteplan-hold">{map_frame_html()}</div>'
    return f'<main class="siteplan-page" aria-label="{esc(title)}">{header}{noscript}{hold}</main>'


def _code(shown: Mapping[str, Any]) -> str:
    """Return the page's script: within a function, where the map's own asks the page for its files."""
    data = writable(json.dumps(shown, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
    own = (_TEMPLATES / "exported_map.js").read_text("utf-8")
    return f'(() => {{\n"use strict";\nconst page = {data};\n{joined_script()}\n{own}\n}})();'
