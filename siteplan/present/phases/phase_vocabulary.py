"""The columns of phases, each with its heading, unit and meaning."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, NAME, SHARE, SHORT, WHOLE_SHARE
from siteplan.present.text.words import N_

__all__ = [
    "AVAILABLE", "BUDGET", "CLOSED", "CLOSES", "CONVERTED", "COVERED", "COVERED_RURAL", "EMPLOYED", "FROM", "LEFT",
    "MARKET", "MOVED", "OPENED", "OPENS", "PHASE", "SOLD", "SPENT", "STANDING", "WHEN",
]  # fmt: skip

PHASE = TableColumn("called", N_("Phase"), NAME)
FROM = TableColumn("from", N_("Decided in"), SHORT)
WHEN = TableColumn("when", N_("Quarters"), SHORT)
OPENED = TableColumn("opened", N_("Sites decided on"), COUNT, "", N_("they open once their format's lead time is over"))
CONVERTED = TableColumn("converted", N_("Converted"), COUNT)
MOVED = TableColumn("moved", N_("Moved"), COUNT)
CLOSED = TableColumn("closed", N_("Closed"), COUNT)
SPENT = TableColumn("spent", N_("Spent"), MONEY, "currency")
BUDGET = TableColumn("budget", N_("Budget of the phase"), MONEY, "currency", N_("less its contingency"))
AVAILABLE = TableColumn("available", N_("May be spent"), MONEY, "currency", N_("with what was carried over"))
LEFT = TableColumn("left", N_("Left"), MONEY, "currency")
EMPLOYED = TableColumn("employed", N_("People employed anew"), COUNT)
STANDING = TableColumn("standing", N_("Own sites open"), COUNT)
SOLD = TableColumn("capture", N_("Wins"), COUNT, "vehicles/year", N_("with the network as it stands then"))
MARKET = TableColumn("share", N_("Market share"), SHARE)
COVERED = TableColumn("coverage", N_("Covered"), WHOLE_SHARE)
COVERED_RURAL = TableColumn("coverage_rural", N_("Covered, rural"), WHOLE_SHARE)

# Of sites
OPENS = TableColumn("opens", N_("Opens"), SHORT)
CLOSES = TableColumn("closes", N_("Closes"), SHORT)
