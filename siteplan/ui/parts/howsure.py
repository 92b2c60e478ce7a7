"""How sure the plan's figures are, where assumptions go to the ends of their ranges."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.model_text.range_words import range_sentences, range_table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.widths import fitted

__all__ = ["show"]


def show(plan: Plan, reader: Reader) -> None:
    """Show the headline with its range, whether the sites hold, and each end of each range."""
    for sentence in range_sentences(plan, reader):
        st.markdown(plain(sentence))
    table = range_table(plan, reader)
    if table is not None:
        rows = pd.DataFrame(table.rows, columns=[column.title for column in table.columns])
        st.dataframe(rows, hide_index=True, width="stretch", column_config=fitted(rows))
        st.caption(plain(table.note))
