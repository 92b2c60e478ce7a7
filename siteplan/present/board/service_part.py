"""Owners of vehicles in use and the places that service sites have for them, in sentences and a table."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.board import board_vocabulary as b
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["service_parts", "service_sentences"]

COLUMNS = (v.CITY, b.OWNERS, b.OWNERS_ROOM, b.OWNERS_SERVED, b.OWNERS_UNSERVED, b.OWNERS_OUT)
MOST_CITIES = 20  # that a report tells; service_room.csv tells all


def service_parts(plan: Plan, reader: Reader) -> list[Part]:
    """Return who finds a place for service; nothing where no format says how many owners its sites look after."""
    if plan.service.cities.empty:
        return []
    return [
        Part(reader.gettext("Places for owners"), service_sentences(plan, reader), [_table(plan, reader)], "service")
    ]


def service_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return how many owners find a place, find none, or reach no service, and how many sites are full."""
    kpis, sites = plan.kpis, plan.service.sites
    if sites.empty and plan.service.cities.empty:
        return []
    _ = reader.gettext
    rows = plan.service.cities
    owners, served = (float(rows.loc[rows["network"] == "plan", name].sum()) for name in ("owners", "owners_served"))
    told = {
        "owners": owners, "served": served, "unserved": kpis.owners_unserved, "today": plan.baseline.owners_unserved,
        "far": kpis.owners_out_of_reach,
    }  # fmt: skip
    text = _(
        "Of {owners} {served} find a place at the nearest service site with room; {unserved} reach service and find "
        "no room at any (today {today}), {far} reach none. {full} of {sites} service sites are full."
    )
    full = sites["owners_served"] >= sites["owners_room"]
    figures = {key: amount(x, "owners" if key == "owners" else "", reader) for key, x in told.items()}
    return [text.format(**figures, full=int(full.sum()), sites=len(sites))]


def _table(plan: Plan, reader: Reader) -> Table:
    """Return the cities, those where most find no place first."""
    rows = plan.service.cities
    planned = rows[rows["network"] == "plan"].sort_values(
        ["owners_unserved", "owners_out_of_reach", "owners"], ascending=False, kind="stable"
    )
    first = planned.head(MOST_CITIES)
    frame = pd.DataFrame(first).assign(city=reader.cities(first["city"], plan.market.zones))
    note = reader.gettext(
        "Places are those of sites in the city, owners those who live there; owners may go elsewhere. "
        "service_room.csv has all cities, today and with the plan."
    )
    table = table_of(reader.gettext("Owners and places for them by city"), frame, COLUMNS, reader, note=note)
    return table.whole_in("service_room.csv")
