"""The world of a study with a visitor's own candidates beside those of its files."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import geopandas as gpd

from siteplan.pipeline import lay_beside
from siteplan.store.groundwork_cache import World

__all__ = ["digest", "world_beside"]


def world_beside(world: World, sites: gpd.GeoDataFrame, forecast: bool = False) -> World:
    """Return the world with further candidates, finished as a market's; without their `forecast` in half the time."""
    key = hashlib.sha256(f"{world.key} {digest(sites)} {forecast}".encode()).hexdigest()[:32]
    return replace(world, ground=lay_beside(world.ground, sites, forecast), key=key)


def digest(sites: gpd.GeoDataFrame) -> str:
    """Return a name for all that a table of sites says."""
    return hashlib.sha256(sites.to_json(to_wgs84=False, default=str).encode()).hexdigest()
