"""What any map of the app is told: its layer by classes, its legend, and the words that the script writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from siteplan.present.text.provenance import sources_line, stamp, synthetic_line
from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes
from siteplan.present.theme.style import MUTED
from siteplan.present.web import SHAPES, Entry
from siteplan.present.web.glyph import badged_path, shape_path
from siteplan.study import Study

__all__ = ["HATCH", "ShownMap", "hatched_row", "message_of", "row", "section"]

HATCH = "M1 15L15 1M8 17L17 8M1 8L8 1"  # as the script draws it, in a box of 20 by 20


@dataclass(frozen=True)
class ShownMap:
    """What a map shows.

    Attributes
    ----------
    title : what it is a map of, with its unit
    classes : of the layer's figures
    value : how a zone's figure is told, {x} stands for it; "" where its class tells it
    labels : what each class is called, where classes are told by name
    legend : see section
    hidden : kinds of sites that are not drawn until they are switched on
    hatched : whether the zones that the layer's file says so of are
    """

    title: str
    classes: Classes
    value: str
    legend: Sequence[Mapping[str, Any]]
    labels: Sequence[str] = ()
    hidden: Sequence[str] = ("rival",)
    hatched: bool = True


def message_of(
    shown: ShownMap, study: Study, zones: gpd.GeoDataFrame, files: Mapping[str, str], reader: Reader
) -> dict[str, Any]:
    """Return what every run says; `files` has the addresses of cells, ground, sites and layer."""
    classes = shown.classes
    return {
        "files": {name: address for name, address in files.items() if name != "layer"},
        "layer": {
            "file": files["layer"], "edges": list(classes.edges), "colours": list(classes.colours),
            "labels": list(shown.labels), "hatched": shown.hatched,
        },
        "hidden": list(shown.hidden),
        "kept": "",
        "signs": {shape: shape_path(shape) for shape in SHAPES},
        "legend": list(shown.legend),
        "lang": reader.language,
        "languages": [*reversed(reader.tags), ""],
        "words": _words(shown, study, zones, reader),
    }  # fmt: skip


def _words(shown: ShownMap, study: Study, zones: gpd.GeoDataFrame, reader: Reader) -> dict[str, Any]:
    """Return what the map says by itself; {x} is a number that the browser writes."""
    _ = reader.gettext
    income = _("income {x} {unit}").format(
        x="{x}", unit=_("{currency}/person/year").format(currency=reader.money_word())
    )
    return {
        "label": _("Map of {layer}").format(layer=shown.title),
        "legend": _("Legend"),
        "value": shown.value,
        "columns": {
            "people": _("{x} people"),
            **({"income": income} if "income" in zones else {}),
            "demand": _("demand {x} {unit}").format(x="{x}", unit=_("vehicles/year")),
        },
        "source": _source(study, reader),
        "loading": _("Loading the map"),
        "failed": _("The map could not be loaded. The rest of the page works without it."),
        "retry": _("Try again"),
        "save": _("Save the map as a picture"),
        "wheel": _("Click the map, or hold Ctrl, to zoom with the wheel."),
    }


def section(title: str, entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a heading of the legend and what stands under it: see row."""
    return {"title": title, "entries": [*entries]}


def row(entry: Entry, kind: str = "") -> dict[str, Any]:
    """Return a line of the legend; sites of a `kind` are switched by it."""
    drawn = {"colour": entry.colour, "path": badged_path(entry.shape, entry.badge), "hollow": entry.hollow}
    return {"label": entry.label, "kind": kind, **drawn}


def hatched_row(label: str) -> dict[str, Any]:
    """Return the line of what is hatched."""
    return {"label": label, "kind": "", "colour": MUTED, "path": HATCH, "lined": True}


def _source(study: Study, reader: Reader) -> str:
    invented = synthetic_line(study, reader)
    said = [sources_line(study, reader), *([reader.gettext("Synthetic data")] if invented else [])]
    return " · ".join([*said, stamp(reader)])
