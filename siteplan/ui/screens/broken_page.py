"""The page of a study that cannot be read: all its problems, and what to do about each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.errors import Problem
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import frame_of
from siteplan.present.text.reader import Reader
from siteplan.ui.parts.grid import show_grid

__all__ = ["PROBLEMS", "problem_table", "show", "show_problems"]

PROBLEMS = (v.TABLE, v.COLUMN, v.PROBLEM, v.ROWS, v.REMEDY)


def show(problems: tuple[Problem, ...], reader: Reader) -> None:
    """Show every problem as a row of a table."""
    _, _n = reader.gettext, reader.ngettext
    title = _n("The study cannot be read: {n} problem", "The study cannot be read: {n} problems", len(problems))
    st.markdown(f"# {title.format(n=len(problems))}")
    st.write(_("Correct the files and load this page again; nothing else is lost."))
    show_problems(problems, reader)


def show_problems(problems: tuple[Problem, ...], reader: Reader) -> None:
    """Show problems as a table whose rows are high enough for the longest text."""
    show_grid(problem_table(problems), PROBLEMS, reader, reader.gettext("Problems of the study"))


def problem_table(problems: tuple[Problem, ...]) -> pd.DataFrame:
    """Return a row for each problem: where, what, which rows, what to do."""
    rows = [(p.table, p.column, p.what, ", ".join(map(str, p.ids[: p.shown_ids])), p.remedy) for p in problems]
    return frame_of(PROBLEMS, rows)
