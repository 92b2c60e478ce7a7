"""Columns of candidates side by side: one of each candidate under its name, and one of how far they are apart."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, FIGURE, NAME, SHARE, WRITTEN, number
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = [
    "AREA_LEVEL", "BRAND", "ID", "KM", "MARK", "NOTE", "PART", "PEOPLE_IN_AREA", "RIVAL", "SPREAD", "TAKEN",
    "TAKEN_FROM", "criterion_of", "percentile_of", "site_of",
]  # fmt: skip

AREA_LEVEL = 0.8  # of a site's sales: the zones that are its trade area here
PEOPLE_IN_AREA = TableColumn(
    "people_in_area", N_("People in the trade area"), COUNT, help=N_("of the zones from which 80 % of its sales come")
)

SPREAD = TableColumn(
    "spread",
    N_("Spread"),
    COUNT,
    help=N_(
        "percentiles between the lowest and the highest of these, each among all candidates, sales before capacities; "
        "– where the figure is known of these alone"
    ),
)
MARK = TableColumn("mark", N_("Marked"))
NOTE = TableColumn("note", N_("Note"), NAME)
ID = TableColumn("site_id", N_("Id"))
RIVAL = TableColumn("rival", N_("Competitor"), NAME)
BRAND = TableColumn("brand", N_("Brand"))
KM = TableColumn("km", N_("Distance, km"), number(1))
TAKEN_FROM = TableColumn("loser", N_("Takes from"), NAME)
TAKEN = TableColumn("taken", N_("Takes, vehicles/year"), COUNT)
PART = TableColumn("part", N_("Of its sales"), SHARE)


def site_of(n: int, name: str) -> TableColumn:
    """Return the column of the figures of the n-th candidate."""
    return TableColumn(f"site_{n}", "{site}", WRITTEN).where(site=name)


def criterion_of(name: str, heading: str, unit: str) -> TableColumn:
    """Return the column of a criterion's values, named as scorecard.csv names it."""
    return TableColumn(f"value_{name}", "{criterion}", FIGURE, unit).where(criterion=heading)


def percentile_of(figure: TableColumn, reader: Reader) -> TableColumn:
    """Return the column of where a figure stands among all candidates, named as scorecard.csv names it."""
    name = figure.name.removeprefix("value_")
    return TableColumn(f"percentile_{name}", N_("{figure}, percentile"), number(1)).where(figure=figure.label(reader))
