"""Service room: whom each site looks after, and which owners find no room, city by city."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.formulate.network import Network
from siteplan.formulate.service_load import ServiceLoad

__all__ = ["ServiceRoom", "service_room"]

CITIES = ["network", "city", "owners", "owners_served", "owners_room", "owners_unserved", "owners_out_of_reach"]
SITES = ["site_id", "change", "owners_served", "owners_room"]
ZONES = ["zone_id", "site_id", "share", "owners_served"]


@dataclass(frozen=True)
class ServiceRoom:
    """Owners of vehicles in use and the places that service sites have for them; empty where no format limits these.

    Attributes
    ----------
    sites : DataFrame, a row for each site of the plan with service
        site_id, change ("stays", "kept", "new", "converted"), owners_served, owners_room (most that it looks after;
        NaN where nothing says so).
    zones : DataFrame, a row for each zone and site that looks after owners there
        zone_id, site_id, share (of the zone's owners), owners_served.
    cities : DataFrame, a row for each city of today's network and of the plan's
        network ("today", "plan"), city, owners, how many of them find what, and room: that of the sites in the city,
        NaN without limit.
    """

    sites: pd.DataFrame
    zones: pd.DataFrame
    cities: pd.DataFrame

    def of(self, site_ids: pd.Series, changes: pd.Series) -> pd.DataFrame:
        """Return owners_served and owners_room of sites (site_id, change), NaN of those without service."""
        known = self.sites.set_index(["site_id", "change"])[["owners_served", "owners_room"]]
        return known.reindex(pd.MultiIndex.from_arrays([site_ids, changes])).set_axis(site_ids.index)


def service_room(before: Network, after: Network) -> ServiceRoom:
    """Return who looks after whom in a network, and by city who finds no room there and today."""
    if all(spec.owners is None for spec in after.ground.study.formats.values()):
        return ServiceRoom(*(pd.DataFrame(columns=names) for names in (SITES, ZONES, CITIES)))
    cities = [_by_city(name, network) for name, network in (("today", before), ("plan", after))]
    zones = _zones(after.service, after.ground.market.zones.index, _site_ids(after))
    return ServiceRoom(_sites(after)[SITES].replace(np.inf, np.nan), zones, pd.concat(cities, ignore_index=True))


def _site_ids(network: Network) -> pd.Series:
    """Return the ids of the sites of a network's service load, in their order."""
    return pd.Series([*network.opened["site_id"], *network.ground.facilities.index], dtype=object)


def _sites(network: Network) -> pd.DataFrame:
    load, n_staying = network.service, len(network.ground.facilities)
    cities = [*network.opened["city"], *network.ground.facilities["city"]]
    table = pd.DataFrame(
        {
            "site_id": _site_ids(network),
            "change": [*network.opened["change"], *["stays"] * n_staying],
            "city": pd.Series(cities, dtype=object),
            "owners_served": load.load,
            "owners_room": load.room,
        }
    )
    return table[load.room > 0].reset_index(drop=True)


def _zones(load: ServiceLoad, zone_ids: pd.Index, site_ids: pd.Series) -> pd.DataFrame:
    pairs = load.handed.tocoo()
    zones, sites = pairs.coords
    table = pd.DataFrame(
        {
            "zone_id": zone_ids[zones],
            "site_id": site_ids.to_numpy()[sites],
            "share": pairs.data / load.owners[zones],
            "owners_served": pairs.data,
        }
    )
    return table.iloc[np.lexsort((sites, zones))].reset_index(drop=True)


def _by_city(name: str, network: Network) -> pd.DataFrame:
    """Return owners by city, and how many find what: owners by where they live, room by where the sites are."""
    load, cities = network.service, network.ground.market.zones["city"].to_numpy()
    served = np.asarray(load.handed.sum(axis=1), dtype=float)
    of_zones = pd.DataFrame(
        {
            "owners": load.owners,
            "owners_served": served,
            "owners_unserved": load.unserved,
            "owners_out_of_reach": load.out_of_reach,
        }
    )
    room = _sites(network).groupby("city")["owners_room"].sum()
    table = of_zones.groupby(cities).sum().join(room).fillna({"owners_room": 0.0}).replace(np.inf, np.nan)
    return table.rename_axis("city").reset_index().assign(network=name)[CITIES]
