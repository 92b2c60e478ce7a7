"""Sites that a visitor has put on the map, and candidates of a file of theirs: kept for the visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import geopandas as gpd
import streamlit as st

from siteplan.data.tables.trial_site import TrialSite, trial_candidates
from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.store.own_world import digest, world_beside

__all__ = [
    "SITE_ID", "change", "extended", "free_id", "is_mine", "is_own", "keep_file", "origins", "put", "remove", "rows",
    "trials", "uploaded", "with_file",
]  # fmt: skip

TRIALS, FILE, FILE_KEY = "own-sites", "own-file", "own-file-key"
SITE_ID = "MY{n}"


def trials() -> tuple[TrialSite, ...]:
    """Return the sites that were put on the map, in the order of that."""
    return tuple(st.session_state.get(TRIALS, ()))


def uploaded() -> gpd.GeoDataFrame | None:
    """Return the candidates of the visitor's file, by site_id."""
    found: gpd.GeoDataFrame | None = st.session_state.get(FILE)
    return found


def keep_file(sites: gpd.GeoDataFrame | None) -> None:
    """Let the candidates of a file stand beside those of the study; None takes them away."""
    st.session_state[FILE] = sites
    st.session_state[FILE_KEY] = "" if sites is None else digest(sites)


def is_own(site_id: str) -> bool:
    """Return whether the visitor put this site on the map."""
    return any(site.site_id == site_id for site in trials())


def is_mine(site_id: str) -> bool:
    """Return whether a site is the visitor's, put on the map or of a file."""
    sites = uploaded()
    return is_own(site_id) or (sites is not None and site_id in sites.index)


def free_id(market: Market) -> str:
    """Return an id that no site has."""
    taken = {site.site_id for site in trials()}
    tables = (market.candidates, market.facilities, market.competitors)
    names = (SITE_ID.format(n=n) for n in count(1))
    return next(name for name in names if name not in taken and not any(name in table.index for table in tables))


def put(site: TrialSite, world: World) -> tuple[Problem, ...]:
    """Put a site on the map, or another place or other facts in the stead of its own; return why it cannot be there."""
    base = with_file(world).ground
    if problems := trial_candidates(base.study, base.market, [site]).problems:
        return problems
    there = trials()
    kept = [site if old.site_id == site.site_id else old for old in there]
    st.session_state[TRIALS] = tuple(kept if is_own(site.site_id) else [*there, site])
    return ()


def change(site_id: str, world: World, facts: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Give a site of the visitor's other facts; return why it cannot have them."""
    old = next((site for site in trials() if site.site_id == site_id), None)
    return () if old is None else put(replace(old, **facts), world)


def remove(site_id: str) -> None:
    """Take a site off the map."""
    st.session_state[TRIALS] = tuple(site for site in trials() if site.site_id != site_id)


def with_file(world: World) -> World:
    """Return the world with the candidates of the visitor's file."""
    sites = uploaded()
    return world if sites is None else _beside_file(world, sites, world.key, st.session_state[FILE_KEY])


def extended(world: World, forecast: bool = False) -> World:
    """Return the world with all of the visitor's own candidates, as if they stood in the study's file.

    A site that can no longer stand, for the study's files have changed since, is taken off.
    """
    base, sites = with_file(world), trials()
    if not sites:
        return base
    found = _beside(base, base.key, repr(sites), sites, forecast)
    if isinstance(found, World):
        return found
    st.session_state[TRIALS] = _standing(base, sites)
    return extended(world, forecast)


def origins(reader: Reader) -> dict[str, str]:
    """Return where the visitor's own sites are from, in words, by site_id."""
    _, sites = reader.gettext, uploaded()
    of_file = {} if sites is None else dict.fromkeys(map(str, sites.index), _("uploaded"))
    return of_file | {site.site_id: _("put on the map") for site in trials()}


def rows(world: World) -> gpd.GeoDataFrame:
    """Return all of the visitor's own candidates, as the market has them."""
    sites = uploaded()
    ids = [*(site.site_id for site in trials()), *([] if sites is None else sites.index)]
    candidates = extended(world).ground.market.candidates
    return candidates[candidates.index.isin(ids)]


def _standing(world: World, sites: Iterable[TrialSite]) -> tuple[TrialSite, ...]:
    study, market = world.ground.study, world.ground.market
    return tuple(site for site in sites if not trial_candidates(study, market, [site]).problems)


@st.cache_resource(max_entries=2, show_spinner=False)
def _beside_file(_world: World, _sites: gpd.GeoDataFrame, key: str, said: str) -> World:  # noqa: ARG001 - of the key
    return world_beside(_world, _sites, forecast=True)


@st.cache_resource(max_entries=6, show_spinner=False)
def _beside(
    _world: World,
    key: str,  # noqa: ARG001 - of the cache's key, as is what is said
    said: str,  # noqa: ARG001
    _sites: tuple[TrialSite, ...],
    forecast: bool,
) -> World | tuple[Problem, ...]:
    ground = _world.ground
    found = trial_candidates(ground.study, ground.market, _sites)
    return found.problems if found.value is None else world_beside(_world, found.value, forecast)
