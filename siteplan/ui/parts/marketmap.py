"""The map of the market page: its click selects a site, the selected site's trade area lies on it."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from shapely import Geometry as Shape

from siteplan.present.maps.market_map import market_map, selection_layers, view_of
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import session
from siteplan.ui.parts import map_frames as maps
from siteplan.ui.parts.site_area import Area, chosen_kind

__all__ = ["show"]

KEY = "market"
WIDTH = 700  # pixels, about: what the map is given in a window of 1280


def show(world: World, chosen: pd.Index, found: Area | None, reader: Reader, height: int) -> None:
    """Show zones and sites; of the candidates those that the filters keep."""
    ground, areas = world.ground, world.areas
    shapes = None if found is None else found.shapes
    core = _core(found)
    maps.draw(
        market_map(ground, areas, reader),
        KEY,
        height,
        selection_layers(ground, chosen, session.selected_site(), shapes, reader, chosen_kind()),
        view=None if core is None else view_of(core, WIDTH, height),
        on_change=lambda: _clicked(world),
    )


def _core(found: Area | None) -> Shape | None:
    """Return the part of an area that fills the view: all but its outermost level, if that is not all there is."""
    if found is None:
        return None
    there = found.shapes[~found.shapes.is_empty]
    return None if there.empty else there.iloc[max(len(there) - 2, 0)]


def _clicked(world: World) -> None:
    site = maps.clicked_site(st.session_state[KEY], world.ground.market.candidates.index)
    if site is not None:
        session.select_site(site)
