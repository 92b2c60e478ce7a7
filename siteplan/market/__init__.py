"""Market: what is there, as checked tables."""

from siteplan.market.market import (
    WGS84,
    Market,
    RoadNetwork,
    metric_crs,
    middle,
)

__all__ = [
    "WGS84",
    "Market",
    "RoadNetwork",
    "metric_crs",
    "middle",
]
