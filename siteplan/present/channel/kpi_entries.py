"""Every figure of a plan by its id: what it is counted by, in which unit, which way is better, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.text.words import N_

__all__ = ["ENTRIES", "KpiEntry", "entry_of"]

Direction = Literal["more", "less", ""]
SOLD, MONEY, A_YEAR, EACH, PERSONS = "vehicles/year", "currency", "currency/year", "currency/vehicle", "persons"


@dataclass(frozen=True)
class KpiEntry:
    """One figure.

    Attributes
    ----------
    id : as columns of files and keys of plan.json name it
    name : what it is called, a text of the catalogue
    formula : how it is counted, in words; a text of the catalogue
    unit : as files name it; "" of shares and of figures that have none
    direction : which way is better; "" where neither is
    source : the module that counts it, below siteplan/
    """

    id: str
    name: str
    formula: str
    unit: str
    direction: Direction
    source: str


def entry_of(column: TableColumn, direction: Direction, source: str, formula: str) -> KpiEntry:
    """Return a figure that tables show: name and unit are those of its column."""
    return KpiEntry(column.name, column.heading, formula, column.unit, direction, source)


KPIS = "evaluate/kpis.py"
CASE = "evaluate/business_case.py"
FLOWS = "finance/cash_flows.py"
REASONS = "evaluate/explain/reasons.py"
MARGINAL = "evaluate/explain/marginal_sites.py"
PRICES = "evaluate/explain/rule_prices.py"
REJECTED = "evaluate/explain/rejected.py"
FORECAST = "forecast/forecast.py"

_NETWORK = (
    entry_of(v.CAPTURE, "more", KPIS, N_("demand won by own sites, each up to its capacity")),
    entry_of(v.NET_NEW, "more", KPIS, N_("capture less today's; of a site: its capture less what own sites sell less")),
    entry_of(v.SHARE_OF_MARKET, "more", KPIS, N_("capture / demand")),
    entry_of(v.ABOVE, "less", KPIS, N_("demand won above the capacity of each site, which is lost")),
    entry_of(v.COVERAGE, "more", KPIS, N_("persons within the standard of the headline function / persons")),
    entry_of(v.COVERAGE_RURAL, "more", KPIS, N_("the same among people of rural zones")),
    entry_of(v.COVERAGE_URBAN, "more", KPIS, N_("the same among people of zones that are not rural")),
    KpiEntry("coverage_tier", N_("Covered, by tier"), N_("the same among people of a tier"), "", "more", KPIS),
    KpiEntry(
        "mean_minutes",
        N_("Mean drive of all people"),
        N_("mean over persons of minutes to the headline function, max_minutes where out of reach"),
        "min",
        "less",
        KPIS,
    ),
    entry_of(v.REACHED_MINUTES, "less", KPIS, N_("the same over persons in reach alone")),
    entry_of(v.NEWLY_COVERED, "more", KPIS, N_("persons within the standard whom today's network leaves out")),
    entry_of(v.OUT_OF_REACH, "less", KPIS, N_("persons farther than travel.max_minutes from the headline function")),
    entry_of(v.CAPEX, "less", KPIS, N_("what opening, converting and closing costs the company")),
    entry_of(v.OPEX, "less", KPIS, N_("the company's part of rent, staff, energy, marketing and other cost")),
    entry_of(v.COST_PER_VEHICLE, "less", KPIS, N_("worth today of the company's costs / worth today of vehicles sold")),
    entry_of(
        v.NPV, "more", KPIS, N_("worth today of cash flows less those of today's network; of a site less displaced")
    ),
)
_MONEY = (
    entry_of(m.IRR, "more", CASE, N_("rate a year at which the cash flows are worth nothing")),
    entry_of(m.PAYBACK, "less", CASE, N_("years until the cash flows so far are positive for good, not discounted")),
    entry_of(m.BREAK_EVEN, "less", CASE, N_("vehicles a month at which the yearly result of a mature year is nothing")),
    entry_of(m.PER_M2, "more", CASE, N_("vehicles a year / area of sites that sell")),
    entry_of(m.PER_HEAD, "more", CASE, N_("vehicles a year / staff of sites that sell")),
    entry_of(m.NPV_ALL, "more", CASE, N_("npv of all who pay together")),
    entry_of(m.IRR_ALL, "more", CASE, N_("irr of all who pay together")),
    entry_of(m.PAYBACK_ALL, "less", CASE, N_("payback of all who pay together")),
    entry_of(m.COST_ALL, "less", CASE, N_("cost_per_vehicle of all who pay together")),
)
_SITES = (
    entry_of(v.CANNIBALISED, "less", "evaluate/taken_by_site.py", N_("demand taken from sites of today")),
    entry_of(v.RESULT, "more", "finance/returns.py",
             N_("margin on net-new sales less running cost and investment a year")),
    entry_of(v.SCORE, "more", "score/scorecard.py", N_("mean of a candidate's points by criterion, weighed")),
    entry_of(
        v.RANK, "less", "score/scorecard.py", N_("place among the candidates by score; of a risk by expected loss")
    ),
    entry_of(v.REMOVAL, "more", REASONS, N_("what the goal's figure loses if the site closes and all else stays")),
    entry_of(v.REMOVAL_RESOLVED, "more", REASONS, N_("what it loses once the best other plan takes the site's place")),
    KpiEntry("removal_least", N_("Removal value, least"), N_("the least of it by the proofs of both"), "", "more",
             REASONS),
    KpiEntry("removal_most", N_("Removal value, most"), N_("the most of it by the proofs of both"), "", "more",
             REASONS),
    KpiEntry(
        "runner_up_value", N_("Value of the next best format"), N_("what it would bring in its place"), "", "", REASONS
    ),
    entry_of(v.FORECAST, "more", FORECAST, N_("sales expected by what own sites sell")),
    KpiEntry("forecast_low", N_("Forecast, from"), N_("lower end of its 80 % interval"), SOLD, "more", FORECAST),
    KpiEntry("forecast_high", N_("Forecast, to"), N_("upper end of its 80 % interval"), SOLD, "more", FORECAST),
    KpiEntry("above_forecast", N_("Above the forecast"), N_("whether capture > forecast_high"), "", "less", FORECAST),
    KpiEntry("above_best", N_("Above every own site"), N_("whether capture > sales of any such own site"), "", "less",
             FORECAST),
    KpiEntry("below_range", N_("Below what is plausible"), N_("whether capture < sales_range of its format"), "",
             "less", "present/tables/forecast_table.py"),
    KpiEntry("above_range", N_("Above what is plausible"), N_("whether capture > sales_range of its format"), "",
             "less", "present/tables/forecast_table.py"),
    entry_of(v.SESSIONS, "more", "charging/charging_capture.py", N_("sessions of the option alone beside stations")),
    entry_of(v.LEADS, "more", "charging/charging_capture.py", N_("sessions a year x leads a session")),
    KpiEntry("marginal_rank", N_("Order of opening"), N_("place among the new sites, each next one that adds most"), "",
             "less", MARGINAL),
    KpiEntry("marginal_result", N_("What it adds"), N_("annual result with the site less that without, in that order"),
             A_YEAR, "more", MARGINAL),
    KpiEntry("may_strike", N_("May be left out"), N_("whether it may go with all so marked, rules kept, npv risen"), "",
             "", "evaluate/strike.py"),
    KpiEntry("phase", N_("Phase"), N_("in which the site is decided on"), "", "", "evaluate/over_time/phase_table.py"),
    KpiEntry("core_share", N_("Part of the outlooks"), N_("whose best plans have the site, by probability"), "", "more",
             "evaluate/stress/regrets.py"),
    KpiEntry("core", N_("Core site"), N_("whether core_share is as much as makes one"), "", "more",
             "evaluate/stress/regrets.py"),
)  # fmt: skip
_REJECTED = (
    entry_of(v.GAIN, "more", REJECTED, N_(
        "what the goal's figure gains if the candidate opens beside the plan; what a brand gains by its reply"
    )),
    entry_of(v.LACKS, "less", REJECTED, N_("by how much it lacks what the least of the plan's sites brings")),
    KpiEntry("entry_price_least", N_("Lacks at least"), N_("the least of it by the proofs"), "", "less", REJECTED),
    entry_of(v.ENTRY_CAPEX, "more", REJECTED, N_("highest investment at which some plan with the candidate is better")),
    KpiEntry("entry_capex_most", N_("Entry price, most"), N_("above it no plan with it is better"), MONEY, "more",
             REJECTED),
    KpiEntry("entry_rent", N_("Entry rent"), N_("highest rent at which it opens"), "currency/m2/day", "more", REJECTED),
)  # fmt: skip
_RULES = (
    entry_of(v.ASKED, "", PRICES, N_("what the rule asks for, in its unit")),
    entry_of(v.ACHIEVED, "", PRICES, N_("what the plan has of it")),
    entry_of(v.SLACK, "more", PRICES, N_("room that is left")),
    entry_of(v.MET, "more", PRICES, N_("whether the plan meets the rule by the full model")),
    entry_of(v.NEXT_UNIT, "", PRICES, N_("what one more unit brings by the last relaxation, an estimate")),
    entry_of(v.PRICE, "less", PRICES, N_("what the plan gains without the rule, re-solved")),
    KpiEntry("price_from", N_("Gain without it, least"), N_("the least of it by the proofs of both"), "", "less",
             PRICES),
    KpiEntry("price_to", N_("Gain without it, most"), N_("the most of it by the proofs of both"), "", "less", PRICES),
    KpiEntry("price_gap", N_("Gap without it"), N_("gap of the plan without the rule"), "", "less", PRICES),
    *(
        KpiEntry(f"without_{column.name}", name, formula, column.unit, "", PRICES)
        for column, name, formula in (
            (v.CAPTURE, N_("Capture without it"), N_("capture of the plan without the rule, less the plan's")),
            (v.CAPEX, N_("Investment without it"), N_("capex of the plan without the rule, less the plan's")),
            (v.OPEX, N_("Running cost without it"), N_("opex of the plan without the rule, less the plan's")),
            (v.NPV, N_("Net present value without it"), N_("npv of the plan without the rule, less the plan's")),
            (v.COVERAGE, N_("Covered without it, all"), N_("coverage of the plan without the rule, less the plan's")),
            (v.COVERAGE_RURAL, N_("Covered without it, rural"),
             N_("coverage_rural of the plan without the rule, less the plan's")),
        )
    ),
)  # fmt: skip
_FLOWS = (
    entry_of(m.SOLD, "more", FLOWS, N_("mature sales x ramp-up x months open of the year / 12")),
    KpiEntry(
        "margin", N_("Margin on what is sold"), N_("vehicles x margin of the format, grown"), A_YEAR, "more", FLOWS
    ),
    KpiEntry("service_income", N_("Income of service"), N_("visits x service_margin"), A_YEAR, "more", FLOWS),
    KpiEntry("charging_income", N_("Income of charging"), N_("kWh charged x charging_margin"), A_YEAR, "more", FLOWS),
    KpiEntry(
        "payout", N_("Payout to dealers"), N_("the larger of guarantee and share of sales"), A_YEAR, "less", FLOWS
    ),
    KpiEntry("partner_share", N_("Partners' share"), N_("revenue_share x service and charging"), A_YEAR, "less", FLOWS),
    KpiEntry("rent_cost", N_("Rent"), N_("area x rent x 365, grown"), A_YEAR, "less", FLOWS),
    KpiEntry("wage_cost", N_("Staff"), N_("staff x staff_cost, grown"), A_YEAR, "less", FLOWS),
    KpiEntry("energy_cost", N_("Energy"), N_("area x energy_per_m2, grown"), A_YEAR, "less", FLOWS),
    KpiEntry(
        "marketing_cost", N_("Marketing"), N_("marketing and marketing_per_vehicle, grown"), A_YEAR, "less", FLOWS
    ),
    KpiEntry("other_cost", N_("Other running cost"), N_("opex_fixed"), A_YEAR, "less", FLOWS),
    entry_of(m.PROFIT, "more", FLOWS, N_("income less costs of the year")),
    KpiEntry("salvage", N_("Salvage"), N_("salvage_share x investment in the last year"), MONEY, "more", FLOWS),
    entry_of(m.CASH, "more", FLOWS, N_("profit less investment and with salvage")),
    KpiEntry(
        "displaced", N_("Displaced"), N_("what own sites no longer earn because of the site"), A_YEAR, "less", CASE
    ),
)

ENTRIES: tuple[KpiEntry, ...] = (*_NETWORK, *_MONEY, *_SITES, *_REJECTED, *_RULES, *_FLOWS)
