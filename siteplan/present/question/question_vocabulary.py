"""Columns of plans beside one another in the app."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, NAME
from siteplan.present.text.words import N_

__all__ = ["GOAL_FIGURE", "PLAN_NAME", "PROVEN_WITHIN", "SHARED_SITES"]

PLAN_NAME = TableColumn("plan", N_("Plan"), NAME)
GOAL_FIGURE = TableColumn("goal_figure", N_("Goal"))
SHARED_SITES = TableColumn("shared_sites", N_("Shared with this plan"), COUNT)
PROVEN_WITHIN = TableColumn("proven_within", N_("Proven within"))
