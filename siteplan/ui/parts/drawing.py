"""Drawings of the report on a page: the same parts, with what each shows and what is measured."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from siteplan.present.charts.charts import Chart
from siteplan.ui.markdown import plain

__all__ = ["show_chart"]

_LARGER = 1.2  # than in print: its letters are then as large as those of a page


def show_chart(chart: Chart | None, stretch: bool = False) -> None:
    """Show what a chart says, its drawing (`stretch`: as wide as its place), what is measured; nothing without one."""
    if chart is None:
        return
    st.markdown(f"**{plain(chart.finding)}**")
    width: Literal["stretch"] | int = "stretch" if stretch else round(chart.drawing.width * _LARGER)
    st.image(chart.drawing.svg(), width=width, alt=chart.finding)
    st.caption(plain(chart.measure))
