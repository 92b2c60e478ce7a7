"""The columns of a review: what each is called, in which unit, how its figures are written."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, MONEY_MORE, SENTENCE, SHORT, number
from siteplan.present.text.words import N_

__all__ = [
    "BACK",
    "CAUSES",
    "CHOICE",
    "DECISION",
    "EARNS",
    "FIT_OUT",
    "FREED",
    "GAINS",
    "GAP",
    "LEASE",
    "LINES",
    "LOSES",
    "ONE_OFF",
    "REASON",
    "RESTORING",
    "SEVERANCE",
    "SOLD",
    "TO_OUTSIDE",
    "TO_OWN",
    "TO_RIVALS",
    "USUAL",
    "USUAL_HEAD",
    "WINNERS",
]

_A_YEAR, _SOLD, _AN_AREA = "currency/year", "vehicles/year", "currency/m2/year"
DECISION = TableColumn("decided", N_("Decision"), SHORT)
REASON = TableColumn("why", N_("Why"), SENTENCE)
SOLD = TableColumn("sold", N_("Sells today"), COUNT, _SOLD)
EARNS = TableColumn(
    "earns", N_("Earns today"), MONEY, _A_YEAR, N_("margin less what it costs to run; before investment")
)
CHOICE = TableColumn("choice_text", N_("Choice"), SHORT)
LOSES = TableColumn("lost", N_("The network loses"), COUNT, _SOLD)
TO_OWN = TableColumn("to_own", N_("Won by own sites"), COUNT, _SOLD)
TO_RIVALS = TableColumn("to_rivals", N_("Won by competitors"), COUNT, _SOLD)
TO_OUTSIDE = TableColumn("to_outside", N_("Bought elsewhere or not"), COUNT, _SOLD)
WINNERS = TableColumn("winners", N_("Who wins most"), SENTENCE)
FREED = TableColumn("freed", N_("Frees"), MONEY, _A_YEAR, N_("running cost, the company's part"))
LINES = TableColumn("lines", N_("By line"), SENTENCE)
RESTORING = TableColumn("restoring", N_("Restoring"), MONEY, "currency")
LEASE = TableColumn("lease", N_("Lease penalty"), MONEY, "currency")
SEVERANCE = TableColumn("severance", N_("Severance"), MONEY, "currency")
FIT_OUT = TableColumn("fit_out", N_("Fit-out"), MONEY, "currency")
ONE_OFF = TableColumn("one_off", N_("Once, in all"), MONEY, "currency")
GAINS = TableColumn("gain", N_("Gains"), MONEY_MORE, _A_YEAR, N_("a mature year at first prices, before investment"))
BACK = TableColumn(
    "payback", N_("Back after"), number(1), "years", N_("what is spent once by the yearly gain; – never")
)
USUAL = TableColumn("usual_per_m2", N_("Usual per m²"), number(2), "vehicles/m2/year", N_("the median of those alike"))
USUAL_HEAD = TableColumn("usual_per_head", N_("Usual per head"), number(1), "vehicles/head/year")
GAP = TableColumn("gap", N_("Falls short by"), MONEY, _AN_AREA, N_("margin less rent, against those alike"))
CAUSES = (
    TableColumn("gap_traffic", N_("By traffic"), MONEY, _AN_AREA, N_("what it would sell if no sister stood")),
    TableColumn("gap_conversion", N_("By conversion"), MONEY, _AN_AREA, N_("of what the model says it sells")),
    TableColumn("gap_sisters", N_("By sisters"), MONEY, _AN_AREA, N_("what they take")),
    TableColumn("gap_rent", N_("By rent"), MONEY, _AN_AREA),
)
