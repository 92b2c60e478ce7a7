"""The page of a study that cannot be read: all its problems, and what to do about each."""

from __future__ import annotations

from math import ceil

import pandas as pd
import streamlit as st

from siteplan.errors import Problem
from siteplan.present.text.reader import Reader
from siteplan.ui.widths import pixels

__all__ = ["problem_table", "show", "show_problems"]

WIDTHS = (170, 120, 340, 150, 340)  # pixels; a long text wraps
LINE, MARGIN, MOST_LINES = 21, 8, 12  # pixels of a line and of a cell's edge


def show(problems: tuple[Problem, ...], reader: Reader) -> None:
    """Show every problem as a row of a table."""
    _, _n = reader.gettext, reader.ngettext
    title = _n("The study cannot be read: {n} problem", "The study cannot be read: {n} problems", len(problems))
    st.markdown(f"#### {title.format(n=len(problems))}")
    st.write(_("Correct the files and load this page again; nothing else is lost."))
    show_problems(problems, reader)


def show_problems(problems: tuple[Problem, ...], reader: Reader) -> None:
    """Show problems as a table whose rows are high enough for the longest text."""
    label = reader.gettext("Problems of the study")
    table = problem_table(problems, reader)
    text = st.column_config.TextColumn
    widths = {name: text(width=width) for name, width in zip(table.columns, WIDTHS, strict=True)}
    st.dataframe(table, hide_index=True, row_height=_height(table), column_config=widths, alt=label)


def _height(table: pd.DataFrame) -> int:
    """Return pixels of a row in which the longest text stands whole, wrapped."""
    lines = [
        pixels(str(text)) / (width - 2 * MARGIN)
        for name, width in zip(table.columns, WIDTHS, strict=True)
        for text in table[name]
    ]
    return LINE * min(ceil(max(lines, default=1) * 1.15) + 1, MOST_LINES)


def problem_table(problems: tuple[Problem, ...], reader: Reader) -> pd.DataFrame:
    """Return a row for each problem: where, what, which rows, what to do."""
    _ = reader.gettext
    rows = [(p.table, p.column, p.what, ", ".join(map(str, p.ids[: p.shown_ids])), p.remedy) for p in problems]
    return pd.DataFrame(rows, columns=[_("Table"), _("Column"), _("What is wrong"), _("Rows"), _("What to do")])
