"""The market page: zones, sites and rivals on a map, candidates in a table, one site in a card."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import own_sites, session
from siteplan.ui.explore import drawn_areas, map_tools, take_list
from siteplan.ui.explore.candidate_pages import shown_page
from siteplan.ui.forms.filterform import ask_filters
from siteplan.ui.parts import beside, card, demandsteps, filenotes, heldtoday, live_map, marketmap
from siteplan.ui.parts.candidates import Filters, candidate_columns, candidate_table, kept
from siteplan.ui.parts.grid import show_grid

__all__ = ["show"]

MAP_HEIGHT, TOOLS = 472, 48
TABLE_HEIGHT = 400
SITE, TABLE = session.SITE, session.TABLE


def show(world: World, reader: Reader) -> None:
    """Show the market; one selection is shared by map, table and card."""
    ground = world.ground
    layer, filters = ask_filters(own_sites.extended(world), reader)
    _show_site(world, layer, filters, reader)
    _show_table(world, filters, reader)
    beside.show(world, filters, reader)
    demandsteps.show(ground, reader)
    heldtoday.show(ground, reader)
    filenotes.show(ground.market.notes, reader)


@st.fragment(key=SITE)
def _show_site(world: World, layer: str, filters: Filters, reader: Reader) -> None:
    left, right = st.columns([13, 7], gap="small")  # the map has a third of a window 1280 wide
    with right, live_map.beside_map(MAP_HEIGHT, TOOLS):
        found = card.show(world, session.selected_site(), reader)
    with left, st.container(gap="xsmall"):
        map_tools.show(world, filters, reader, _follow)
        own, shown = own_sites.extended(world), own_sites.with_file(world)
        chosen = kept(own.ground, drawn_areas.only_there(filters, own))
        marketmap.show(shown, layer, chosen, found, reader, MAP_HEIGHT, map_tools.hears(world, reader, _follow))


def _follow() -> None:
    """Follow a click on the map: what shows no site stays as it is."""
    st.rerun([SITE, TABLE])


@st.fragment(key=TABLE)
def _show_table(world: World, filters: Filters, reader: Reader) -> None:
    _, world = reader.gettext, own_sites.extended(world)
    ground = world.ground
    chosen = kept(ground, drawn_areas.only_there(filters, world))
    page = shown_page(ground, chosen, reader)
    if chosen.empty:
        st.info(_("No candidate passes these filters. Remove one to see more."))
        return
    _mark_row(page)
    show_grid(
        candidate_table(ground, page, reader, session.marks(), session.notes(), own_sites.origins(reader)),
        candidate_columns(ground),
        reader,
        _("Candidates"),
        height=TABLE_HEIGHT,
        key=TABLE,
        on_select=lambda: _row_chosen(page),
        selection_mode="single-row",
    )
    take_list.show(ground, chosen, reader)


def _row_chosen(chosen: pd.Index) -> None:
    """Follow a row of the table."""
    rows = st.session_state[TABLE]["selection"]["rows"]
    session.select_site(str(chosen[rows[0]]) if rows else None)
    st.rerun([SITE, TABLE])


def _mark_row(chosen: pd.Index) -> None:
    """Mark the selected site's row, wherever it was selected and whatever the filters have left."""
    site = session.selected_site()
    rows = [list(chosen).index(site)] if site in chosen else []
    st.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}
