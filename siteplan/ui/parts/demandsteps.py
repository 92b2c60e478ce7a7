"""Where the demand of the market comes from, step by step."""

from __future__ import annotations

import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.tables.demand_tables import demand_tables, segment_tables
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_table

__all__ = ["show"]


def show(ground: Groundwork, reader: Reader) -> None:
    """Show the chain from people to vehicles by tier, closed until it is asked for."""
    _ = reader.gettext
    with st.expander(_("How demand is derived")):
        for table in demand_tables(ground.study, ground.market.zones, reader) + segment_tables(ground.study, reader):
            show_table(table)
        st.caption(plain(_("[S] seen in a public source, [D] derived, [A] assumption; – not labelled by the study.")))
