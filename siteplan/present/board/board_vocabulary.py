"""Columns of who pays, of owners and places for them, of each site of a network, and of doubts."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, SHARE, SHORT, WRITTEN, number
from siteplan.present.text.words import N_

__all__ = [
    "CAPEX_ALL", "COST_PARTNERS", "COST_SELLING", "DOUBTED", "IRR_PARTNERS", "NPV_PARTNERS", "OPEX_ALL", "OWNERS",
    "OWNERS_LOAD", "OWNERS_OUT", "OWNERS_ROOM", "OWNERS_SERVED", "OWNERS_SERVED_TODAY", "OWNERS_UNSERVED",
    "PAYBACK_PARTNERS", "PAYER", "PURPOSE", "RESULT_COMPANY", "RESULT_PARTNERS", "RESULT_PARTNERS_TODAY",
    "RESULT_TODAY", "SESSIONS_ROOM", "SOLD_TODAY", "USUAL", "VALUE",
]  # fmt: skip

_MONEY, _A_YEAR, _EACH, _SOLD, _OWNERS = "currency", "currency/year", "currency/vehicle", "vehicles/year", "owners"
_OTHERS = N_("of all who pay but the company: dealers, franchisees, agents, partners, other brands")
_EVEN = N_("an even yearly sum that is worth what its cash flows are, investment counted in")

# Who pays
PAYER = TableColumn("payer", N_("Who pays"), SHORT)
PURPOSE = TableColumn("purpose", N_("Sites for"), SHORT)
CAPEX_ALL = TableColumn("capex_all", N_("Investment, all payers"), MONEY, _MONEY)
OPEX_ALL = TableColumn("opex_all", N_("Running cost, all payers"), MONEY, _A_YEAR)
COST_SELLING = TableColumn("cost_per_vehicle_selling", N_("Cost per vehicle, sites that sell"), MONEY, _EACH)
COST_PARTNERS = TableColumn("cost_per_vehicle_partners", N_("Cost per vehicle, partners"), MONEY, _EACH, _OTHERS)
NPV_PARTNERS = TableColumn("npv_partners", N_("Net present value, partners"), MONEY, _MONEY, _OTHERS)
IRR_PARTNERS = TableColumn("irr_partners", N_("Internal rate of return, partners"), SHARE, "", _OTHERS)
PAYBACK_PARTNERS = TableColumn("payback_partners", N_("Payback, partners"), number(1), "years", _OTHERS)
RESULT_COMPANY = TableColumn("result", N_("Result"), MONEY, _A_YEAR, _EVEN)
RESULT_PARTNERS = TableColumn("result_partners", N_("Result, partners"), MONEY, _A_YEAR, _OTHERS)
RESULT_TODAY = TableColumn("result_before", N_("Result today"), MONEY, _A_YEAR, _EVEN)
RESULT_PARTNERS_TODAY = TableColumn("result_partners_before", N_("Result of partners today"), MONEY, _A_YEAR)
SOLD_TODAY = TableColumn("sold_before", N_("Sold today"), COUNT, _SOLD)

# Doubts
DOUBTED = TableColumn("doubted", N_("What is doubted"), SHORT)
VALUE = TableColumn("doubted_value", N_("Told"), WRITTEN)
USUAL = TableColumn("usual", N_("Usual"), WRITTEN)

SESSIONS_ROOM = TableColumn("sessions_room", N_("Sessions that its chargers give"), number(1), "sessions/day")

# Owners of vehicles in use, and who looks after them
OWNERS = TableColumn("owners", N_("Owners"), COUNT, _OWNERS)
OWNERS_SERVED = TableColumn("owners_served", N_("Owners looked after"), COUNT, _OWNERS)
OWNERS_SERVED_TODAY = TableColumn("owners_served_before", N_("Owners looked after today"), COUNT, _OWNERS)
OWNERS_LOAD = TableColumn("owners_load", N_("Owners looked after by the site"), COUNT, _OWNERS)
OWNERS_ROOM = TableColumn("owners_room", N_("Places for owners"), COUNT, _OWNERS)
OWNERS_UNSERVED = TableColumn("owners_unserved", N_("Owners without a place"), COUNT, _OWNERS)
OWNERS_OUT = TableColumn("owners_out_of_reach", N_("Owners out of reach of service"), COUNT, _OWNERS)
