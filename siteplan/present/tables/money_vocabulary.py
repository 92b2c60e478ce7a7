"""Columns of the business case: money year by year, and what sites are worth; the vocabulary has all others."""

from __future__ import annotations

from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.formats import COUNT, MONEY, SHARE, SHORT, WRITTEN, number
from siteplan.present.text.words import N_

__all__ = [
    "BREAK_EVEN", "CASH", "COST_ALL", "COST_COMPANY", "COST_LINE", "CUMULATIVE", "INCOME", "IRR", "IRR_ALL", "NPV_ALL",
    "OF_COST", "PAID_OUT", "PAYBACK", "PAYBACK_ALL", "PAYBACK_THERE", "PER_HEAD", "PER_M2", "PROFIT", "SOLD", "SPENT",
    "YEAR",
]  # fmt: skip

_MONEY, _A_YEAR, _EACH = "currency", "currency/year", "currency/vehicle"
_DISPLACED = N_("less what own sites lose to it")
_TOGETHER = N_("of all who pay, not the company alone")

# Year by year
YEAR = TableColumn("year", N_("Year"), number())
SOLD = TableColumn("sold", N_("Sold"), COUNT, "vehicles/year")
INCOME = TableColumn("income", N_("Income"), MONEY, _A_YEAR, N_("margin, service and charging"))
PAID_OUT = TableColumn("paid_out", N_("Paid out"), MONEY, _A_YEAR, N_("to dealers and partners"))
PROFIT = TableColumn("profit", N_("Profit"), MONEY, _A_YEAR, N_("before investment"))
SPENT = TableColumn("spent", N_("Invested"), MONEY, _MONEY, N_("less what is got back at the end"))
CASH = TableColumn("cash", N_("Cash flow"), MONEY, _MONEY)
CUMULATIVE = TableColumn("cumulative", N_("Cash flow so far"), MONEY, _MONEY)

# What a vehicle costs
COST_LINE = TableColumn("cost_line", N_("Cost of"), SHORT)
COST_COMPANY = TableColumn("cost_company", N_("The company"), MONEY, _EACH)
OF_COST = TableColumn("of_cost", N_("Of its cost"), SHARE)
COST_ALL = TableColumn("cost_per_vehicle_all", N_("Cost per vehicle, all payers"), MONEY, _EACH, _TOGETHER)

# What sites are worth
IRR = TableColumn("irr", N_("Internal rate of return"), SHARE, "", _DISPLACED)
PAYBACK = TableColumn(
    "payback", N_("Payback"), number(1), "years", N_("not discounted; from today, of a site from when it is decided on")
)
BREAK_EVEN = TableColumn("break_even", N_("Break-even"), COUNT, "vehicles/month")
PER_M2 = TableColumn("sales_per_m2", N_("Sales per m²"), number(2), "vehicles/m2/year")
PER_HEAD = TableColumn("sales_per_head", N_("Sales per head"), number(1), "vehicles/head/year")
PAYBACK_THERE = TableColumn("payback_there", N_("Payback there"), WRITTEN, "years", N_("from today, not discounted"))
NPV_ALL = TableColumn("npv_all", N_("Net present value, all payers"), MONEY, _MONEY, _TOGETHER)
IRR_ALL = TableColumn("irr_all", N_("Internal rate of return, all payers"), SHARE, "", _TOGETHER)
PAYBACK_ALL = TableColumn("payback_all", N_("Payback, all payers"), number(1), "years", _TOGETHER)
