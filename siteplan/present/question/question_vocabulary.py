"""Columns of the tables in which a question is asked, and of plans beside one another."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, NAME
from siteplan.present.text.words import N_

__all__ = [
    "AT_LEAST", "AT_MOST", "FROM_QUARTER", "GOAL_FIGURE", "LIKELY", "MILLIONS", "MOST_POSSIBLE", "OF_TODAY",
    "PEOPLE_AT_MOST", "PLAN_NAME", "PLAN_STATE", "PROVEN_WITHIN", "RESERVE", "SAVED_AT", "SHARED_SITES",
    "SITES_AT_MOST", "STAGE_NAME", "TO_QUARTER", "UNIT",
]  # fmt: skip

PLAN_NAME = TableColumn("plan", N_("Plan"), NAME)
GOAL_FIGURE = TableColumn("goal_figure", N_("Goal"))
SHARED_SITES = TableColumn("shared_sites", N_("Shared with this plan"), COUNT)
PLAN_STATE = TableColumn("state", N_("Status"))
SAVED_AT = TableColumn("made", N_("Saved"), NAME)
PROVEN_WITHIN = TableColumn("proven_within", N_("Proven within"))

AT_LEAST = TableColumn("at_least", N_("At least"))
AT_MOST = TableColumn("at_most", N_("At most"))
UNIT = TableColumn("unit", N_("Unit"))
MOST_POSSIBLE = TableColumn("most", N_("Most possible"))

STAGE_NAME = TableColumn("name", N_("Name"), NAME)
FROM_QUARTER = TableColumn("start", N_("From quarter"))
TO_QUARTER = TableColumn("end", N_("To quarter"))
MILLIONS = TableColumn("budget", N_("Budget, million {currency}"))
RESERVE = TableColumn("contingency", N_("Held in reserve, %"))
SITES_AT_MOST = TableColumn("at_most", N_("Sites at most"))
PEOPLE_AT_MOST = TableColumn("staff", N_("People employed at most"))

LIKELY = TableColumn("probability", N_("Likely, %"))
OF_TODAY = {
    "demand": TableColumn("demand", N_("Demand, % of today's")),
    "rivals": TableColumn("rivals", N_("Rivals, % of today's")),
    "outside": TableColumn("outside", N_("Buying elsewhere, % of today's")),
    "rent": TableColumn("rent", N_("Rents, % of today's")),
    "margin": TableColumn("margin", N_("Margins, % of today's")),
}
"""Factors of an outlook by their keys in study.toml."""
