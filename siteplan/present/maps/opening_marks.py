"""Marks of the places where most unmet demand is within reach, and of the look-alikes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.maps.map_sites import Mark
from siteplan.present.model_text.opportunity_words import place_labels
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT
from siteplan.present.web import Shape
from siteplan.present.web.popup import Popup

__all__ = ["ALIKE", "WHITE", "place_marks"]

WHITE: Shape = "star"
ALIKE: Shape = "hexagon"
_SIZE = 18.0  # pixels


def place_marks(places: pd.DataFrame, ground: Groundwork, shape: Shape, reader: Reader) -> Sequence[Mark]:
    """Return a mark for each place; the best is drawn last, above the others."""
    _ = reader.gettext
    labels = place_labels(places, ground, reader)
    about = _("White space") if shape == WHITE else _("Look-alike")
    marks = []
    for rank, (label, row) in enumerate(zip(labels, places.to_dict("records"), strict=True), start=1):
        facts = [column.fact(row[column.name], reader) for column in (v.UNMET, v.PEOPLE, v.CANDIDATES)]
        popup = Popup(f"{rank}  {label}", about, facts)
        name, hollow = f"{shape} {row['zone_id']}", shape == ALIKE
        marks.append(Mark(name, row["lon"], row["lat"], shape, ACCENT, popup, _SIZE, hollow))
    return marks[::-1]
