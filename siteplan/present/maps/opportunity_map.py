"""The map of unmet demand, with the places where most of it is within reach and the look-alikes."""

from __future__ import annotations

from collections.abc import Sequence

import folium
import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.maps.map_legend import own_entry, rival_entry
from siteplan.present.maps.map_sites import Mark, site_layer
from siteplan.present.maps.market_map import MarketAreas, filled_map
from siteplan.present.maps.merged_zones import have_areas
from siteplan.present.model_text.opportunity_words import place_labels
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT
from siteplan.present.web import Entry, LegendSection, Shape
from siteplan.present.web.popup import Popup
from siteplan.score import Opportunities

__all__ = ["openings_map"]

_WHITE: Shape = "star"
_ALIKE: Shape = "hexagon"
_SIZE = 18.0  # pixels


def openings_map(ground: Groundwork, areas: MarketAreas, opportunities: Opportunities, reader: Reader) -> folium.Map:
    """Return unmet demand (`areas`), today's network, and both kinds of places."""
    _ = reader.gettext
    layers = [
        site_layer(_("Look-alikes"), _marks(opportunities.look_alikes, ground, _ALIKE, reader)),
        site_layer(_("White space"), _marks(opportunities.white_space, ground, _WHITE, reader)),
    ]
    entries = [
        Entry(_("white space: most unmet demand within reach"), ACCENT, _WHITE, layers=(_("White space"),)),
        Entry(
            _("look-alike: like the best sites' trade areas"), ACCENT, _ALIKE, hollow=True, layers=(_("Look-alikes"),)
        ),
        own_entry(reader),
        rival_entry(reader),
    ]
    dense, plain = _("Unmet demand, vehicles/year per km²"), _("Unmet demand, vehicles/year")
    names = _("Unmet demand"), dense if have_areas(ground.market.zones) else plain
    return filled_map(ground, areas, names, layers, [LegendSection(_("Places"), entries)], reader)


def _marks(places: pd.DataFrame, ground: Groundwork, shape: Shape, reader: Reader) -> Sequence[Mark]:
    """Return a mark for each place; the best is drawn last, above the others."""
    _ = reader.gettext
    labels = place_labels(places, ground, reader)
    about = _("White space") if shape == _WHITE else _("Look-alike")
    marks = []
    for rank, (label, row) in enumerate(zip(labels, places.to_dict("records"), strict=True), start=1):
        facts = [column.fact(row[column.name], reader) for column in (v.UNMET, v.PEOPLE, v.CANDIDATES)]
        popup = Popup(f"{rank}  {label}", about, facts)
        name, hollow = f"{shape} {row['zone_id']}", shape == _ALIKE
        marks.append(Mark(name, row["lon"], row["lat"], shape, ACCENT, popup, _SIZE, hollow))
    return marks[::-1]
