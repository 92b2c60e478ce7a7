"""What is known of each zone under today's network: the figures that a map colours zones by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.score.white_space import unmet_demand

__all__ = ["zones_today"]


def zones_today(ground: Groundwork) -> pd.DataFrame:
    """Return a row for each zone, by zone_id.

    people (persons); income (currency/person/year), footfall (visits/day), NaN where not known; demand, sales that the
    own network wins of it, unmet that it does not, unserved that nobody wins (all vehicles/year); share of the own
    network, and of rivals; minutes to the nearest own site with the headline function, NaN out of reach; gap (charging
    sessions/day that stations leave unserved) and access (sessions that can be had for each asked), NaN where no
    stations are known; open: rural, with people, and beyond the standard of the headline function.
    """
    zones, network = ground.market.zones, Network(ground, ground.stands)
    demand = ground.model.by_zone(ground.model.demand)
    split, charging = unmet_demand(ground.model, ground.stands), ground.charging
    charged = pd.DataFrame(index=zones.index) if charging is None else charging.zones
    won = ground.model.by_zone(ground.model.demand.to_numpy(dtype=float) * np.asarray(network.shares.network))
    minutes = network.minutes[ground.study.plan.coverage].replace(np.inf, np.nan)
    return pd.DataFrame(
        {
            "people": zones["population"].astype(float),
            "income": _known(zones, "income"),
            "footfall": _known(zones, "footfall"),
            "demand": demand,
            "sales": won,
            "unmet": (demand - won).clip(lower=0.0),
            "unserved": split["unserved"],
            "share": (won / demand.where(demand > 0)).astype(float),
            "rivals": (split["rivals"] / demand.where(demand > 0)).astype(float),
            "gap": _known(charged, "gap"),
            "access": _known(charged, "access"),
            "minutes": minutes.reindex(zones.index),
            "open": (zones["rural"].astype(float) > 0.5) & (zones["population"] > 0) & ~network.covered,
        },
        index=zones.index,
    )


def _known(zones: pd.DataFrame, name: str) -> pd.Series:
    return zones[name].astype(float) if name in zones else pd.Series(np.nan, index=zones.index)
