"""The columns of outlooks, of risks and of a rival's reply, each with its heading, unit and meaning."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, NAME, SHARE, SHORT, WRITTEN
from siteplan.present.text.words import N_

__all__ = [
    "BEST_THERE",
    "EXPECTED_LOSS",
    "FROM_US",
    "IMPACT",
    "LIKELY",
    "LOSS",
    "OWNER",
    "REGRET",
    "REPLY_SITES",
    "RESPONSE",
    "RISK",
    "RIVAL_GAIN",
    "RIVAL_SITES",
    "SHARE_REPLIED",
    "SHARE_THERE",
    "WEIGHT_THERE",
    "WHO_WINS",
    "WON",
    "WON_BEFORE",
    "WON_LESS",
]  # fmt: skip

_A_YEAR, _SOLD = "currency/year", "vehicles/year"

# Outlooks
BEST_THERE = TableColumn("best_there", N_("Best plan there"), WRITTEN, help=N_("re-solved: found, and at most"))
WEIGHT_THERE = TableColumn(
    "outlook_weight", N_("Weight"), SHARE, help=N_("by which it counts in the mean of which the plan is best")
)
REGRET = TableColumn("regret", N_("Regret"), WRITTEN, help=N_("what the plan leaves to the best plan there"))

# Risks
RISK = TableColumn("risk", N_("Risk"), NAME)
IMPACT = TableColumn("impact", N_("What happens"), NAME)
LIKELY = TableColumn("likely", N_("How likely"), WRITTEN)
LOSS = TableColumn("loss_told", N_("Loss where it happens"), WRITTEN, _A_YEAR)
EXPECTED_LOSS = TableColumn("expected_loss", N_("Expected loss"), MONEY, _A_YEAR, N_("probability times loss"))
WON_LESS = TableColumn("won_less", N_("Wins less"), COUNT, _SOLD)
OWNER = TableColumn("owner", N_("Responsible"), SHORT)
RESPONSE = TableColumn("response", N_("Response"))

# Rivals and their reply
WHO_WINS = TableColumn("who_wins", N_("Who wins"), NAME)
RIVAL_SITES = TableColumn("rival_sites", N_("Sites of rivals"), COUNT)
REPLY_SITES = TableColumn("reply_sites", N_("{brand} opens"), COUNT)
WON_BEFORE = TableColumn("won_before", N_("Wins in today's network"), COUNT, _SOLD)
WON = TableColumn("won", N_("Wins with the plan"), COUNT, _SOLD)
SHARE_THERE = TableColumn("share_there", N_("Share with the plan"), SHARE)
SHARE_REPLIED = TableColumn("share_replied", N_("After {brand}'s reply"), SHARE)
RIVAL_GAIN = TableColumn("rival_gain", N_("{brand} gains"), COUNT, _SOLD)
FROM_US = TableColumn("from_us", N_("Taken from us"), COUNT, _SOLD)
