"""What is said to the map in each run of a page: what is chosen, kept and selected, in words and short numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from siteplan.groundwork import Groundwork
from siteplan.present.livemap.ground_file import packed_line
from siteplan.present.livemap.zone_layers import ZoneFigure
from siteplan.present.maps.map_legend import drawn_formats, format_section
from siteplan.present.text.area_words import label_text
from siteplan.present.text.provenance import sources_line, stamp, synthetic_line
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED, OWN, RIVAL
from siteplan.present.web import SHAPES, Entry, ramp
from siteplan.present.web.glyph import shape_path
from siteplan.tradearea.catchment import Kind

__all__ = ["area_levels", "layer_title", "live_message"]

HATCH = "M1 15L15 1M8 17L17 8M1 8L8 1"  # as the script draws it, in a box of 20 by 20
_FINE = 0.0015  # degrees: detail of a trade area that is left out
_MARGIN = 0.15  # of a trade area's extent, around it
_INNER, _OUTER = 3.0, 1.0  # pixels: the smaller the area, the bolder its edge


def live_message(
    ground: Groundwork, figure: ZoneFigure, files: Mapping[str, str], reader: Reader, uncovered: bool = False
) -> dict[str, Any]:
    """Return what every run says: the addresses of `files`, the layer with its classes, the legend, words.

    `files` has the addresses of cells, ground, sites and layer; `uncovered` says whether any rural zone is hatched.
    """
    classes = figure.classes
    return {
        "files": {name: address for name, address in files.items() if name != "layer"},
        "layer": {"file": files["layer"], "edges": list(classes.edges), "colours": list(classes.colours)},
        "hatched": "open" if uncovered else "",
        "hidden": ["rival"],
        "signs": {shape: shape_path(shape) for shape in SHAPES},
        "legend": _legend(ground, figure, reader, uncovered),
        "lang": reader.language,
        "languages": [*reversed(reader.tags), ""],
        "words": _words(ground, figure, reader),
    }


def _words(ground: Groundwork, figure: ZoneFigure, reader: Reader) -> dict[str, str]:
    """Return what the map says by itself; {x} is a number that the browser writes."""
    _ = reader.gettext
    return {
        "label": _("Map of {layer}").format(layer=layer_title(figure, reader)),
        "legend": _("Legend"),
        "value": _("{x} {unit}").format(x="{x}", unit=_unit(figure, reader)),
        "people": _("{x} people"),
        "source": _source(ground, reader),
        "loading": _("Loading the map"),
        "failed": _("The map could not be loaded. The rest of the page works without it."),
        "retry": _("Try again"),
        "wheel": _("Click the map, or hold Ctrl, to zoom with the wheel."),
    }


def layer_title(figure: ZoneFigure, reader: Reader) -> str:
    """Return the name of a layer with its unit."""
    _ = reader.gettext
    return _("{what}, {unit}").format(what=_(figure.layer.name), unit=_unit(figure, reader))


def _unit(figure: ZoneFigure, reader: Reader) -> str:
    """Return the unit of a layer's figures."""
    _ = reader.gettext
    unit = _(figure.layer.unit).format(currency=reader.money_word())
    return _("{unit} per km²").format(unit=unit) if figure.by_area else unit


def area_levels(shapes: gpd.GeoSeries, kind: Kind, reader: Reader) -> tuple[list[dict[str, Any]], list[float]]:
    """Return the edges of a trade area by level, the innermost first and boldest, and the box around them (degrees).

    `shapes` are by level, `kind` says of what; some shape is not empty. A label stands at the northern end of a level.
    """
    there = shapes[~shapes.is_empty]
    widths = np.linspace(_INNER, _OUTER, len(there)) if len(there) > 1 else [_INNER]
    levels = [
        {
            "width": float(width), "colour": INK, "closed": True, "lines": [*map(packed_line, _rings(shape))],
            "label": label_text(kind, float(level), reader), **_northern(shape),
        }
        for width, (level, shape) in zip(widths, there.items(), strict=True)
    ]  # fmt: skip
    west, south, east, north = there.iloc[max(len(there) - 2, 0)].bounds
    wide, high = _MARGIN * (east - west), _MARGIN * (north - south)
    return levels, [round(x, 4) for x in (west - wide, north + high, east + wide, south - high)]


def _northern(shape: shapely.Geometry) -> dict[str, float]:
    corners = shapely.get_coordinates(shape)
    lon, lat = corners[corners[:, 1].argmax()].round(5).tolist()
    return {"lon": lon, "lat": lat}


def _rings(shape: shapely.Geometry) -> list[np.ndarray]:
    simple = shapely.simplify(shape, _FINE)
    return [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shapely.get_parts(simple))]


def _legend(ground: Groundwork, figure: ZoneFigure, reader: Reader, uncovered: bool) -> list[dict[str, Any]]:
    """Return what is drawn: the classes of the layer, kinds of sites to be switched, shapes of formats."""
    _, market = reader.gettext, ground.market
    drawn = drawn_formats(market.candidates, market.facilities, reader)
    always = {"": [name for names in drawn.values() for name in names]}
    gated = bool((ground.scorecard.failed != "").any())
    kinds = [
        ("candidate", Entry(_("candidate, larger: higher score"), ACCENT, "circle"), market.candidates),
        ("own", Entry(_("own, today"), OWN, "circle"), market.facilities),
        ("rival", Entry(_("competitor"), RIVAL, "diamond"), market.competitors),
    ]
    sites = [_entry(entry, kind) for kind, entry, table in kinds if len(table)]
    sites += [_entry(Entry(_("candidate that fails a gate"), ACCENT, "circle", hollow=True))] if gated else []
    shown = ramp(layer_title(figure, reader), figure.classes, "", reader)
    hatched = {"label": _("rural, not covered today"), "kind": "", "colour": MUTED, "path": HATCH, "lined": True}
    formats = format_section(ground.study, always, reader)
    return [
        _section(shown.title, [*map(_entry, shown.entries), *([hatched] if uncovered else [])]),
        _section(_("Sites"), sites),
        _section(formats.title, map(_entry, formats.entries)),
    ]


def _section(title: str, entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "entries": [*entries]}


def _entry(entry: Entry, kind: str = "") -> dict[str, Any]:
    drawn = {"colour": entry.colour, "path": shape_path(entry.shape), "hollow": entry.hollow}
    return {"label": entry.label, "kind": kind, **drawn}


def _source(ground: Groundwork, reader: Reader) -> str:
    invented = synthetic_line(ground.study, reader)
    said = [sources_line(ground.study, reader), *([reader.gettext("Synthetic data")] if invented else [])]
    return " · ".join([*said, stamp(reader)])
