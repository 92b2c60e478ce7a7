"""Who serves whom: each zone's site by ownership, the demand of each site's area, and how even the areas are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from siteplan.evaluate.channel.own_network import OwnNetwork

__all__ = ["ServiceAreas", "gini", "service_areas"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ServiceAreas:
    """The zones of each site.

    Attributes
    ----------
    zones : DataFrame, a row for each zone and group that has a site there
        zone_id, group ("all", an ownership, or "agent"), site_id, share (of the zone's demand that the site wins;
        NaN of agents), basis ("wins most", or of agents "nearest"), demand (of the zone).
    sites : DataFrame, a row for each site of a group: group, site_id, zones and demand (vehicles/year) of its area
    balance : DataFrame by group: sites, mean and most (demand of an area), most_by_mean, gini
    """

    zones: pd.DataFrame
    sites: pd.DataFrame
    balance: pd.DataFrame


def service_areas(own: OwnNetwork) -> ServiceAreas:
    """Return who serves whom in a network: of all sites and of those of each ownership, the one that wins most.

    Agents, under whom others stand, need not sell: a zone's is the nearest. Zones where no site of a group wins
    anything, or that no agent reaches, have none.
    """
    parts = [(group, members, _served(own, members, group == "agent")) for group, members in _groups(own)]
    zones = pd.concat([_zone_rows(own, group, who) for group, _, who in parts], ignore_index=True)
    sites = pd.concat([_site_rows(own, group, *rest) for group, *rest in parts], ignore_index=True)
    return ServiceAreas(zones, sites, _balance(sites))


def gini(values: Floats) -> float:
    """Return the Gini coefficient of amounts, 0 where all are alike; NaN where there is nothing."""
    ordered, n, whole = np.sort(values), len(values), float(values.sum())
    if whole <= 0:
        return float("nan")
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * whole))


def _groups(own: OwnNetwork) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """Yield each group with the positions of its sites."""
    sells = np.asarray(own.sites["won"].to_numpy(dtype=float) > 0)
    yield "all", np.flatnonzero(sells)
    for ownership in sorted(set(own.sites["ownership"])):
        of_it = (own.sites["ownership"] == ownership).to_numpy(dtype=bool) & sells
        if of_it.any():
            yield ownership, np.flatnonzero(of_it)
    if own.sites["agent"].any():
        yield "agent", np.flatnonzero(own.sites["agent"].to_numpy(dtype=bool))


def _served(own: OwnNetwork, members: NDArray[np.intp], nearest: bool) -> NDArray[np.intp]:
    """Return the position of the site that serves each zone, -1 where none does (n_zones,)."""
    pairs = csc_array(own.minutes.minutes if nearest else own.shares)[:, members].tocoo()
    value = pairs.data if nearest else -pairs.data
    known = np.ones(len(value), dtype=bool) if nearest else value < 0
    zone, site = pairs.coords[0][known], pairs.coords[1][known]
    order = np.lexsort((site, value[known], zone))
    first = np.unique(zone[order], return_index=True)
    out = np.full(len(own.demand), -1, dtype=np.intp)
    out[first[0]] = members[site[order][first[1]]]
    return out


def _zone_rows(own: OwnNetwork, group: str, who: NDArray[np.intp]) -> pd.DataFrame:
    served = np.flatnonzero(who >= 0)
    sites, agents = who[served], group == "agent"
    given = not agents and len(served) > 0  # of no zone sparse arrays give no numbers
    share = np.asarray(own.shares[served, sites], dtype=float) if given else np.full(len(served), np.nan)
    return pd.DataFrame(
        {
            "zone_id": own.demand.index[served],
            "group": group,
            "site_id": own.sites["site_id"].to_numpy()[sites],
            "share": share,
            "basis": "nearest" if agents else "wins most",
            "demand": own.demand.to_numpy(dtype=float)[served],
        }
    )


def _site_rows(own: OwnNetwork, group: str, members: NDArray[np.intp], who: NDArray[np.intp]) -> pd.DataFrame:
    served, n = who >= 0, len(own.sites)
    demand = np.bincount(who[served], own.demand.to_numpy(dtype=float)[served], n)
    zones = np.bincount(who[served], minlength=n)
    ids = own.sites["site_id"].to_numpy()[members]
    return pd.DataFrame({"group": group, "site_id": ids, "zones": zones[members], "demand": demand[members]})


def _balance(sites: pd.DataFrame) -> pd.DataFrame:
    by_group = sites.groupby("group", sort=False)["demand"]
    table = pd.DataFrame({"sites": by_group.size(), "mean": by_group.mean(), "most": by_group.max()})
    return table.assign(
        most_by_mean=table["most"] / table["mean"].where(table["mean"] > 0),
        gini=[gini(part.to_numpy(dtype=float)) for _, part in by_group],
    )
