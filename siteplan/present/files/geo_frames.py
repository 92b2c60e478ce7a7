"""Sites and zones of a plan with their places: what files for maps of others hold."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.plan_text.changes import change_sentence, decided_sites
from siteplan.present.plan_text.volumes import why_sentences
from siteplan.present.text.reader import Reader
from siteplan.tradearea.demand import demand_amounts
from siteplan.tradearea.parts import demand_parts

__all__ = ["explained_sites", "zone_frame"]


def explained_sites(plan: Plan, reader: Reader) -> gpd.GeoDataFrame:
    """Return the sites that the plan decides on with why each opens, or what becomes of it."""
    why = why_sentences(plan, reader)
    why += [change_sentence(plan, site_id, reader) for site_id in plan.facilities["site_id"]]
    return decided_sites(plan).assign(why=why)


def zone_frame(plan: Plan) -> gpd.GeoDataFrame:
    """Return the zones with the steps of their demand, and no number in place of minutes without limit."""
    minutes = [column for column in plan.zones if column.startswith("minutes_")]
    finite = plan.zones.assign(**{column: plan.zones[column].replace(np.inf, np.nan) for column in minutes})
    return finite.join(_zone_demand(plan))


def _zone_demand(plan: Plan) -> pd.DataFrame:
    """Return the steps of each zone's demand, and its parts by segment and line where there are any."""
    demand, zones = plan.study.demand, plan.market.zones
    steps = demand_amounts(demand, zones).drop(columns=["persons", "demand"], errors="ignore")
    if plan.segments.empty:
        return steps
    parts = demand_parts(demand, zones).mul(plan.zones["demand"], axis=0)
    return steps.join(
        parts.set_axis(
            ["demand: " + ", ".join(name for name in part if name) for part in parts.columns.to_flat_index()], axis=1
        )
    )
