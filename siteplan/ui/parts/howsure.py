"""How sure the plan's figures are, where assumptions go to the ends of their ranges, its risks, and rivals."""

from __future__ import annotations

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.model_text.range_words import range_sentences, range_table
from siteplan.present.stress.outlook_part import outlook_sentences, outlook_table
from siteplan.present.stress.reply_part import reply_sentences, rival_tables
from siteplan.present.stress.risk_part import risk_sentences, risk_table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_table

__all__ = ["show"]


def show(plan: Plan, reader: Reader) -> None:
    """Show the headline with its range, whether the sites hold, each end of each range, outlooks, risks and rivals."""
    for sentence in range_sentences(plan, reader):
        st.markdown(plain(sentence))
    show_table(range_table(plan, reader))
    for sentence in outlook_sentences(plan, reader):
        st.markdown(plain(sentence))
    show_table(outlook_table(plan, reader))
    for sentence in risk_sentences(plan, reader):
        st.markdown(plain(sentence))
    show_table(risk_table(plan, reader))
    for sentence in reply_sentences(plan, reader):
        st.markdown(plain(sentence))
    for table in rival_tables(plan, reader):
        show_table(table)
