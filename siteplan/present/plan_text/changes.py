"""What becomes of today's sites: in words, and which of them stay."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["change_clauses", "change_name", "change_sentence", "changed", "decided_sites", "staying"]

_CHANGES: Mapping[str, str] = {
    "kept": N_("stays"),
    "converted": N_("converted"),
    "closed": N_("closed"),
}


def change_name(change: str, reader: Reader) -> str:
    """Return what a plan does with one of today's sites, in a word."""
    return reader.gettext(_CHANGES[change])


def changed(plan: Plan, change: str) -> gpd.GeoDataFrame:
    """Return the rows of Plan.facilities of one kind: kept, converted or closed."""
    return plan.facilities[plan.facilities["change"] == change]


def staying(plan: Plan) -> gpd.GeoDataFrame:
    """Return today's sites that the plan leaves as they are, as the market has them."""
    gone = plan.facilities.loc[plan.facilities["change"] != "kept", "site_id"]
    own = plan.market.facilities
    return own[~own.index.isin(gone)]


def decided_sites(plan: Plan) -> gpd.GeoDataFrame:
    """Return every site that the plan decides on: the new ones, then those of today that might change."""
    if plan.facilities.empty:
        return plan.sites
    both: gpd.GeoDataFrame = pd.concat([plan.sites, plan.facilities], ignore_index=True)
    return both


def change_clauses(plan: Plan, reader: Reader) -> list[str]:
    """Return how many of today's sites convert and close, as "closes 2 sites"; nothing of those that stay."""
    _n = reader.ngettext
    converted, closed = (len(changed(plan, change)) for change in ("converted", "closed"))
    clauses = [
        (converted, _n("converts {n} site", "converts {n} sites", converted)),
        (closed, _n("closes {n} site", "closes {n} sites", closed)),
    ]
    return [text.format(n=n) for n, text in clauses if n]


def change_sentence(plan: Plan, site_id: str, reader: Reader) -> str:
    """Return what becomes of one of today's sites, and what that means."""
    _ = reader.gettext
    site = plan.facilities.set_index("site_id").loc[site_id]
    currency = reader.currency
    texts = {
        "kept": _("Stays as it is; wins {capture} ({today} today)."),
        "converted": _("Becomes {format} for {capex}; wins {capture} ({today} today)."),
        "closed": _("Closes for {capex}, which saves {opex}; wins {today} today, {lost} of which go to others.")
        if site["capex"] > 0
        else _("Closes, which saves {opex}; wins {today} today, {lost} of which go to others."),
    }
    return texts[str(site["change"])].format(
        format=reader.format_name(str(site["format"])),
        capex=amount(site["capex"], currency, reader),
        opex=amount(site["opex_today"], f"{currency}/year", reader),
        capture=amount(site["capture"], "vehicles/year", reader),
        today=amount(site["capture_today"], "vehicles/year", reader),
        lost=amount(-site["net_new"], "vehicles/year", reader),
    )
