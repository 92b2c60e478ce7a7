"""How sure the plan's figures are, where assumptions go to the ends of their ranges, and its risks."""

from __future__ import annotations

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.model_text.range_words import range_sentences, range_table
from siteplan.present.stress.risk_part import risk_sentences, risk_table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_table

__all__ = ["show"]


def show(plan: Plan, reader: Reader) -> None:
    """Show the headline with its range, whether the sites hold, each end of each range, and the risks."""
    for sentence in range_sentences(plan, reader):
        st.markdown(plain(sentence))
    show_table(range_table(plan, reader))
    for sentence in risk_sentences(plan, reader):
        st.markdown(plain(sentence))
    show_table(risk_table(plan, reader))
