"""Areas that a visitor has drawn, kept for the visit: what lies in them, and what may not open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pandas as pd
import streamlit as st

from siteplan.market.options import as_given
from siteplan.present.candidates.drawn_area import DrawnArea, sites_in
from siteplan.present.candidates.marks import NEVER
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import own_sites, session
from siteplan.ui.parts.candidates import Filters

__all__ = ["ONLY", "areas", "drawn", "inside", "only_there", "polygons", "set_areas"]

AREAS, ONLY = "drawn-areas", "only-area"


def areas() -> tuple[DrawnArea, ...]:
    """Return the areas of this visit, in the order in which they were drawn."""
    return tuple(st.session_state.get(AREAS, ()))


def drawn(told: Mapping[str, Any], reader: Reader) -> bool:
    """Keep an area that was drawn; return whether its corners enclose anything."""
    n = next(n for n in count(1) if all(area.area_id != f"area-{n}" for area in areas()))
    ring = tuple((float(lon), float(lat)) for lon, lat in told["ring"])
    area = DrawnArea(f"area-{n}", reader.gettext("Area {n}").format(n=n), ring)
    if area.is_empty:
        return False
    st.session_state[AREAS] = (*areas(), area)
    return True


def polygons(reader: Reader) -> list[dict[str, Any]]:
    """Return the areas as the map draws them."""
    barred = reader.gettext("{area}: no sites")
    return [
        {"id": area.area_id, "ring": area.ring, "label": barred.format(area=area.name) if area.barred else area.name}
        for area in areas()
    ]


def only_there(filters: Filters, world: World) -> Filters:
    """Return the filters, with the area that alone is asked for; `world` has the visitor's own sites."""
    only = next((area for area in areas() if area.area_id == st.session_state.get(ONLY)), None)
    return filters if only is None else replace(filters, sites=frozenset(inside(only, world)))


def inside(area: DrawnArea, world: World) -> pd.Index:
    """Return the candidates in an area, the visitor's own among them where the world has those."""
    return sites_in(as_given(world.ground.market.candidates), area)


def set_areas(new: Sequence[DrawnArea], world: World) -> None:
    """Keep these areas; what lies in a barred one must not open, and what no longer does may."""
    before, now = (
        {site for area in some if area.barred for site in _own_of_study(area, world)} for some in (areas(), new)
    )
    st.session_state[AREAS] = tuple(new)
    for site in before - now:
        session.mark(site, None)
    session.mark_all(dict.fromkeys(sorted(now), NEVER), ())


def _own_of_study(area: DrawnArea, world: World) -> list[str]:
    """Return the study's own candidates in an area: Plan asks of no others."""
    return [str(site) for site in inside(area, world) if not own_sites.is_mine(str(site))]
