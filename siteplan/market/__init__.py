"""Market: what is there, as checked tables."""

from siteplan.market.market import (
    MAIN_ROADS,
    WGS84,
    Market,
    RoadNetwork,
    metric_crs,
    middle,
)

__all__ = [
    "MAIN_ROADS",
    "WGS84",
    "Market",
    "RoadNetwork",
    "metric_crs",
    "middle",
]
