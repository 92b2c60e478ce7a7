"""The market page: zones, sites and rivals on a map, candidates in a table, one site in a card."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.names import format_name, tier_name
from siteplan.present.words import gettext_for
from siteplan.ui import card, marketmap, session
from siteplan.ui.candidates import Filters, candidate_table, kept
from siteplan.ui.groundstore import World

__all__ = ["show"]

MAP_HEIGHT = 424
TABLE_HEIGHT = 245
TABLE = "candidates"


def show(world: World, language: str) -> None:
    """Show the market; one selection is shared by map, table and card."""
    ground = world.ground
    chosen = kept(ground, _ask_filters(ground, language))
    left, right = st.columns([2, 1], gap="small")
    with right, st.container(height=MAP_HEIGHT, border=True):
        found = card.show(ground, session.selected_site(), language)
    with left:
        marketmap.show(world, chosen, found, language, MAP_HEIGHT)
    _show_table(ground, chosen, language)


def _ask_filters(ground: Groundwork, language: str) -> Filters:
    """Ask what the candidates must be; the answers stand in the address."""
    _ = gettext_for(language)
    sites = ground.market.candidates
    city, tier, format_, rent, score = st.columns([3, 3, 3, 2, 2], gap="small")
    tiers = [t for t in (*ground.study.tiers.order, "") if t in set(sites["tier"])]
    return Filters(
        cities=tuple(
            city.multiselect(_("City"), sorted(set(sites["city"])), key="city", bind="query-params", placeholder=_("all"))
        ),
        tiers=tuple(
            tier.multiselect(
                _("Tier"), tiers, key="tier", bind="query-params", placeholder=_("all"),
                format_func=lambda t: tier_name(ground.study, t, language),
            )
        ),
        formats=tuple(
            format_.multiselect(
                _("Format"), list(ground.study.formats), key="format", bind="query-params", placeholder=_("all"),
                format_func=lambda name: format_name(name, language),
            )
        ),
        rent=rent.number_input(
            _("Rent at most"), min_value=0.0, value=None, step=1.0, key="rent", bind="query-params",
            placeholder=_("any"), help=_("{currency}/m²/day").format(currency=ground.study.study.currency),
        ),
        score=score.number_input(
            _("Score at least"), min_value=0.0, max_value=100.0, value=None, step=5.0, key="score", bind="query-params",
            placeholder=_("any"),
        ),
    )  # fmt: skip


def _show_table(ground: Groundwork, chosen: pd.Index, language: str) -> None:
    _ = gettext_for(language)
    if chosen.empty:
        st.info(_("No candidate passes these filters. Take one of them away to see more."))
        return
    _mark_row(chosen)
    st.dataframe(
        candidate_table(ground, chosen, language),
        column_config=_columns(ground, language),
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
    rows = [int(chosen.get_loc(site))] if site in chosen else []
    st.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def _columns(ground: Groundwork, language: str) -> dict[str, object]:
    _ = gettext_for(language)
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    rent = _("Rent, {currency}/m²/day").format(currency=ground.study.study.currency)
    return {
        "name": text(_("Site"), width="medium"),
        "score": st.column_config.ProgressColumn(_("Score"), min_value=0, max_value=100, format="%.0f", width="small"),
        "rank": number(_("Rank"), format="%d", width="small"),
        "city": text(_("City"), width="small"),
        "tier": text(_("Tier"), width="small"),
        "formats": text(_("Formats")),
        "rent": number(rent, format="%.1f", width="small"),
        "footfall": number(_("Foot traffic, visits/day"), format="localized", width="small"),
        "failed": text(_("Fails gate"), width="small"),
    }
