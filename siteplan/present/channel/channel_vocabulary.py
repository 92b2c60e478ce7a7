"""Columns of conflicts, of who serves whom, of aims and of sales so far; the vocabulary has all others."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, NAME, SHARE, SHORT, number
from siteplan.present.text.words import N_

__all__ = [
    "COMPETITORS_SHARE", "DECIDES", "DIFFICULTY", "FRAGMENTATION", "INCOME_MEAN", "LOST", "LOST_MARGIN", "LOST_SHARE",
    "MINUTES_APART", "OWN_PART", "SEVERITY", "SHARED_PEOPLE", "TERRITORIES", "TO", "WON_TODAY",
]  # fmt: skip

_SOLD, _A_YEAR = "vehicles/year", "currency/year"

# Conflicts between own sites
WON_TODAY = TableColumn("won_today", N_("Wins today"), COUNT, _SOLD, N_("demand, whether it can be sold or not"))
LOST = TableColumn("lost", N_("Loses to new sites"), COUNT, _SOLD)
LOST_SHARE = TableColumn("lost_share", N_("Share lost"), SHARE, help=N_("of what it wins today"))
TERRITORIES = TableColumn("territories", N_("New sites in its territory"), COUNT)
SEVERITY = TableColumn("severity", N_("Severity"), SHORT)
DECIDES = TableColumn("decides", N_("Who decides"), NAME)
TO = TableColumn("to", N_("New site"), NAME)
MINUTES_APART = TableColumn("minutes_apart", N_("Minutes apart"), COUNT, "min")
SHARED_PEOPLE = TableColumn("shared_people", N_("People in both territories"), COUNT, "persons")
LOST_MARGIN = TableColumn("lost_margin", N_("Margin at issue"), MONEY, _A_YEAR)
OWN_PART = TableColumn(
    "own_part", N_("Suggested part"), SHARE, help=N_("of that margin that the own site keeps; only where others run it")
)

# How hard cities are
COMPETITORS_SHARE = TableColumn("competitors_share", N_("Competitors' share"), SHARE)
INCOME_MEAN = TableColumn("mean_income", N_("Mean income"), COUNT, "currency/person/year")
FRAGMENTATION = TableColumn("fragmentation", N_("Spread over counties"), number(2))
DIFFICULTY = TableColumn("difficulty", N_("Difficulty"), number(2), help=N_("0 is the usual city, more is harder"))
