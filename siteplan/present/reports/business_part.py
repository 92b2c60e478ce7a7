"""The business case in a report: what the plan is worth, year by year, and what a vehicle costs to sell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.business_case import SidesWorth
from siteplan.finance.cash_flows import COSTS, INCOME
from siteplan.finance.worth import Rate
from siteplan.present.charts.chart_cash import cash_chart
from siteplan.present.charts.network.cost_chart import cost_chart
from siteplan.present.plan_text.sentences import percent
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, others_in, table_of
from siteplan.present.tables.money_tables import yearly_flows
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["business_part", "business_sentences"]

MOST_SITES = 20  # that a report tells; sites.csv tells all
PAID_OUT = ("payout", "partner_share")
RUNNING = tuple(line for line in COSTS if line not in PAID_OUT)
NO_RATE: Mapping[str, str] = {
    "never pays back": N_("none, since it is worth less than nothing at every rate"),
    "never negative": N_("none, since it is worth more than nothing at every rate"),
    "several": N_("none, since several rates fit"),
}
LINES: Mapping[str, str] = {
    "capex": N_("Investment less salvage"),
    "payout": N_("Payout to dealers"),
    "partner_share": N_("Partners' share"),
    "rent_cost": N_("Rent"),
    "wage_cost": N_("Staff"),
    "energy_cost": N_("Energy"),
    "marketing_cost": N_("Marketing"),
    "other_cost": N_("Other running cost"),
}


def business_part(plan: Plan, reader: Reader) -> Part:
    """Return what a plan is worth against today's network, in sentences, by year and by cost line."""
    each = _each(plan, reader)
    years = _by_year(plan, reader)
    tables = [years, _stack(plan, reader), *([] if each is None else [each])]
    sells = any(spec.margin for spec in plan.study.formats.values())
    flows = years.frame
    charts = (
        [cash_chart(flows["year"].tolist(), flows["cash"].tolist(), reader)] if sells and flows["cash"].any() else []
    )
    if (costs := cost_chart(plan, reader)) is not None:
        charts.append(costs)
    return Part(reader.gettext("Business case"), business_sentences(plan, reader), [*charts, *tables], "business")


def business_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return what the plan is worth to the company, and to all who pay where that differs; when it breaks even."""
    _, case = reader.gettext, plan.business
    if not any(spec.margin for spec in plan.study.formats.values()):
        return [_("No format has a margin: what sites cost counts here, and nothing that they earn by sales.")]
    maker, everybody = case.worth["company"], case.worth["all"]
    told = [_("To the company, {worth}").format(worth=_worth(maker, plan, reader))]
    if _others_pay(plan):
        told.append(_("To all who pay together, {worth}").format(worth=_worth(everybody, plan, reader)))
    if np.isfinite(case.break_even):
        said = _("New and converted sites break even at {least} in all; they sell {sold} once mature.")
        opening = case.sites.loc[case.sites["new"].astype(bool), "sold"].sum() / 12
        figures = {"least": case.break_even, "sold": float(opening)}
        told.append(said.format(**{key: amount(x, "vehicles/month", reader) for key, x in figures.items()}))
    return [*told, _("Sites of today count at what they sell once all is open, from the first year on.")]


def _worth(worth: SidesWorth, plan: Plan, reader: Reader) -> str:
    """Return what a plan is worth to one side, as the end of a sentence."""
    _, asked = reader.gettext, plan.study.plan
    text = _(
        "the change against today is worth {npv} over {years} years at {rate}; internal rate of return: {irr}; "
        "payback: {payback}."
    )
    return text.format(
        npv=amount(worth.npv, reader.currency, reader),
        years=asked.horizon_years,
        rate=percent(asked.discount_rate, reader),
        irr=_rate(worth.irr, reader),
        payback=_("not within these years")
        if np.isnan(worth.payback)
        else _("{n} years").format(n=exact(worth.payback, 1)),
    )


def _rate(rate: Rate, reader: Reader) -> str:
    return reader.gettext(NO_RATE[rate.why]) if rate.why else percent(rate.value, reader)


def _others_pay(plan: Plan) -> bool:
    """Whether anybody but the maker pays or is paid for any site."""
    maker, everybody = (plan.business.flows[side].total().cash for side in ("company", "all"))
    return not np.allclose(maker, everybody, rtol=1e-9, atol=1e-3)


def _by_year(plan: Plan, reader: Reader) -> Table:
    """Return the maker's cash flows of the change against today, a row a year."""
    case = plan.business
    new, old = yearly_flows(case.flows["company"].total()), yearly_flows(case.today["company"])
    change = new - old

    def summed(lines: tuple[str, ...]) -> pd.Series:
        return change[list(lines)].sum(axis=1)

    frame = pd.DataFrame(
        {
            "year": new["year"],
            "sold": change["sold"],
            "income": summed(INCOME),
            **({"paid_out": paid} if (paid := summed(PAID_OUT)).any() else {}),
            "opex": summed(RUNNING),
            "profit": change["profit"],
            "spent": change["capex"] - change["salvage"],
            "cash": change["cash"],
            "cumulative": change["cash"].cumsum(),
        }
    )
    columns = (m.YEAR, m.SOLD, m.INCOME, m.PAID_OUT, v.OPEX, m.PROFIT, m.SPENT, m.CASH, m.CUMULATIVE)
    caption = reader.gettext("The company's change against today, year by year; year 0 is today")
    return table_of(caption, frame, columns, reader)


def _each(plan: Plan, reader: Reader) -> Table | None:
    """Return what each new site is worth, those that bring most first; None where none opens."""
    if plan.sites.empty:
        return None
    others = (m.NPV_ALL, m.IRR_ALL, m.PAYBACK_ALL, m.COST_ALL) if _others_pay(plan) else ()
    columns = (
        v.SITE, v.FORMAT, v.NPV, m.IRR, m.PAYBACK, m.BREAK_EVEN, v.COST_PER_VEHICLE, m.PER_M2, m.PER_HEAD, *others,
    )  # fmt: skip
    first = plan.sites.head(MOST_SITES)
    shown = read_sites(first, plan.market.candidates, plan.market.zones, reader)
    note = " ".join(others_in("sites.csv", len(plan.sites) - len(first), reader))
    table = table_of(reader.gettext("What each new site is worth"), shown, columns, reader, note=note)
    return table.whole_in("sites.csv")


def _stack(plan: Plan, reader: Reader) -> Table:
    """Return what a vehicle of the whole network costs, line by line."""
    _, case = reader.gettext, plan.business
    maker, everybody = case.worth["company"], case.worth["all"]
    lines = [line for line in LINES if maker.stack[line] or everybody.stack[line]]
    rows = [(_(LINES[line]), maker.stack[line], everybody.stack[line]) for line in lines]
    rows.append((_("In all"), maker.cost_per_vehicle, everybody.cost_per_vehicle))
    frame = pd.DataFrame(rows, columns=[m.COST_LINE.name, m.COST_COMPANY.name, m.COST_ALL.name])
    whole = maker.cost_per_vehicle
    frame = frame.assign(of_cost=frame[m.COST_COMPANY.name] / (whole or np.nan))
    caption = _("What a vehicle of the whole network costs to sell")
    note = _("What was invested in sites of today is spent and counts as nothing.")
    return table_of(caption, frame, (m.COST_LINE, m.COST_COMPANY, m.OF_COST, m.COST_ALL), reader, note=note)
