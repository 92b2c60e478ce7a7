"""The parts of a score, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from siteplan.present.numbers import amount
from siteplan.present.words import N_, gettext_for
from siteplan.score import Scorecard

__all__ = ["criterion_name", "parts_table", "show_parts"]

_NAMES: Mapping[str, str] = {
    "footfall": N_("foot traffic"),
    "income": N_("income"),
    "competition": N_("competition"),
    "population": N_("people in reach"),
    "rent": N_("rent"),
    "charging_sessions": N_("charging sessions"),
    "charging_gap": N_("charging gap closed"),
    "charging_leads": N_("charging leads"),
}


def criterion_name(name: str, language: str) -> str:
    """Return a criterion's name; one that is a column of the planner's own is shown as written."""
    return gettext_for(language)(_NAMES[name]) if name in _NAMES else name


def parts_table(card: Scorecard, site_id: str, language: str) -> pd.DataFrame:
    """Return a row for each criterion: name, value, points (0-100), weight (per cent), contribution (points)."""
    adds = pd.Series(card.contributions.loc[site_id], dtype=float).sort_values(ascending=False, kind="stable")
    criteria = [str(name) for name in adds.index]
    values, points = (frame.loc[site_id, criteria].to_numpy(dtype=float) for frame in (card.values, card.points))
    return pd.DataFrame(
        {
            "name": [criterion_name(name, language) for name in criteria],
            "value": [amount(float(value), "", language) for value in values],
            "points": points,
            "weight": 100 * card.weights[criteria].to_numpy(),
            "contribution": adds.to_numpy(),
        }
    )


def show_parts(parts: pd.DataFrame, language: str) -> None:
    """Show the parts of a score; the contributions add up to it."""
    _ = gettext_for(language)
    number = st.column_config.NumberColumn
    st.dataframe(
        parts,
        hide_index=True,
        row_height=26,
        width="stretch",
        alt=_("Parts of the score"),
        column_config={
            "name": st.column_config.TextColumn(_("Criterion"), width=118),
            "value": st.column_config.TextColumn(_("Value"), alignment="right", width=60),
            "points": st.column_config.ProgressColumn(_("Points"), min_value=0, max_value=100, format="%.0f", width=72),
            "weight": number(_("Weight"), format="%.0f %%", width=58),
            "contribution": number(_("Adds"), format="%+.1f", width=54),
        },
    )
