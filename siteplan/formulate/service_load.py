"""Service load: the owners of vehicles in use that each site looks after, never more than it has places for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from siteplan.groundwork import Groundwork
from siteplan.market.access import offers
from siteplan.tradearea.demand import owners
from siteplan.tradearea.owner_room import owner_room

__all__ = ["ServiceLoad", "nearest_with_room", "service_load"]

Floats = NDArray[np.float64]
BLOCK = 8_192  # pairs looked at together: those that are settled by then are passed over at once


@dataclass(frozen=True)
class ServiceLoad:
    """Who looks after whom: each owner is handed to the nearest site with the function "service" that has room.

    Attributes
    ----------
    owners : (n_zones,) vehicles of the own brand in use
    in_reach : (n_zones,) whether any site with the function is within reach
    handed : csr_array (n_zones, n_sites) owners that a site looks after; sites are the open options, then the
        facilities that stay
    room : (n_sites,) most owners that a site looks after: infinite where nothing says so, 0 where it has no service
    """

    owners: Floats
    in_reach: NDArray[np.bool_]
    handed: csr_array
    room: Floats

    @property
    def load(self) -> Floats:
        """Owners that each site looks after (n_sites,)."""
        return np.asarray(self.handed.sum(axis=0), dtype=float)

    @property
    def unserved(self) -> Floats:
        """Owners of each zone who reach a site, and find no room at any (n_zones,)."""
        left = self.owners - np.asarray(self.handed.sum(axis=1), dtype=float)
        return np.asarray(np.where(self.in_reach, np.maximum(left, 0.0), 0.0))

    @property
    def out_of_reach(self) -> Floats:
        """Owners of each zone who reach no site at all (n_zones,)."""
        return np.asarray(np.where(self.in_reach, 0.0, self.owners))

    @property
    def is_limited(self) -> bool:
        """Whether any site says how many owners it looks after at most."""
        return bool(np.isfinite(self.room[self.room > 0]).any())


def service_load(ground: Groundwork, opened: pd.DataFrame) -> ServiceLoad:
    """Return who looks after whom with these options open beside the facilities that stay."""
    travel, formats = ground.travel, ground.study.formats
    room = np.concatenate([owner_room(ground.study, some) for some in (opened, ground.facilities)])
    serves = np.concatenate([offers(formats, opened, "service"), offers(formats, ground.facilities, "service")])
    minutes = travel.decision.to(opened["site_id"]).beside(travel.fixed).minutes
    pairs = coo_array(csr_array(minutes)[:, np.flatnonzero(serves)])
    own = owners(ground.study.demand, ground.market.zones).to_numpy(dtype=float)
    near = nearest_with_room(pairs, own, room[serves]).tocoo()
    handed = csr_array((near.data, (near.row, np.flatnonzero(serves)[near.col])), shape=(len(own), len(serves)))
    reach = np.bincount(pairs.row, minlength=len(own)) > 0
    return ServiceLoad(own, reach, handed, room)


def nearest_with_room(minutes: coo_array, wanted: Floats, room: Floats) -> csr_array:
    """Hand owners (n_zones,) to sites, the nearest pair of zone and site first, and return who is where.

    Nobody who is turned away lives nearer to that site than anybody whom it looks after (a stable matching: Gale and
    Shapley 1962, American Mathematical Monthly 69, 9-15). Another way of handing them out may find room for more.

    Parameters
    ----------
    minutes : coo_array (n_zones, n_sites); a pair that is not stored is out of reach
    room : (n_sites,) most owners of each
    """
    order = np.lexsort((minutes.col, minutes.row, minutes.data))
    zones, sites = minutes.row[order], minutes.col[order]
    left, free, found = wanted.astype(float), room.astype(float), []
    for start in range(0, len(order), BLOCK):
        pair = slice(start, start + BLOCK)
        for at in start + np.flatnonzero((left[zones[pair]] > 0) & (free[sites[pair]] > 0)):
            zone, site = zones[at], sites[at]
            some = min(left[zone], free[site])
            if some > 0:
                left[zone] -= some
                free[site] -= some
                found.append((zone, site, some))
    rows, columns, amounts = zip(*found, strict=True) if found else ((), (), ())
    return csr_array((np.array(amounts, dtype=float), (rows, columns)), shape=minutes.shape)
