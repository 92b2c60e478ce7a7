"""What minutes show before anything is planned: places far from every road, and whether anybody is in reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import N_, Note, Problem
from siteplan.errors.params import Params, within
from siteplan.market import Market
from siteplan.study import Study, Travel
from siteplan.travel.endpoints import Endpoints, metres_from_chord, sites_as_places, zones_as_places
from siteplan.travel.road_network import Snap, snap
from siteplan.travel.times import minutes_source

__all__ = ["ReachParams", "minutes_to_candidates", "reach_notes", "reach_problems"]

SITES = ("candidates", "facilities", "competitors")


@dataclass(frozen=True)
class ReachParams(Params):
    """When minutes look wrong, or a place is far from every road.

    Attributes
    ----------
    far_m : metres from a road: farther than people walk to it, and more than a node of a coarse graph misses
    next_door_km : kilometres; nearer, a minute more or less is all
    slowest_kmh, fastest_kmh : km/h as the crow flies: on foot by detours, and by train from door to door
    at_once : count; sites asked about together, nearly always the first few settle the question
    """

    far_m: float = within(1000.0, 0.0)
    next_door_km: float = within(1.0, 0.0)
    slowest_kmh: float = within(2.0, 0.0)
    fastest_kmh: float = within(200.0, 0.0)
    at_once: int = within(32, 1)


def reach_problems(study: Study, market: Market) -> list[Problem]:
    """Return the problem of a market whose roads lie elsewhere, or in which no zone reaches a candidate."""
    travel, zones = study.travel, zones_as_places(market)
    if travel.source == "roads" and market.roads is not None and not snap(travel, market.roads, zones).on_road.any():
        what = f"no zone is within snap_m ({travel.snap_m:g} m) of a road; roads and zones are in different places"
        remedy = "Check coordinates and crs of the roads and of the zones, or fetch the roads of this area."
        return [Problem("roads", what, remedy, "x, y")]
    if not len(market.candidates) or any(map(len, minutes_to_candidates(travel, market))):
        return []
    most = f"travel.max_minutes ({travel.max_minutes:g})"
    if travel.source == "minutes":
        what = f"no zone is within {most} of a candidate"
        remedy = "Are they seconds? Divide by 60 then. Or raise max_minutes, or check the ids of zones and sites."
        return [Problem("minutes", what, remedy, "minutes", _lowest(market))]
    remedy = "Check the coordinates of zones, candidates and roads; raise max_minutes or the speeds in [travel]."
    return [Problem("study.toml [travel]", f"no zone is within {most} of a candidate", remedy, "max_minutes")]


def reach_notes(study: Study, market: Market, params: ReachParams = ReachParams()) -> list[Note]:
    """Return notes on places that minutes say nothing of, or that lie far from every road."""
    if study.travel.source == "minutes":
        return [*_unsaid(market), *_strange_speed(market, params)]
    if study.travel.source == "roads" and market.roads is not None:
        return list(_far(study.travel, market, params))
    return []


def minutes_to_candidates(
    travel: Travel, market: Market, params: ReachParams = ReachParams()
) -> Iterator[NDArray[np.float64]]:
    """Yield the minutes between zones and some candidates within reach of each other, until all were asked about."""
    minutes, zones, sites = minutes_source(travel, market), zones_as_places(market), sites_as_places(market.candidates)
    for start in range(0, len(sites), params.at_once):
        some: NDArray[np.bool_] = np.zeros(len(sites), dtype=bool)
        some[start : start + params.at_once] = True
        yield minutes(zones, sites.pick(some)).data


def _lowest(market: Market) -> tuple[str, ...]:
    """Return the shortest way that the user's own minutes know."""
    if market.minutes is None or market.minutes.empty:
        return ()
    shortest = market.minutes.nsmallest(1, "minutes")
    rows = shortest[["zone_id", "site_id", "minutes"]].itertuples(index=False, name=None)
    return tuple(f"{zone} - {site} {minutes:g}" for zone, site, minutes in rows)


def _unsaid(market: Market) -> Iterator[Note]:
    """Yield which places the user's own minutes do not name: they are out of reach."""
    known = pd.DataFrame(columns=["zone_id", "site_id"]) if market.minutes is None else market.minutes
    tables = {"zones": (market.zones, "zone_id"), **{name: (getattr(market, name), "site_id") for name in SITES}}
    replies = {reply.table for reply in market.read_for.replies} if market.read_for else set()
    entering = {(name if name in replies else f"outlooks {name}"): some for name, some in market.entering.items()}
    tables |= {name: (rivals, "site_id") for name, rivals in entering.items()}
    for name, (table, key) in tables.items():
        absent = table.index[~table.index.isin(known[key])]
        if len(absent):
            text = N_("not in the table of minutes, so out of reach ({n:,} of {total:,})")
            yield Note(name, text, key, tuple(absent), {"n": len(absent), "total": len(table)})


def _strange_speed(market: Market, params: ReachParams) -> Iterator[Note]:
    """Yield that the user's own minutes are of a pace at which nobody travels: they may be hours, or seconds."""
    if market.minutes is None or market.minutes.empty:
        return
    zones, sites = _on_globe([zones_as_places(market)]), _on_globe([sites_as_places(getattr(market, n)) for n in SITES])
    rows = market.minutes[market.minutes["minutes"] > 0]
    between = zones.reindex(rows["zone_id"]).to_numpy() - sites.reindex(rows["site_id"]).to_numpy()
    km = metres_from_chord(np.linalg.norm(between, axis=1)) / 1000
    apart = km > params.next_door_km
    if not apart.any():
        return
    kmh = float(np.median(km[apart] / rows["minutes"].to_numpy()[apart]) * 60)
    if not params.slowest_kmh <= kmh <= params.fastest_kmh:
        text = N_("the median pair means {kmh:,.1f} km/h in a straight line; check that these are minutes")
        yield Note("minutes", text, "minutes", values={"kmh": kmh})


def _on_globe(places: Sequence[Endpoints]) -> pd.DataFrame:
    """Return where places are on the unit sphere, by id; ids that several have are left out."""
    at = pd.concat([pd.DataFrame(some.unit_vectors(), index=some.ids) for some in places])
    return at[~at.index.duplicated(keep=False)]


def _far(travel: Travel, market: Market, params: ReachParams) -> Iterator[Note]:
    roads = market.roads
    tables: dict[str, gpd.GeoDataFrame] = {name: getattr(market, name) for name in SITES}
    places = {"zones": zones_as_places(market), **{name: sites_as_places(table) for name, table in tables.items()}}
    for name, there in places.items():
        if len(there) and roads is not None:
            yield from _far_places(travel, name, there, snap(travel, roads, there), params)


def _far_places(travel: Travel, name: str, places: Endpoints, found: Snap, params: ReachParams) -> Iterator[Note]:
    """Yield a note on places far from a road that still take it, and one on those that do not."""
    unreached = N_("no road is within snap_m = {limit:g} m, so they are out of reach ({n:,}; the farthest {km:.1f} km)")
    crow = N_(
        "no road is within snap_m = {limit:g} m, so their minutes are by straight line ({n:,}; "
        "the farthest {km:.1f} km)"
    )
    far = N_(
        "the nearest road is over {limit:g} m away and is reached in a straight line ({n:,}; the farthest {km:.1f} km)"
    )
    cases = (
        (~found.on_road, unreached if travel.elsewhere == "unreachable" else crow, travel.snap_m),
        (found.on_road & (found.metres > np.maximum(params.far_m, places.inner_m)), far, params.far_m),
    )
    for rows, text, limit in cases:
        if rows.any():
            farthest_first = np.flatnonzero(rows)[np.argsort(-found.metres[rows])]
            values = {"n": int(rows.sum()), "km": float(found.metres[rows].max()) / 1000, "limit": limit}
            yield Note(name, text, "geometry", tuple(places.ids[farthest_first]), values)
