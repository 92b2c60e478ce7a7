"""What a plan makes of today's sites, where they may close or convert."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from siteplan.evaluate.spared import Loosened
from siteplan.formulate.network import Sold
from siteplan.groundwork import Groundwork
from siteplan.tradearea import Transfers, given_up

__all__ = ["changed_sites"]

COLUMNS = ["site_id", "name", "province", "city", "county", "tier", "format", "status", "change", "capex", "opex"]


def changed_sites(
    ground: Groundwork,
    is_open: NDArray[np.bool_],
    taken: Transfers,
    before: Sold,
    after: Sold,
    caps: Loosened,
) -> gpd.GeoDataFrame:
    """Return a row for each facility that may close or convert, in the order of the table (see Plan.facilities).

    `caps` is what caps make of the changes.
    """
    stands, demand = ground.stands, ground.model.demand.to_numpy()
    options = ground.options.assign(
        capture=demand @ after.shares.options, before=demand @ before.shares.options, above=after.options
    )
    options = options.set_index("site_id", drop=False)
    today = options[stands]
    plan = options[is_open & options.index.isin(today.index)].reindex(today.index)
    sites = today[COLUMNS].assign(
        change=plan["change"].fillna("closed"),
        format=plan["format"].fillna(today["format"]),
        format_today=today["format"],
        phase=1,
        capture=plan["capture"].fillna(0.0),
        capture_today=today["before"],
        demand_above_capacity=plan["above"].fillna(0.0),
        capex=plan["capex"].fillna(today["closing"]),
        opex=plan["opex"].fillna(0.0),
        opex_today=today["opex"],
    )
    won = taken.of(sites.index)
    lost = given_up(ground.model, is_open, stands, ground.site_of)
    sites["net_new"] = won.net_new - lost + caps.spared_by(sites.index).sum()
    sites["net_new"] += caps.moved.reindex(sites.index).fillna(0.0)
    sites["cannibalised"] = won.from_own
    points = ground.market.facilities.geometry.loc[sites.index]
    return gpd.GeoDataFrame(sites.reset_index(drop=True), geometry=points.to_numpy(), crs=ground.market.facilities.crs)
