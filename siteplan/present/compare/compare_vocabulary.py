"""Columns of plans side by side: one of each plan, under the name of its folder."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import NAME, SHORT, WRITTEN
from siteplan.present.text.words import N_

__all__ = ["BEST", "STANDS", "change_of", "figure_of", "words_of"]

STANDS = TableColumn("stands", N_("Difference"), SHORT)
BEST = TableColumn("best", N_("Best"), WRITTEN)


def figure_of(n: int, plan: str) -> TableColumn:
    """Return the column of the figures of the n-th plan."""
    return TableColumn(f"plan_{n}", "{plan}", WRITTEN).where(plan=plan)


def words_of(n: int, plan: str) -> TableColumn:
    """Return the column of what is said of the n-th plan."""
    return TableColumn(f"plan_{n}", "{plan}", NAME).where(plan=plan)


def change_of(n: int, plan: str) -> TableColumn:
    """Return the column of how much more the n-th plan has than the first."""
    return TableColumn(f"change_{n}", N_("{plan} against the first"), WRITTEN).where(plan=plan)
