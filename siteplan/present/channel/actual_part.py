"""Plan against actual, for files, scripts and a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.channel.actual_sales import ActualSales
from siteplan.present.channel import channel_vocabulary as c
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, others_in, table_of
from siteplan.present.text.numbers import exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["actual_dict", "actual_parts", "actual_table"]

MOST_SITES = 20  # that a report tells; actuals.csv tells all
COLUMNS = [
    "site_id", "month", "planned", "actual", "deviation", "planned_so_far", "actual_so_far", "deviation_so_far",
    "planned_cost", "cost", "alert", "period",
]  # fmt: skip
ALERTS: Mapping[str, str] = {"below": N_("below"), "above": N_("above"), "not in the plan": N_("not in the plan")}
BY_PERIOD = (c.PERIOD, c.SITES_TOLD, c.PLANNED_IN, c.ACTUAL_IN, c.DEVIATION_SO_FAR)
SHOWN = (v.SITE, c.MONTH, c.PLANNED_SO_FAR, c.ACTUAL_SO_FAR, c.DEVIATION_SO_FAR, c.ALERT)


def actual_table(plan: Plan) -> pd.DataFrame:
    """Return actuals.csv: a row for each site and month; none where the study has no actual sales."""
    return pd.DataFrame(columns=COLUMNS) if plan.actuals is None else plan.actuals.months[COLUMNS]


def actual_dict(plan: Plan) -> dict[str, Any] | None:
    """Return what actual sales say of the model and of each site, as plain numbers; None where there are none."""
    found = plan.actuals
    if found is None:
        return None
    sites = found.sites[["site_id", "month", "planned_so_far", "actual_so_far", "deviation_so_far", "alert"]]
    return {
        "alert": plan.study.scorecard.alert,
        "ratio": found.ratio,
        "log_error": found.log_error,
        "drift": found.drift,
        "missing_months": found.missing,
        "sites": sites.to_dict("records"),
        "periods": found.periods.to_dict("records"),
        "silent": list(found.silent),
        "late": found.late.to_dict("records"),
    }


def actual_parts(plan: Plan, reader: Reader) -> list[Part]:
    """Return the part of a report on actual sales; none where there are none."""
    if plan.actuals is None:
        return []
    tables = [*_periods(plan.actuals, reader), _table(plan, plan.actuals, reader)]
    return [Part(reader.gettext("Plan against actual"), _sentences(plan, reader), tables, "actual")]


def _sentences(plan: Plan, reader: Reader) -> list[str]:
    _, found = reader.gettext, plan.actuals
    if found is None:
        return []
    if np.isnan(found.ratio):
        return _opened(plan, found, reader)
    alerts = int(found.sites["alert"].isin(["below", "above"]).sum())
    text = reader.ngettext(
        "Sites have sold {ratio} of what was planned of them so far; {n} site is off by more than {alert}.",
        "Sites have sold {ratio} of what was planned of them so far; {n} sites are off by more than {alert}.",
        alerts,
    )
    said = [text.format(ratio=share(found.ratio, reader), n=alerts, alert=share(plan.study.scorecard.alert, reader))]
    model = _("Against the model, sites are off by a factor of {factor} on the mean.")
    if np.isfinite(found.log_error):
        said.append(model.format(factor=exact(float(np.exp(found.log_error)), 2)))
    if np.isfinite(found.drift):
        moved = _("Actual sales by planned ones change by {drift} a month.")
        said.append(moved.format(drift=share(float(np.expm1(found.drift)), reader)))
    return [*said, *_gaps(found, reader), *_opened(plan, found, reader)]


def _opened(plan: Plan, found: ActualSales, reader: Reader) -> list[str]:
    """Return which sites of a plan in phases opened late, outside the plan, or are not told of at all."""
    if plan.phases is None:
        return []
    _, names = reader.gettext, _names(plan, reader)
    late = [
        _("{site} (first sales {month}, planned {quarter})").format(
            site=names.get(row["site_id"], row["site_id"]), month=row["first"], quarter=row["opens"]
        )
        for row in found.late.to_dict("records")
    ]
    outside = found.sites["site_id"][found.sites["alert"] == "not in the plan"]
    told = (
        (_("Opened later than planned: {sites}."), late),
        (
            _("Sold, and not in the plan, which counts nothing of them: {sites}. To keep one as it stands give it a "
              "section [[plan.replan.committed]] with site, format and phase."),
            [names.get(site, site) for site in outside],
        ),
        (
            _("Open by the plan, and no row tells of them though others are told: {sites}."),
            [names.get(site, site) for site in found.silent],
        ),
    )  # fmt: skip
    return [_listing(text, sites, reader) for text, sites in told if sites]


def _listing(text: str, sites: Sequence[str], reader: Reader) -> str:
    """Return a sentence with the names of sites, as many as one reads."""
    said = text.format(sites=reader.gettext("; ").join(sites[:MOST_SITES]))
    return " ".join([said, *others_in("plan.json", len(sites) - MOST_SITES, reader)])


def _names(plan: Plan, reader: Reader) -> dict[str, str]:
    own, candidates = plan.market.facilities, plan.market.candidates
    return {**dict(reader.shown(candidates, "name")), **dict(reader.shown(own, "name"))}


def _periods(found: ActualSales, reader: Reader) -> list[Table]:
    """Return what all sites told were to sell in each period, and sold; nothing where the plan has no phases."""
    if found.periods.empty:
        return []
    known = found.periods.dropna(subset="planned").groupby("period", as_index=False)
    sums = known.agg(sites_told=("site_id", "count"), planned_in=("planned", "sum"), actual_in=("actual", "sum"))
    off = sums["actual_in"] / sums["planned_in"].where(sums["planned_in"] > 0) - 1.0
    note = reader.gettext("Of sites in the plan, in the months of which rows tell; plan.json has each site.")
    title = reader.gettext("Sales by period against the plan")
    return [table_of(title, sums.assign(deviation_so_far=off), BY_PERIOD, reader, note=note)]


def _gaps(found: ActualSales, reader: Reader) -> list[str]:
    """Return how many months are not told of between others, if any."""
    text = reader.ngettext(
        "{n} month between others of its site has no row: it counts neither as planned nor as sold.",
        "{n} months between others of their sites have no row: they count neither as planned nor as sold.",
        found.missing,
    )
    return [text.format(n=found.missing)] if found.missing else []


def _table(plan: Plan, found: ActualSales, reader: Reader) -> Table:
    """Return the sites, those farthest off first."""
    far = found.sites["deviation_so_far"].abs().sort_values(ascending=False, kind="stable", na_position="last").index
    told = found.sites.loc[far].head(MOST_SITES)
    names = _names(plan, reader)
    frame = told.assign(
        name=[names.get(site, site) for site in told["site_id"]],
        alert=[reader.gettext(ALERTS[alert]) if alert else "" for alert in told["alert"]],
    )
    note = " ".join(others_in("actuals.csv", len(found.sites) - len(told), reader))
    table = table_of(reader.gettext("Sales so far against the plan"), frame, SHOWN, reader, note=note)
    return table.whole_in("actuals.csv")
