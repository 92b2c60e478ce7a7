"""Columns of a board pack: of page one's table, of the dictionary of its figures, and of what could not be printed."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import MONEY, SHARE, SHORT, WORDS, WRITTEN
from siteplan.present.text.words import N_

__all__ = [
    "CAPEX_EACH", "FIGURE_HIGH", "FIGURE_ID", "FIGURE_LABEL", "FIGURE_LOW", "FIGURE_MEANING", "FIGURE_NAME",
    "FIGURE_PLANNED",    "FIGURE_TODAY", "FIGURE_VALUE", "GAIN_SHARE", "LETTER", "LETTER_CODE", "LETTER_TEXT",
]  # fmt: skip

GAIN_SHARE = TableColumn("gain_share", N_("Share of the gain"), SHARE)
CAPEX_EACH = TableColumn("capex_each", N_("Investment per additional vehicle"), MONEY, "currency/vehicle")

FIGURE_NAME = TableColumn("figure_name", N_("Figure"), WORDS)
FIGURE_TODAY = TableColumn("figure_today", N_("Today"), WRITTEN)
FIGURE_PLANNED = TableColumn("figure_planned", N_("With the plan"), WRITTEN)
FIGURE_LOW = TableColumn("figure_low", N_("At the least"), WRITTEN)
FIGURE_HIGH = TableColumn("figure_high", N_("At the most"), WRITTEN)
FIGURE_LABEL = TableColumn("figure_label", N_("Label"), SHORT)
FIGURE_VALUE = TableColumn("figure_value", N_("Value"), WRITTEN)
FIGURE_ID = TableColumn("figure_id", N_("Id"), WRITTEN)  # never broken, as words are
FIGURE_MEANING = TableColumn("figure_meaning", N_("Id, meaning and source"), WORDS)

LETTER_CODE = TableColumn("letter_code", N_("Code point"), SHORT)
LETTER = TableColumn("letter", N_("Letter, as Unicode calls it"), WORDS)
LETTER_TEXT = TableColumn("letter_text", N_("Text, as printed"), WORDS)
