"""The parts of a score, criterion by criterion."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.model_text.score_words import score_notes
from siteplan.present.plan_text.sentences import percent
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.formats import number
from siteplan.present.tables.score_tables import criterion_title, score_parts
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_plain

__all__ = ["parts_table", "show_notes", "show_parts"]

COLUMNS = (v.CRITERION, v.VALUE, v.PERCENTILE, v.POINTS_WEIGHED, replace(v.CONTRIBUTION, format=number(1)))


def parts_table(ground: Groundwork, site_id: str, reader: Reader) -> pd.DataFrame:
    """Return a row for each criterion, see score_tables.score_parts, as a card has room for it.

    Units stand beside the criterion, where a line may break; points and weight in one column.
    """
    parts = score_parts(ground.scorecard, site_id, None, reader)
    pairs = zip(parts["points"], parts["weight"], strict=True)
    return parts.assign(
        criterion=[criterion_title(str(name), unit, reader) for name, unit in parts["unit"].items()],
        criterion_value=[amount(float(value), "", reader) for value in parts["value"]],
        points_weighed=[f"{exact(x)}×{percent(weight, reader, 0)}" for x, weight in pairs],
    )


def show_notes(ground: Groundwork, reader: Reader) -> None:
    """Show what must be known to read the scores."""
    notes = score_notes(ground.scorecard, reader)
    if notes:
        with st.expander(reader.gettext("About these scores")):
            st.markdown("\n".join(f"- {plain(note)}" for note in notes))


def show_parts(parts: pd.DataFrame, reader: Reader) -> None:
    """Show the parts of a score; the contributions add up to it."""
    show_plain(parts, COLUMNS, reader, reader.gettext("Parts of the score"))
    st.caption(v.PERCENTILE.said(reader))
