"""Marks of charging: stations, and the candidates that would win most sessions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.present.maps.map_sites import Mark, sizes
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, OWN, RIVAL
from siteplan.present.web.popup import Popup

__all__ = ["MOST_STATIONS", "option_marks", "station_marks"]

MOST_STATIONS = 2_000  # a map with more of them is a carpet
_BEST = 20  # sites that are marked
_SMALL = 0.3  # of a site's usual size: stations are many, and what is lacking lies between them


def station_marks(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> list[Mark]:
    """Return the stations, the largest ones where there are many."""
    largest = ground.market.stations.join(charging.stations).nlargest(MOST_STATIONS, "supply")
    words = reader.shown(largest, "name"), sizes(largest["supply"].to_numpy()) * _SMALL
    rows = zip(
        largest.index, largest.geometry, largest.drop(columns="geometry").to_dict("records"), *words, strict=True
    )
    return [
        Mark(
            str(site_id), at.x, at.y, "circle", OWN if row["own"] else RIVAL, _station_popup(str(name), row, reader),
            size=float(size),
        )
        for site_id, at, row, name, size in rows
    ]  # fmt: skip


def _station_popup(name: str, row: Mapping[Hashable, Any], reader: Reader) -> Popup:
    told = {v.PILES: row["piles"], v.POWER: row["kw"], v.SUPPLY: row["supply"], v.CHARGING_DEMAND: row["demand"]}
    facts = [column.fact(value, reader) for column, value in told.items()]
    return Popup(name, str(row["operator"]), facts)


def option_marks(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> list[Mark]:
    """Return the options that would win most sessions, one a site."""
    best = charging.best().drop_duplicates("site_id").head(_BEST)
    sites = ground.market.candidates.loc[best["site_id"]]
    rows = zip(best.to_dict("records"), sites.geometry, reader.shown(sites, "name"), strict=True)
    return [
        Mark(str(row["site_id"]), at.x, at.y, "star", ACCENT, _option_popup(str(name), row, reader), size=15.0)
        for row, at, name in rows
    ]


def _option_popup(name: str, row: Mapping[Hashable, Any], reader: Reader) -> Popup:
    facts = [column.fact(row[column.name], reader) for column in (v.SESSIONS, v.GAP_CLOSED, v.FROM_LEADS)]
    return Popup(name, reader.format_name(row["format"]), facts)
