"""The table of today's sites that the plan might close or convert."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.market.sales_caps import has_caps
from siteplan.present.plan_text.changes import change_name, change_sentence
from siteplan.present.reports.report_parts import Heading, Table
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader

__all__ = ["change_rows"]


def change_rows(plan: Plan, reader: Reader) -> list[Table]:
    """Return what becomes of each such site, and what that means; no table where all sites stay in any plan."""
    if plan.facilities.empty:
        return []
    _ = reader.gettext
    names, places = reader.shown(plan.market.facilities, "name"), reader.place_names(plan.market.zones)
    columns = [
        Heading(_("Site"), words=True),
        Heading(_("City"), words=True),
        Heading(_("Format today"), words=True),
        Heading(_("With the plan"), words=True),
        Heading(_("Format"), words=True),
        Heading(_("Wins today, vehicles/year")),
        Heading(_("With the plan")),
        *([Heading(_("Above capacity"))] if has_caps(plan.study) else []),
        Heading(_("Net-new")),
        Heading(_("Investment")),
        Heading(_("Running cost a year")),
    ]
    rows = [
        [
            str(names[site.site_id]),
            places.get((site.city, site.county), (site.city, ""))[0],
            reader.format_name(site.format_today),
            change_name(site.change, reader),
            reader.format_name(site.format) if site.change == "converted" else "",
            exact(site.capture_today),
            exact(site.capture),
            *([exact(site.demand_above_capacity)] if has_caps(plan.study) else []),
            exact(site.net_new),
            amount(site.capex, "", reader),
            amount(site.opex, "", reader),
        ]
        for site in plan.facilities.itertuples()
    ]
    note = _("Money in {currency}.").format(currency=reader.money_word())
    why = [change_sentence(plan, site_id, reader) for site_id in plan.facilities["site_id"]]
    return [Table(_("Sites of today that may close or convert"), columns, rows, note, why)]
