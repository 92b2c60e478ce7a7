"""The scenes behind the pictures: demand, today's coverage, what changes, on the ground of the plan's own map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.maps.merged_zones import Mosaic, per_km2, screen_mosaic
from siteplan.present.maps.scene.map_scene import Rings, Scene
from siteplan.present.maps.scene.scene_frame import rings_of
from siteplan.present.maps.scene.scene_of import scene_frame
from siteplan.present.theme import coverage_classes as coverage

__all__ = ["PARTS", "StoryGround", "densest"]

PARTS = (0.5, 0.8, 1.0)
"""Of the demand: what the densest zones hold, those and the next, and all."""
_DENSITY = ("dense", "middling", "thin")
_TODAY = {coverage.COVERED: "today", coverage.URBAN_OPEN: "urban", coverage.RURAL_OPEN: "rural"}


@dataclass(frozen=True)
class StoryGround:
    """A plan, and its map as its folder keeps it."""

    plan: Plan
    scene: Scene

    def demand(self) -> Scene:
        """Return where demand is: the densest zones that hold half of it, the next, and the rest."""
        return replace(self.scene, areas=self._areas(densest(self.plan.zones), dict(enumerate(_DENSITY))), sites=())

    def today(self) -> Scene:
        """Return who is reached today, and the sites that stand, in the formats that they have."""
        formats = self.plan.market.facilities["format"]
        sites = tuple(
            replace(site, state="own", format=str(formats.get(site.site_id, site.format)))
            for site in self.scene.sites
            if site.state != "new"
        )
        return replace(self.scene, areas=self._areas(coverage.before(self.plan.zones), _TODAY), sites=sites)

    def opens(self) -> Scene:
        """Return what changes, on plain ground."""
        return replace(self.scene, areas={})

    def _areas(self, by: pd.Series, kinds: Mapping[int, str]) -> dict[str, Rings]:
        frame = scene_frame(self.plan, self._mosaic.areas)
        least = frame.least_area(self._mosaic.areas)
        merged: gpd.GeoSeries = self._mosaic.merged(by)
        return {kinds[int(kind)]: rings_of(frame.shape(area), least) for kind, area in merged.items()}

    @cached_property
    def _mosaic(self) -> Mosaic:
        return screen_mosaic(self.plan.zones)


def densest(zones: gpd.GeoDataFrame) -> pd.Series:
    """Return the place in PARTS of each zone: 0 of the densest that hold half of all demand; NaN where there is none.

    Dense is demand by area; of zones that are points, demand alone.
    """
    demand = zones["demand"].where(zones["demand"] > 0)
    ordered = demand.loc[per_km2(demand, zones).sort_values(ascending=False, kind="stable").index].fillna(0.0)
    held_before = (ordered.cumsum() - ordered).reindex(zones.index) / max(float(demand.sum()), 1e-12)
    place = np.searchsorted(PARTS, held_before.to_numpy() + 1e-9)
    return pd.Series(np.minimum(place, len(PARTS) - 1).astype(float), index=zones.index).where(demand.notna())
