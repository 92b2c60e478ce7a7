"""The parts of a score, criterion by criterion."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.present.numbers import amount
from siteplan.present.score_words import criterion_name, score_notes
from siteplan.present.words import gettext_for
from siteplan.score import Scorecard
from siteplan.ui.text import plain

__all__ = ["parts_table", "show_notes", "show_parts"]


def parts_table(card: Scorecard, site_id: str, language: str) -> pd.DataFrame:
    """Return a row for each criterion: name, value, percentile, points (0-100), weight (per cent), contribution."""
    why = card.why(site_id)
    return pd.DataFrame(
        {
            "name": [criterion_name(str(name), language) for name in why.index],
            "value": [amount(float(value), "", language) for value in why["value"]],
            "percentile": why["percentile"].to_numpy(),
            "points": why["points"].to_numpy(),
            "weight": 100 * why["weight"].to_numpy(),
            "contribution": why["contribution"].to_numpy(),
        }
    )


def show_notes(card: Scorecard, language: str) -> None:
    """Show what must be known to read the scores."""
    notes = score_notes(card, language)
    if notes:
        with st.expander(gettext_for(language)("About these scores")):
            st.markdown("\n".join(f"- {plain(note)}" for note in notes))


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
            "name": st.column_config.TextColumn(_("Criterion")),
            "value": st.column_config.TextColumn(_("Value")),
            "percentile": number(
                _("Beats"), format="%.0f %%", help=_("How many of the candidates have a lower value, per cent")
            ),
            "points": number(_("Points"), format="%.0f"),
            "weight": number(_("Weight"), format="%.0f %%"),
            "contribution": number(_("Adds"), format="%+.1f"),
        },
    )
