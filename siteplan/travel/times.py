"""From a market to its travel times, by the source that the study names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.market import Market, RoadNetwork
from siteplan.market.options import may_change
from siteplan.study import Travel
from siteplan.travel.endpoints import Endpoints, sites_as_places, zones_as_places
from siteplan.travel.matrix import TravelMatrix, TravelTimes, matrix_from_pairs
from siteplan.travel.road_network import road_minutes, snap
from siteplan.travel.straight_line import straight_line_minutes

__all__ = ["minutes_source", "minutes_to", "travel_times", "with_more_sites"]

Source = Callable[[Endpoints, Endpoints], csr_array]


def travel_times(travel: Travel, market: Market) -> TravelTimes:
    """Return minutes from every zone to every site within `travel.max_minutes`."""
    zones, minutes = zones_as_places(market), minutes_source(travel, market)

    def to(table: gpd.GeoDataFrame) -> TravelMatrix:
        sites = sites_as_places(table)
        return TravelMatrix(minutes(zones, sites), zones.ids, sites.ids)

    own = market.facilities
    return TravelTimes(to(market.candidates), to(own), to(market.competitors), may_change(own))


def with_more_sites(travel: Travel, market: Market, known: TravelTimes) -> TravelTimes:
    """Return minutes to the candidates of a market, of which some are `known`; all other sites are as before."""
    new = market.candidates[~market.candidates.index.isin(known.candidates.site_ids)]
    if new.empty:
        return replace(known, candidates=known.candidates.to(market.candidates.index))
    both = known.candidates.beside(minutes_to(travel, market, new, travel.max_minutes))
    return replace(known, candidates=both.to(market.candidates.index))


def minutes_to(travel: Travel, market: Market, sites: gpd.GeoDataFrame, within: float) -> TravelMatrix:
    """Return minutes from every zone to other sites, up to `within` and never beyond `travel.max_minutes`."""
    zones, there = zones_as_places(market), sites_as_places(sites)
    near = travel.model_copy(update={"max_minutes": min(within, travel.max_minutes)})
    return TravelMatrix(minutes_source(near, market)(zones, there), zones.ids, there.ids)


def minutes_source(travel: Travel, market: Market) -> Source:
    """Return what gives minutes (n_starts, n_ends) between places, by the source that the study names."""
    if travel.source == "minutes" and market.minutes is not None:
        return partial(_given_minutes, travel, market.minutes)
    if travel.source == "roads" and market.roads is not None:
        return partial(_roads_and_elsewhere, travel, market.roads)
    return partial(straight_line_minutes, travel)


def _given_minutes(travel: Travel, table: pd.DataFrame, zones: Endpoints, sites: Endpoints) -> csr_array:
    """Return the user's own minutes for these sites."""
    i = zones.ids.get_indexer(pd.Index(table["zone_id"]))
    j = sites.ids.get_indexer(pd.Index(table["site_id"]))
    minutes = table["minutes"].to_numpy(dtype=float)
    known = (i >= 0) & (j >= 0) & (minutes <= travel.max_minutes)
    return matrix_from_pairs(i[known], j[known], minutes[known], (len(zones), len(sites)))


def _roads_and_elsewhere(travel: Travel, roads: RoadNetwork, zones: Endpoints, sites: Endpoints) -> csr_array:
    """Return road minutes, and straight-line minutes for pairs with an end off the network."""
    by_road = road_minutes(travel, roads, zones, sites)
    if travel.elsewhere == "unreachable":
        return by_road
    on_zone, on_site = snap(travel, roads, zones).on_road, snap(travel, roads, sites).on_road
    if on_zone.all() and on_site.all():
        return by_road
    crow = straight_line_minutes(travel, zones, sites).tocoo()
    off = ~(on_zone[crow.row] & on_site[crow.col])
    road = by_road.tocoo()
    return matrix_from_pairs(
        np.concatenate((road.row, crow.row[off])),
        np.concatenate((road.col, crow.col[off])),
        np.concatenate((road.data, crow.data[off])),
        by_road.shape,
    )
