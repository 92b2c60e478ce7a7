"""The maps of white space and of charging: their own marks over a layer of zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from siteplan.groundwork import Groundwork
from siteplan.present.livemap.live_message import layer_title, layer_value
from siteplan.present.livemap.shown_map import ShownMap, hatched_row, message_of, row, section
from siteplan.present.livemap.site_records import mark_record
from siteplan.present.livemap.zone_layers import ZoneFigure
from siteplan.present.maps.charging_marks import option_marks, station_marks
from siteplan.present.maps.map_marks import own_marks, rival_marks
from siteplan.present.maps.opening_marks import ALIKE, WHITE, place_marks
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED, OWN, RIVAL
from siteplan.present.web import Entry, ramp
from siteplan.score import Opportunities

__all__ = ["Rows", "charging_records", "charging_rows", "opening_records", "opening_rows", "theme_message"]

Rows = Sequence[Mapping[str, Any]]


def opening_records(ground: Groundwork, opportunities: Opportunities, reader: Reader) -> list[dict[str, Any]]:
    """Return rivals, own sites and both kinds of places, the best on top."""
    marks = {
        "rival": rival_marks(ground.market, reader),
        "own": own_marks(ground.study, ground.market, reader),
        "alike": place_marks(opportunities.look_alikes, ground, ALIKE, reader),
        "white": place_marks(opportunities.white_space, ground, WHITE, reader),
    }
    return [mark_record(mark, kind) for kind, some in marks.items() for mark in some]


def opening_rows(reader: Reader) -> Rows:
    """Return what the marks of opening_records mean."""
    _ = reader.gettext
    entries = {
        "white": Entry(_("white space: most unmet demand within reach"), ACCENT, WHITE),
        "alike": Entry(_("look-alike: like the best sites' trade areas"), ACCENT, ALIKE, hollow=True),
        "own": Entry(_("own, today"), OWN, "circle"),
        "rival": Entry(_("competitor"), RIVAL, "diamond"),
    }
    return [row(entry, kind) for kind, entry in entries.items()]


def charging_records(ground: Groundwork, reader: Reader) -> list[dict[str, Any]]:
    """Return charging stations, the largest ones where there are many, and the candidates that would win most."""
    charging = ground.charging
    if charging is None:
        return []
    marks = {"station": station_marks(ground, charging, reader), "best": option_marks(ground, charging, reader)}
    return [mark_record(mark, kind) for kind, some in marks.items() for mark in some]


def charging_rows(ground: Groundwork, reader: Reader) -> Rows:
    """Return what the marks of charging_records mean."""
    _ = reader.gettext
    owns = bool(ground.market.stations["own"].any())
    return [
        row(Entry(_("candidate that would win most sessions"), ACCENT, "star"), "best"),
        row(Entry(_("charging station, larger: more capacity"), RIVAL, "circle"), "station"),
        *([row(Entry(_("own charging station"), OWN, "circle"))] if owns else []),
    ]


def theme_message(
    ground: Groundwork, figure: ZoneFigure, rows: Rows, files: Mapping[str, str], reader: Reader, uncovered: bool
) -> dict[str, Any]:
    """Return what every run says of zones under marks, which `rows` of the legend tell.

    `uncovered` says whether rural zones that nobody covers are hatched.
    """
    _, title = reader.gettext, layer_title(figure, reader)
    classes = [*ramp(title, figure.classes, "", reader).entries]
    if figure.layer.none and np.isnan(figure.values).any():
        classes.append(Entry(_(figure.layer.none), MUTED, hollow=True))
    hatched = [hatched_row(_("rural, not covered today"))] if uncovered else []
    legend = [section(title, [*map(row, classes), *hatched]), section(_("Places"), rows)]
    shown = ShownMap(title, figure.classes, layer_value(figure, reader), legend, hatched=uncovered)
    return message_of(shown, ground.study, ground.market.zones, files, reader)
