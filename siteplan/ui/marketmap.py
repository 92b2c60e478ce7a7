"""The map of the market page: its click selects a site, the selected site's trade area lies on it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.evaluate.alone import Alone
from siteplan.present.market_map import market_map, selection_layers, view_of
from siteplan.ui import maps, session
from siteplan.ui.groundstore import World

__all__ = ["show"]

KEY = "market"
WIDTH = 700  # pixels, about: what the map is given in a window of 1280
CORE = 0.8  # of its sales: the part of a trade area that fills the view


def show(world: World, chosen: pd.Index, found: Alone | None, language: str, height: int) -> None:
    """Show zones and sites; of the candidates those that the filters keep."""
    ground, areas = world.ground, world.areas
    levels = pd.Series(dtype=float) if found is None else found.levels
    core = levels[levels <= CORE]
    maps.draw(
        market_map(ground, areas, language),
        KEY,
        height,
        selection_layers(ground, areas, chosen, session.selected_site(), levels, language),
        view=None if core.empty else view_of(areas, core, WIDTH, height),
        on_change=lambda: _clicked(world),
    )


def _clicked(world: World) -> None:
    site = maps.clicked_site(st.session_state[KEY], world.ground.market.candidates.index)
    if site is not None:
        session.select_site(site)
