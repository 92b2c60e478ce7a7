"""The model held against the sales of today's sites."""

from __future__ import annotations

import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.model_text.held_words import held_sentences, held_warnings
from siteplan.present.tables.held_sites import held_site_table
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_table

__all__ = ["show"]


def show(ground: Groundwork, reader: Reader) -> None:
    """Show how the model does, closed until it is asked for; nothing without sales."""
    held = ground.forecast.today
    sentences = held_sentences(held, ground.study, reader)
    if not sentences:
        return
    _ = reader.gettext
    with st.expander(_("Compared with today")):
        for warning in held_warnings(held, reader):
            st.warning(plain(warning))
        rest = [sentence for sentence in sentences if sentence not in held_warnings(held, reader)]
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in rest))
        show_table(held_site_table(held, ground.market, reader, len(held.sites)))
