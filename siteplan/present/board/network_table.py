"""Every site of the plan's network and each that closes: what it sells, looks after and brings, today and then."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan

__all__ = ["network_table"]

COLUMNS = [
    "site_id", "name", "city", "county", "tier", "format", "ownership", "change", "sold_before", "sold", "lost",
    "lost_share", "severity", "owners_served", "owners_room", "result_before", "result", "result_partners_before",
    "result_partners",
]  # fmt: skip
TODAY = ("sold", "result", "result_partners")


def network_table(plan: Plan) -> pd.DataFrame:
    """Return network.csv: a row a site, today's first, those that lose most of what they sell before the others.

    Results are even yearly sums of the company and of all others who pay (see BusinessCase); `lost` is the demand that
    new sites take of it. Figures of today are empty for sites that open.
    """
    sites = plan.business.sites.reset_index(drop=True)
    room = plan.service.of(sites["site_id"], sites["change"])
    owned = [plan.study.formats[name].ownership for name in sites["format"]]
    table = sites.assign(ownership=owned, **_today(plan, sites), **_lost(plan, sites)).assign(
        owners_served=room["owners_served"], owners_room=room["owners_room"]
    )
    order = ["new_site", "lost_share", "site_id"]
    ranked = table.assign(new_site=table["change"] == "new").sort_values(
        order, ascending=[True, False, True], kind="stable"
    )
    return ranked[COLUMNS].reset_index(drop=True)


def _today(plan: Plan, sites: pd.DataFrame) -> dict[str, pd.Series]:
    """Return today's figures of sites that stand already."""
    stood = plan.business.stood.set_index("site_id")[list(TODAY)]
    known = stood.reindex(sites["site_id"]).set_axis(sites.index)
    opens = sites["change"] == "new"
    return {f"{name}_before": known[name].mask(opens) for name in TODAY}


def _lost(plan: Plan, sites: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what sites that stay as they are lose to new ones."""
    found = plan.conflict.sites.set_index("site_id").reindex(sites["site_id"]).set_axis(sites.index)
    stays = sites["change"].isin(["stays", "kept"])
    numbers = {name: found[name].astype(float).where(stays, np.nan) for name in ("lost", "lost_share")}
    return {**numbers, "severity": found["severity"].where(stays, "")}
