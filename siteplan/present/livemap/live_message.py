"""What is said to the map in each run of a page: what is chosen, kept and selected, in words and short numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from siteplan.groundwork import Groundwork
from siteplan.present.livemap.ground_file import packed_line
from siteplan.present.livemap.shown_map import ShownMap, hatched_row, message_of, row, section
from siteplan.present.livemap.zone_layers import ZoneFigure
from siteplan.present.maps.map_legend import drawn_formats, format_section
from siteplan.present.text.area_words import label_text
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, OWN, RIVAL
from siteplan.present.web import Entry, ramp
from siteplan.tradearea.catchment import Kind

__all__ = ["area_levels", "layer_title", "layer_value", "live_message"]

_FINE = 0.0015  # degrees: detail of a trade area that is left out
_MARGIN = 0.15  # of a trade area's extent, around it
_INNER, _OUTER = 3.0, 1.0  # pixels: the smaller the area, the bolder its edge


def live_message(
    ground: Groundwork, figure: ZoneFigure, files: Mapping[str, str], reader: Reader, uncovered: bool = False
) -> dict[str, Any]:
    """Return what every run says: the addresses of `files`, the layer with its classes, the legend, words.

    `files` has the addresses of cells, ground, sites and layer; `uncovered` says whether any rural zone is hatched.
    """
    legend = _legend(ground, figure, reader, uncovered)
    shown = ShownMap(layer_title(figure, reader), figure.classes, layer_value(figure, reader), legend)
    return message_of(shown, ground.study, ground.market.zones, files, reader)


def layer_title(figure: ZoneFigure, reader: Reader) -> str:
    """Return the name of a layer with its unit."""
    _ = reader.gettext
    return _("{what}, {unit}").format(what=_(figure.layer.name), unit=_unit(figure, reader))


def layer_value(figure: ZoneFigure, reader: Reader) -> str:
    """Return how a zone's figure is told, {x} for it."""
    return reader.gettext("{x} {unit}").format(x="{x}", unit=_unit(figure, reader))


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
    sites = [row(entry, kind) for kind, entry, table in kinds if len(table)]
    sites += [row(Entry(_("candidate that fails a gate"), ACCENT, "circle", hollow=True))] if gated else []
    shown = ramp(layer_title(figure, reader), figure.classes, "", reader)
    hatched = [hatched_row(_("rural, not covered today"))] if uncovered else []
    formats = format_section(ground.study, always, reader)
    return [
        section(shown.title, [*map(row, shown.entries), *hatched]),
        section(_("Sites"), sites),
        section(formats.title, map(row, formats.entries)),
    ]
