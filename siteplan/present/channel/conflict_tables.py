"""Conflicts between own sites and who serves whom, for files and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study.conflict_spec import LEVELS

__all__ = ["area_rows", "conflict_dict", "conflict_table", "decides", "served_dict"]

DECIDES: Mapping[str, str] = {"low": N_("region"), "medium": N_("headquarters"), "high": N_("board")}
COLUMNS = [
    "scope", "site_id", "name", "city", "format", "ownership", "to", "to_format", "to_ownership", "won_today", "lost",
    "lost_share", "losing_to", "territories", "minutes_apart", "shared_people", "breach", "severity", "decides",
    "lost_margin", "own_part", "own_margin",
]  # fmt: skip


def decides(severity: str, plan: Plan, reader: Reader) -> str:
    """Return who decides on a conflict: as [conflict] says, else the usual; nobody where there is none."""
    own = dict(plan.study.conflict.decides)
    return "" if severity not in LEVELS else own.get(severity) or reader.gettext(DECIDES[severity])


def conflict_table(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return conflict.csv: a row of scope "site" for each own site, then one of scope "pair" for each pair."""
    found = plan.conflict
    table = pd.concat([found.sites.assign(scope="site"), found.pairs.assign(scope="pair")], ignore_index=True).reindex(
        columns=COLUMNS
    )
    return table.assign(decides=[decides(level, plan, reader) for level in table["severity"]])


def area_rows(plan: Plan) -> pd.DataFrame:
    """Return service_areas.csv: the zones by group, with the demand of the whole area that each belongs to.

    Where formats limit the owners that they look after, group "service" has for each zone every site that looks after
    owners there, with its load and places.
    """
    served = plan.served
    areas = served.sites.set_index(["group", "site_id"])["demand"].rename("area_demand")
    won = served.zones.join(areas, on=["group", "site_id"])
    if plan.service.zones.empty:
        return won
    sites = plan.service.sites.groupby("site_id")[["owners_served", "owners_room"]].sum(min_count=1)
    cared = plan.service.zones.join(sites.rename(columns={"owners_served": "owners_load"}), on="site_id")
    demand = plan.zones["demand"].reindex(cared["zone_id"]).to_numpy()
    return pd.concat([won, cared.assign(group="service", basis="nearest with room", demand=demand)], ignore_index=True)


def conflict_dict(plan: Plan) -> dict[str, Any]:
    """Return conflicts as plain numbers and text: how many of each severity, each own site, the cities' difficulty."""
    found, limits = plan.conflict, plan.study.conflict
    reader = Reader.of(plan.study, "en")
    counts = found.sites["severity"].value_counts()
    return {
        "share_lost": dict(limits.share_lost),
        "decides": {level: decides(level, plan, reader) for level in LEVELS},
        "territory_minutes": found.territory_minutes,
        "severities": {level: int(counts.get(level, 0)) for level in ("none", *LEVELS)},
        "lost": float(found.sites["lost"].sum()),
        "territories_breached": int((found.sites["territories"] > 0).sum()),
        "sites": found.sites.drop(columns=["name", "city", "county", "tier"]).to_dict("records"),
        "difficulty": found.cities["difficulty"].to_dict(),
    }


def served_dict(plan: Plan) -> dict[str, Any]:
    """Return how even the areas of each group of sites are, and the demand of each area."""
    served = plan.served
    return {
        "balance": served.balance.to_dict("index"),
        "sites": served.sites.to_dict("records"),
    }
