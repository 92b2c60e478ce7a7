"""Rivals and their replies as files: who wins what, what each reply takes, and its sites as a table of competitors."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.stress.replies import BrandReply

__all__ = ["reply_dict", "reply_files"]

SHARES = ["reply", "kind", "brand", "sites", "won_before", "won", "share_before", "share"]
TAKEN = [
    "brand", "scope", "city", "sites", "gain", "from_us", "wins_before", "wins", "bound", "gap", "status",
]  # fmt: skip
SITES = ["site_id", "name", "brand", "class", "attractiveness", "lon", "lat", "city", "county", "tier"]
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_LONGEST = 60  # letters of a brand in a file's name


def reply_files(plan: Plan) -> dict[str, pd.DataFrame]:
    """Return the tables by their files: rivals.csv, replies.csv, and replies_BRAND.csv of each brand that replies.

    The last are tables of competitors as a study names them, of what the brand would open.
    """
    files = {"rivals.csv": _shares(plan), "replies.csv": _taken(plan)}
    for number, reply in enumerate(plan.replies, start=1):
        name = _NOT_IN_NAMES.sub("_", reply.spec.brand)[:_LONGEST].strip("_") or str(number)
        file = f"replies_{name}.csv"
        files[file if file not in files else f"replies_{name}_{number}.csv"] = _opened(reply)
    return files


def reply_dict(plan: Plan) -> dict[str, Any]:
    """Return the same tables for scripts."""
    sites = [row for reply in plan.replies for row in _opened(reply).to_dict("records")]
    return {
        "rivals": _shares(plan).to_dict("records"),
        "replies": _taken(plan).to_dict("records"),
        "reply_sites": sites,
    }


def _shares(plan: Plan) -> pd.DataFrame:
    """Return who wins what, today beside the plan; then beside each brand's reply, named in `reply`."""
    planned = plan.market_shares
    tables = [planned.assign(reply="")] if len(planned) else []
    before = planned.set_index(["kind", "brand"])[["won_before", "share_before"]] if len(planned) else pd.DataFrame()
    for reply in plan.replies:
        both = reply.shares.set_index(["kind", "brand"]).join(before, how="left").fillna(0.0)
        tables.append(both.reset_index().assign(reply=reply.spec.brand))
    return pd.concat(tables, ignore_index=True)[SHARES] if tables else pd.DataFrame(columns=SHARES)


def _taken(plan: Plan) -> pd.DataFrame:
    """Return a row for each reply, then one for each city in which somebody gains or loses by it."""
    rows: list[dict[str, Any]] = []
    for reply in plan.replies:
        whole = {
            "sites": len(reply.sites), "gain": reply.wins - reply.wins_before, "from_us": reply.from_us,
            "wins_before": reply.wins_before, "wins": reply.wins, "bound": reply.bound, "gap": reply.gap,
            "status": reply.status,
        }  # fmt: skip
        rows.append({"brand": reply.spec.brand, "scope": "plan", "city": "", **whole})
        cities = reply.cities.assign(brand=reply.spec.brand, scope="city").to_dict("records")
        rows += [{str(key): value for key, value in row.items()} for row in cities]
    return pd.DataFrame(rows, columns=TAKEN)


def _opened(reply: BrandReply) -> pd.DataFrame:
    """Return the sites of a reply as competitors; no id is one of a candidate, which may open, too."""
    sites = reply.sites
    ids = [f"{reply.spec.brand}@{site}" for site in sites.index]
    named = [f"{reply.spec.brand} {name}" for name in sites["name"]]
    places = {"lon": sites.geometry.x, "lat": sites.geometry.y}
    table = pd.DataFrame(sites.drop(columns="geometry")).assign(site_id=ids, name=named, **places)
    return table.reindex(columns=SITES).reset_index(drop=True)
