"""Columns of page one's table."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import MONEY, SHARE
from siteplan.present.text.words import N_

__all__ = ["CAPEX_EACH", "GAIN_SHARE"]

GAIN_SHARE = TableColumn("gain_share", N_("Share of the gain"), SHARE)
CAPEX_EACH = TableColumn("capex_each", N_("Investment per additional vehicle"), MONEY, "currency/vehicle")
