"""The areas of a network's sites, of every kind: their zones, their shapes, and where they overlap."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, hstack

from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.study import Study
from siteplan.tradearea import LEVELS, capture_levels, shares
from siteplan.tradearea.catchment import (
    Catchment,
    Kind,
    at_least,
    dissolved,
    nearest_site,
    overlaps,
    rings,
    within,
)
from siteplan.travel import TravelMatrix
from siteplan.travel.endpoints import metres_from_chord, sites_as_places, zones_as_places
from siteplan.travel.isochrone import DriveAreas
from siteplan.travel.shapes import Mosaic

__all__ = ["OVERLAPPING", "CatchmentNetwork", "Catchments", "Land", "levels_of", "network_of"]

OVERLAPPING: tuple[Kind, ...] = ("customer_share", "drive_time", "ring", "probability")


@dataclass(frozen=True)
class CatchmentNetwork:
    """The sites of a network, old and new, and what they are to each zone.

    Attributes
    ----------
    travel : TravelMatrix
        Minutes (n_zones, n_sites).
    shares : csr_array (n_zones, n_sites)
        Of each zone's demand.
    demand : Series by zone_id
        Vehicles/year.
    n_staying : int
        How many of the sites are facilities that stay; they come first.

    A site is known by its position: a candidate may have the id of a facility.
    """

    travel: TravelMatrix
    shares: csr_array
    demand: pd.Series
    n_staying: int

    def position(self, site_id: str) -> int:
        """Return where a site stands; of two with this id the one that is not a facility that stays."""
        return self._last[site_id]

    def share_of(self, position: int) -> pd.Series:
        """Return the share of each zone's demand that a site wins."""
        return self._of(self._by_site[0], position, 0.0)

    def minutes_to(self, position: int) -> pd.Series:
        """Return each zone's minutes to a site, infinite out of reach."""
        return self._of(self._by_site[1], position, np.inf)

    def _of(self, pairs: csc_array, column: int, elsewhere: float) -> pd.Series:
        stored = slice(*pairs.indptr[column : column + 2])
        values = np.full(len(self.demand), elsewhere)
        values[pairs.indices[stored]] = pairs.data[stored]
        return pd.Series(values, index=self.demand.index)

    @cached_property
    def _last(self) -> dict[str, int]:
        return {str(site_id): position for position, site_id in enumerate(self.travel.site_ids)}

    @cached_property
    def _by_site(self) -> tuple[csc_array, csc_array]:
        return csc_array(self.shares), csc_array(self.travel.minutes)


def network_of(ground: Groundwork, is_open: NDArray[np.bool_]) -> CatchmentNetwork:
    """Return the facilities that stay and the options that are open (n_options,), under the full model."""
    split, columns = shares(ground.model, is_open), np.flatnonzero(is_open)
    opened = ground.options.iloc[columns]
    chosen = ground.travel.decision.to(opened["site_id"])
    won = csr_array(hstack([split.own, split.options[:, columns]], format="csr"))
    model = ground.model
    shares_of_zones = model.matrix_by_zone(won)
    staying = ground.travel.fixed
    return CatchmentNetwork(staying.beside(chosen), shares_of_zones, model.by_zone(model.demand), len(staying.site_ids))


def levels_of(study: Study, kind: Kind) -> tuple[float, ...]:
    """Return the levels of a kind, the innermost first; no drive time is beyond `travel.max_minutes`."""
    areas = study.areas
    most = study.travel.max_minutes
    levels: dict[Kind, tuple[float, ...]] = {
        "customer_share": LEVELS,
        "drive_time": tuple(sorted({min(minutes, most) for minutes in areas.drive_minutes})),
        "ring": tuple(sorted(areas.ring_km)),
        "probability": tuple(sorted(areas.huff_probability, reverse=True)),
        "nearest": (1.0,),
    }
    return levels[kind]


@dataclass(frozen=True)
class Land:
    """Zones and sites on the ground: what the areas of every network are drawn from, each made once."""

    study: Study
    market: Market

    def beside(self, market: Market) -> Land:
        """Return the same land under a market that differs in nothing but its candidates; nothing is made anew."""
        _ = self.zones, self._centres  # made here, or each land beside this one would make its own
        other = Land(self.study, market)
        other.__dict__.update({name: made for name, made in vars(self).items() if name not in ("study", "market")})
        return other

    def site(self, site_id: str, stays: bool) -> gpd.GeoDataFrame:
        """Return the row of a facility that stays, else of a candidate or, where there is none, of a facility."""
        candidates = self.market.candidates
        is_new = site_id in candidates.index and not stays
        return (candidates if is_new else self.market.facilities).loc[[site_id]]

    def km_to(self, site: gpd.GeoDataFrame) -> pd.Series:
        """Return each zone's great-circle way to a site."""
        chords = np.linalg.norm(self._centres - sites_as_places(site).unit_vectors(), axis=1)
        return pd.Series(metres_from_chord(chords) / 1000, index=self.market.zones.index)

    @cached_property
    def zones(self) -> Mosaic:
        """The zones' polygons."""
        return Mosaic.of(self.market.zones)

    @cached_property
    def drive(self) -> DriveAreas:
        """The source of drive-time areas."""
        return DriveAreas(self.study.travel, self.market)

    @cached_property
    def _centres(self) -> NDArray[np.float64]:
        return zones_as_places(self.market).unit_vectors()


@dataclass(frozen=True)
class Catchments:
    """The areas of the sites of a network."""

    land: Land
    network: CatchmentNetwork

    def of(self, site_id: str, kind: Kind) -> Catchment:
        """Return a site's area of a kind: its zones, level by level."""
        levels = levels_of(self.land.study, kind)
        return Catchment(site_id, kind, levels, self._zones(self.network.position(site_id), kind, levels))

    def figures(self, catchment: Catchment) -> pd.DataFrame:
        """Return zones, people, demand and capture by level: see Catchment.figures."""
        demand = self.network.demand
        capture = demand * self.network.share_of(self.network.position(catchment.site_id))
        return catchment.figures(self.land.market.zones["population"], demand, capture)

    def shapes(self, catchment: Catchment) -> gpd.GeoSeries:
        """Return the area of each level as a polygon, the inner ones with it."""
        position = self.network.position(catchment.site_id)
        if catchment.kind == "drive_time":
            minutes = self.network.minutes_to(position)
            return self.land.drive.of(sites_as_places(self._site(position)), catchment.order, minutes)
        if catchment.kind == "ring":
            at = self._site(position).geometry.iloc[0]
            return rings(at.x, at.y, catchment.order)
        return dissolved(self.land.zones, catchment)

    def overlap_of(self, site_a: str, site_b: str, kind: Kind) -> pd.DataFrame:
        """Return what two sites' areas share, level by level: the columns of tradearea.overlaps but the ids."""
        found = {site: self.of(site, kind) for site in (site_a, site_b)}
        rows = {}
        for level in levels_of(self.land.study, kind):
            pairs = self._shared({site: area.inside(level) for site, area in found.items()})
            rows[level] = pairs.drop(columns=["site_a", "site_b"]).reindex([0]).iloc[0]
        return pd.DataFrame.from_dict(rows, orient="index").fillna(0.0).rename_axis("level")

    def overlaps(self, with_any_of: Iterable[str], kinds: Sequence[Kind] = OVERLAPPING) -> pd.DataFrame:
        """Return where areas of a kind and level overlap, for each pair of sites of which one is named.

        kind, level, and see tradearea.overlaps.
        """
        ids = self.network.travel.site_ids.to_numpy()
        named, tables = {self.network.position(site) for site in with_any_of}, []
        for kind in kinds:
            levels = levels_of(self.land.study, kind)
            found = [Catchment(ids[at], kind, levels, self._zones(at, kind, levels)) for at in range(len(ids))]
            for level in levels:
                pairs = self._shared({at: area.inside(level) for at, area in enumerate(found)})
                pairs.insert(0, "kind", kind)
                pairs.insert(1, "level", level)
                pairs = pairs[pairs["site_a"].isin(named) | pairs["site_b"].isin(named)]
                sides = {side: ids[pairs[side].to_numpy(dtype=int)] for side in ("site_a", "site_b")}
                tables.append(pairs.assign(**sides))
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"kind": [], "level": []})

    def _shared(self, inside: Mapping[Hashable, pd.Index]) -> pd.DataFrame:
        return overlaps(inside, self.land.market.zones["population"], self.network.demand)

    def _site(self, position: int) -> gpd.GeoDataFrame:
        return self.land.site(str(self.network.travel.site_ids[position]), position < self.network.n_staying)

    def _zones(self, position: int, kind: Kind, levels: tuple[float, ...]) -> pd.Series:
        if kind == "customer_share":
            return capture_levels(self.network.demand * self.network.share_of(position), levels)
        if kind == "drive_time":
            return within(self.network.minutes_to(position), levels)
        if kind == "ring":
            return within(self.land.km_to(self._site(position)), levels)
        if kind == "probability":
            return at_least(self.network.share_of(position), levels)
        return pd.Series(1.0, index=self._nearest.index[self._nearest == position], name="level")

    @cached_property
    def _nearest(self) -> pd.Series:
        travel = self.network.travel
        return nearest_site(travel.minutes, travel.zone_ids, pd.RangeIndex(len(travel.site_ids)))
