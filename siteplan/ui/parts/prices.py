"""What solving anew says of a plan: the sites nearest to opening, what rules cost, which sites lose money."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.plan_text.explained_words import together_sentences
from siteplan.present.plan_text.losses import loss_sentences, loss_table
from siteplan.present.reports.report_parts import Table
from siteplan.present.tables.explained_tables import price_table, rejected_table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.widths import fitted

__all__ = ["show_prices", "show_why_not"]


def show_why_not(plan: Plan, reader: Reader) -> None:
    """Show the rejected sites that are nearest to opening, and the new ones that lose money."""
    tables = [rejected_table(plan, reader), loss_table(plan, reader)]
    if tables[0] is None:
        st.info(reader.gettext("No candidate is left that could open."))
    _show(tables[0])
    for sentence in loss_sentences(plan, reader):
        st.write(plain(sentence))
    _show(tables[1])


def show_prices(plan: Plan, reader: Reader) -> None:
    """Show what the rules cost."""
    for sentence in together_sentences(plan, reader):
        st.write(plain(sentence))
    _show(price_table(plan, reader))


def _show(table: Table | None) -> None:
    """Show a table of the report: its figures are texts, written out for their reader."""
    if table is None:
        return
    st.markdown(f"**{plain(table.caption)}**")
    titles = [column.title for column in table.columns]
    rows = pd.DataFrame([*table.rows], columns=titles)
    st.dataframe(rows, hide_index=True, alt=table.caption, column_config=fitted(rows))
    st.caption(plain(" ".join([table.note, *table.details])))
