"""Columns of conflicts, of who serves whom, of aims and of sales so far; the vocabulary has all others."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, NAME, SHARE, SHARE_MORE, SHORT, number
from siteplan.present.text.words import N_

__all__ = [
    "ACCESS", "ACTUAL_IN", "ACTUAL_SO_FAR", "ALERT", "CAPACITY_USE", "COMPETITORS_SHARE", "COUNTIES_COVERED", "DECIDES",
    "DEVIATION_SO_FAR", "DIFFICULTY", "FRAGMENTATION", "GINI_MINUTES", "INCOME_MEAN", "LEAD_MONTHS", "LOST",
    "LOST_MARGIN", "LOST_SHARE", "MEAN_DRIVE", "MINUTES_APART", "MONTH", "OWN_PART", "PERIOD", "PERSPECTIVE",
    "PLANNED_IN", "PLANNED_SO_FAR", "SEVERE", "SEVERITY", "SHARED_PEOPLE", "SITES_TOLD", "SITE_CLASS", "SOLD_PER_SITE",
    "TERRITORIES", "TERRITORIES_BREACHED", "TO", "WON_TODAY", "WORST_COUNTY",
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

# The balanced scorecard, and sites by class
PERSPECTIVE = TableColumn("perspective", N_("Perspective"), SHORT)
ACCESS = TableColumn("access", N_("Within reach: {function}"), SHARE)
MEAN_DRIVE = TableColumn("mean_drive", N_("Mean drive: {function}"), number(1), "min")
SEVERE = TableColumn("severe_conflicts", N_("Own sites in medium or high conflict"), COUNT)
TERRITORIES_BREACHED = TableColumn("territories_breached", N_("Territories breached"), COUNT)
CAPACITY_USE = TableColumn("capacity_use", N_("Capacity used"), SHARE)
LEAD_MONTHS = TableColumn("lead_months", N_("Longest lead time in months"), COUNT)
COUNTIES_COVERED = TableColumn("counties_covered", N_("Counties covered by half or more"), SHARE)
WORST_COUNTY = TableColumn("worst_county", N_("Covered, worst county"), SHARE)
GINI_MINUTES = TableColumn("gini_minutes", N_("Gini of minutes"), number(3))
SITE_CLASS = TableColumn("site_class", N_("Class of site"), SHORT)
SOLD_PER_SITE = TableColumn("sold_per_site", N_("Sold per site"), COUNT, _SOLD)

# Plan against actual
PLANNED_SO_FAR = TableColumn("planned_so_far", N_("Planned so far"), COUNT, "vehicles")
ACTUAL_SO_FAR = TableColumn("actual_so_far", N_("Sold so far"), COUNT, "vehicles")
DEVIATION_SO_FAR = TableColumn("deviation_so_far", N_("Off the plan"), SHARE_MORE)
PERIOD = TableColumn("period", N_("Period from"), SHORT)
SITES_TOLD = TableColumn("sites_told", N_("Sites told"), COUNT)
PLANNED_IN = TableColumn("planned_in", N_("Planned"), COUNT, "vehicles")
ACTUAL_IN = TableColumn("actual_in", N_("Sold"), COUNT, "vehicles")
MONTH = TableColumn("month", N_("Until"), SHORT)
ALERT = TableColumn("alert", N_("Alert"), SHORT)
