"""What is known of each zone under today's network: the figures that a map colours zones by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork

__all__ = ["zones_today"]


def zones_today(ground: Groundwork) -> pd.DataFrame:
    """Return a row for each zone, by zone_id.

    people (persons); income (currency/person/year), footfall (visits/day), NaN where not known; demand and what of it
    the own network does not win, unmet (vehicles/year); share of the own network; minutes to the nearest own site with
    the headline function, NaN out of reach; open: rural, with people, and beyond the standard of that function.
    """
    zones, network = ground.market.zones, Network(ground, ground.stands)
    demand = ground.model.by_zone(ground.model.demand)
    won = ground.model.by_zone(ground.model.demand.to_numpy(dtype=float) * np.asarray(network.shares.network))
    minutes = network.minutes[ground.study.plan.coverage].replace(np.inf, np.nan)
    return pd.DataFrame(
        {
            "people": zones["population"].astype(float),
            "income": _known(zones, "income"),
            "footfall": _known(zones, "footfall"),
            "demand": demand,
            "unmet": (demand - won).clip(lower=0.0),
            "share": (won / demand.where(demand > 0)).astype(float),
            "minutes": minutes.reindex(zones.index),
            "open": (zones["rural"].astype(float) > 0.5) & (zones["population"] > 0) & ~network.covered,
        },
        index=zones.index,
    )


def _known(zones: pd.DataFrame, name: str) -> pd.Series:
    return zones[name].astype(float) if name in zones else pd.Series(np.nan, index=zones.index)
