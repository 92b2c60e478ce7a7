"""The columns of risks and of a rival's reply, each with its heading, unit and meaning."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, NAME, SHORT, WRITTEN
from siteplan.present.text.words import N_

__all__ = ["EXPECTED_LOSS", "IMPACT", "LIKELY", "LOSS", "OWNER", "RESPONSE", "RISK", "VEHICLES_LOST"]

_A_YEAR, _SOLD = "currency/year", "vehicles/year"

# Risks
RISK = TableColumn("risk", N_("Risk"), NAME)
IMPACT = TableColumn("impact", N_("What happens"), NAME)
LIKELY = TableColumn("likely", N_("How likely"), WRITTEN)
LOSS = TableColumn("loss_told", N_("Loss where it happens"), WRITTEN, _A_YEAR)
EXPECTED_LOSS = TableColumn("expected_loss", N_("Expected loss"), MONEY, _A_YEAR, N_("probability times loss"))
VEHICLES_LOST = TableColumn("vehicles_lost", N_("Wins less"), COUNT, _SOLD)
OWNER = TableColumn("owner", N_("Responsible"), SHORT)
RESPONSE = TableColumn("response", N_("Response"))
