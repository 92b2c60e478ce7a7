"""Where the demand of the market comes from, step by step."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.reports.report_parts import Table
from siteplan.present.tables.demand_tables import demand_tables, segment_tables
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.widths import fitted

__all__ = ["show"]


def show(ground: Groundwork, reader: Reader) -> None:
    """Show the chain from people to vehicles by tier, closed until it is asked for."""
    _ = reader.gettext
    with st.expander(_("How demand is derived")):
        tables = demand_tables(ground.study, ground.market.zones, reader) + segment_tables(ground.study, reader)
        for table in tables:
            st.markdown(f"**{plain(table.caption)}**")
            frame = _frame(table, _("Settings and labels"))
            st.dataframe(frame, hide_index=True, alt=table.caption, column_config=fitted(frame))
            st.caption(plain(table.note))
        st.caption(plain(_("[S] seen in a public source, [D] derived, [A] assumption; – not labelled by the study.")))


def _frame(table: Table, settings: str) -> pd.DataFrame:
    """Return a table's rows, with what is said below each in a column of its own."""
    titles = [column.title for column in table.columns]
    twice = [title if titles.count(title) == 1 else f"{title} ({n + 1})" for n, title in enumerate(titles)]
    frame = pd.DataFrame(table.rows, columns=twice)
    return frame.assign(**{settings: table.details}) if table.details else frame
