"""Drawings of the report on a page: the same parts, with what each shows and what is measured."""

from __future__ import annotations

import streamlit as st

from siteplan.present.charts.charts import Chart
from siteplan.ui.markdown import plain

__all__ = ["show_chart"]

_LARGER = 1.2  # than in print: its letters are then as large as those of a page


def show_chart(chart: Chart | None) -> None:
    """Show what a chart says, its drawing, and what is measured; nothing where there is no chart."""
    if chart is None:
        return
    st.markdown(f"**{plain(chart.finding)}**")
    st.image(chart.drawing.svg(), width=round(chart.drawing.width * _LARGER), alt=chart.finding)
    st.caption(plain(chart.measure))
