"""The white-space page: unmet demand on a map, the places with most of it, and look-alikes of the best sites' areas."""

from __future__ import annotations

from functools import partial

import streamlit as st

from siteplan.present.livemap.theme_maps import opening_records, opening_rows
from siteplan.present.model_text.opportunity_words import (
    best_sentence,
    look_alike_table,
    unmet_sentence,
    white_space_table,
)
from siteplan.present.tables.column import Table
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui.markdown import plain
from siteplan.ui.parts import live_map, thememap
from siteplan.ui.parts.grid import show_grid

__all__ = ["show"]

MAP_HEIGHT = 440
TABLE_HEIGHT = 320


def show(world: World, reader: Reader) -> None:
    """Show where demand is not met yet, and which places are like those that do well."""
    ground, opportunities = world.ground, world.opportunities
    left, right = st.columns([19, 11], gap="small")
    with left:
        records = partial(opening_records, ground, opportunities, reader)
        thememap.show(world, "unmet", "white-space", records, opening_rows(reader), reader, MAP_HEIGHT)
    with right, live_map.beside_map(MAP_HEIGHT):
        _explain(world, reader)
    tables = white_space_table(opportunities, ground, reader), look_alike_table(opportunities, ground, reader)
    for tab, table in zip(st.tabs([table.caption for table in tables]), tables, strict=True):
        with tab:
            _show(table, reader)


def _explain(world: World, reader: Reader) -> None:
    _ = reader.gettext
    reach = amount(world.opportunities.minutes, "min", reader)
    st.markdown(f"## {_('Where demand is not met yet')}")
    st.write(unmet_sentence(world.opportunities, reader))
    white = _("White space: the places with most unmet demand within {reach} that no place above reaches.")
    st.write(white.format(reach=reach))
    alike = _(
        "Look-alikes: places outside all own trade areas, most like those of the best own sites in "
        "people, income, foot traffic and competitors; distance in standard deviations."
    )
    st.write(alike)
    st.write(plain(best_sentence(world.opportunities, world.ground, reader)))


def _show(table: Table, reader: Reader) -> None:
    if table.frame.empty:
        st.write(reader.gettext("None."))
        return
    show_grid(table.frame, table.columns, reader, table.caption, height=TABLE_HEIGHT)
    st.caption(plain(table.explained))
