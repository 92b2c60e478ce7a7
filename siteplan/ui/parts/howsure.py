"""How sure the plan's figures are, where assumptions go to the ends of their ranges, its risks, and rivals."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.model_text.range_words import range_sentences, range_table
from siteplan.present.stress.outlook_part import outlook_sentences, outlook_table
from siteplan.present.stress.reply_part import reply_sentences, rival_tables
from siteplan.present.stress.risk_part import risk_sentences, risk_table
from siteplan.present.stress.tornado import tornado_charts
from siteplan.present.tables.column import Table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.drawing import show_chart
from siteplan.ui.parts.grid import show_table

__all__ = ["show"]


def show(plan: Plan, reader: Reader) -> None:
    """Show the headline with its range, whether the sites hold, each end of each range, outlooks, risks and rivals."""
    _ = reader.gettext
    _say(range_sentences(plan, reader))
    for chart in tornado_charts(plan, reader):
        show_chart(chart)
    show_table(range_table(plan, reader))
    _section(_("Outlooks"), outlook_sentences(plan, reader), [outlook_table(plan, reader)])
    _section(_("Risks"), risk_sentences(plan, reader), [risk_table(plan, reader)])
    _section(_("Rivals and their reply"), reply_sentences(plan, reader), rival_tables(plan, reader))


def _section(title: str, sentences: Sequence[str], tables: Sequence[Table | None]) -> None:
    """Show sentences and tables under a heading; nothing where the study asks for none of them."""
    if not sentences:
        return
    st.markdown(f"## {plain(title)}")
    _say(sentences)
    for table in tables:
        show_table(table)


def _say(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        st.markdown(plain(sentence))
