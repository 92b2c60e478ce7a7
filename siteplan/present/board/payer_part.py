"""Who pays, in sentences and a table: the company's part, that of each partner, and all together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.board import board_vocabulary as b
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["payer_part", "payer_sentences"]

PAYERS: Mapping[str, str] = {
    "company": N_("The company"), "dealer": N_("Dealers"), "franchisee": N_("Franchisees"), "agent": N_("Agents"),
    "partner": N_("Partners of charging and display"), "brands": N_("Other brands"),
    "partners": N_("All but the company"), "all": N_("All together"),
}  # fmt: skip
PURPOSES: Mapping[str, str] = {
    "all": N_("all"), "sales": N_("sales"), "service": N_("service alone"), "charging": N_("charging"),
    "other": N_("display, offices"),
}  # fmt: skip
COLUMNS = (
    b.PURPOSE, b.PAYER, v.CAPEX, m.INCOME, m.PAID_OUT, v.OPEX, b.RESULT_COMPANY, v.COST_PER_VEHICLE,
)  # fmt: skip


def payer_part(plan: Plan, reader: Reader) -> Part:
    """Return who pays what."""
    return Part(reader.gettext("Who pays"), payer_sentences(plan, reader), [_table(plan, reader)], "payers")


def payer_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return investment, running cost and cost per vehicle without and with the partners' part, and by sales alone."""
    _, kpis, currency = reader.gettext, plan.kpis, reader.currency
    if kpis.cost_per_vehicle_all == kpis.cost_per_vehicle and kpis.capex_all == kpis.capex:
        return [_("The company pays for all sites alone.")]
    said = _(
        "What opens, converts or closes costs the company {capex}, all payers together {capex_all}; a year of the "
        "whole network {opex} and {opex_all}; a vehicle {cost} and {cost_all}. Of the company's cost per vehicle, "
        "{selling} is of sites that sell."
    )
    figures = {"capex": kpis.capex, "capex_all": kpis.capex_all, "cost": kpis.cost_per_vehicle,
               "cost_all": kpis.cost_per_vehicle_all, "selling": kpis.cost_per_vehicle_selling}  # fmt: skip
    years = {"opex": kpis.opex, "opex_all": kpis.opex_all}
    told = {key: amount(x, currency, reader) for key, x in figures.items()}
    told |= {key: amount(x, f"{currency}/year", reader) for key, x in years.items()}
    return [said.format(**told), *_partners(plan, reader)]


def _partners(plan: Plan, reader: Reader) -> list[str]:
    """Return how many of the sites that partners pay for lose them money, today and with the plan."""
    case, text = (
        plan.business,
        reader.gettext(
            "Sites that others pay for: {n}, of which {losing} lose them money; today {all}, of which {before} do."
        ),
    )
    new, old = (_paid_by_others(sites) for sites in (case.sites, case.stood))
    if new.empty and old.empty:
        return []
    lose, lost = (int((results < 0).sum()) for results in (new, old))
    return [text.format(n=len(new), losing=lose, before=lost, all=len(old))]


def _paid_by_others(sites: pd.DataFrame) -> pd.Series:
    """Return what partners have of each open site that they pay for or are paid by."""
    results = sites.loc[~sites["closed"].astype(bool), "result_partners"].astype(float)
    return results[results.abs() > 1e-6]


def _table(plan: Plan, reader: Reader) -> Table:
    """Return the plan's network by purpose of its sites and payer."""
    _, rows = reader.gettext, plan.payers[plan.payers["network"] == "plan"]
    frame = rows.assign(
        purpose=[_(PURPOSES[name]) for name in rows["purpose"]], payer=[_(PAYERS[name]) for name in rows["payer"]]
    )
    note = _(
        "Yearly figures are even sums over the horizon that are worth as much. What the company pays out, the others "
        "receive: below nothing there. Costs per vehicle are by the vehicles of the whole network, so that they add "
        "up. What was invested in sites of today is spent and counts as nothing. who_pays.csv has today's network, too."
    )
    caption, whole = _("What the plan's network costs and brings each payer"), int((rows["purpose"] == "all").sum())
    return table_of(caption, frame, COLUMNS, reader, note=note).whole_in("who_pays.csv", whole)
