"""The market page: zones, sites and rivals on a map, candidates in a table, one site in a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import session
from siteplan.ui.forms.filterform import ask_filters
from siteplan.ui.parts import card, demandsteps, filenotes, heldtoday, marketmap
from siteplan.ui.parts.candidates import candidate_table, kept
from siteplan.ui.widths import fitted

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

__all__ = ["candidate_columns", "show"]

MAP_HEIGHT = 440
TABLE_HEIGHT = 245
TABLE = "candidates"


def show(world: World, reader: Reader) -> None:
    """Show the market; one selection is shared by map, table and card."""
    ground = world.ground
    chosen = kept(ground, ask_filters(ground, reader))
    left, right = st.columns([9, 6], gap="small")
    with right, st.container(height=MAP_HEIGHT, border=True):
        found = card.show(world, session.selected_site(), reader)
    with left:
        marketmap.show(world, chosen, found, reader, MAP_HEIGHT)
    _show_table(ground, chosen, reader)
    demandsteps.show(ground, reader)
    heldtoday.show(ground, reader)
    filenotes.show(ground.market.notes, reader)


def _show_table(ground: Groundwork, chosen: pd.Index, reader: Reader) -> None:
    _ = reader.gettext
    if chosen.empty:
        st.info(_("No candidate passes these filters. Remove one to see more."))
        return
    _mark_row(chosen)
    table = candidate_table(ground, chosen, reader)
    st.dataframe(
        table,
        column_config=fitted(table, candidate_columns(ground, reader)),
        hide_index=True,
        height=TABLE_HEIGHT,
        key=TABLE,
        on_select=lambda: _row_chosen(chosen),
        selection_mode="single-row",
        alt=_("Candidates, best score first"),
    )


def _row_chosen(chosen: pd.Index) -> None:
    """Follow a row of the table."""
    rows = st.session_state[TABLE]["selection"]["rows"]
    session.select_site(str(chosen[rows[0]]) if rows else None)


def _mark_row(chosen: pd.Index) -> None:
    """Mark the selected site's row, wherever it was selected and whatever the filters have left."""
    site = session.selected_site()
    rows = [list(chosen).index(site)] if site in chosen else []
    st.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def candidate_columns(ground: Groundwork, reader: Reader) -> dict[str, ColumnConfig | None]:
    """Return the titles of candidate_table."""
    _ = reader.gettext
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    best = _("In the best {top}").format(top=ground.study.score.top)
    rent = _("Rent, {currency}/m²/day").format(currency=reader.money_word())
    return {
        "name": text(_("Site")),
        "score": st.column_config.ProgressColumn(_("Score"), min_value=0, max_value=100, format="%.0f", width="small"),
        "rank": number(_("Rank"), format="%d"),
        "ranks": text(_("Rank range"), help=_("Rank when weights vary, 5 % to 95 %")),
        "p_top": number(best, format="%.0f %%", help=_("How often among the best when weights vary")),
        "city": text(_("City")),
        "tier": text(_("Tier")),
        "formats": text(_("Formats")),
        "rent": number(rent, format="%.1f"),
        "footfall": number(_("Foot traffic, visits/day"), format="localized"),
        "failed": text(_("Fails gate")) if ground.study.score.gates else None,
    }
