"""The parts of a score, criterion by criterion."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.present.model_text.score_words import criterion_name, score_notes
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.score import Scorecard
from siteplan.ui.markdown import plain

NBSP = "\u00a0"  # a number stays beside its unit

__all__ = ["parts_table", "show_notes", "show_parts"]


def parts_table(card: Scorecard, site_id: str, reader: Reader) -> pd.DataFrame:
    """Return a row for each criterion: name, value, percentile, points (0-100), weight (per cent), contribution."""
    why = card.why(site_id)
    return pd.DataFrame(
        {
            "name": [criterion_name(str(name), reader) for name in why.index],
            "value": [amount(float(value), "", reader) for value in why["value"]],
            "percentile": why["percentile"].to_numpy(),
            "points": why["points"].to_numpy(),
            "weight": 100 * why["weight"].to_numpy(),
            "contribution": why["contribution"].to_numpy(),
        }
    )


def show_notes(card: Scorecard, reader: Reader) -> None:
    """Show what must be known to read the scores."""
    notes = score_notes(card, reader)
    if notes:
        with st.expander(reader.gettext("About these scores")):
            st.markdown("\n".join(f"- {plain(note)}" for note in notes))


def show_parts(parts: pd.DataFrame, reader: Reader) -> None:
    """Show the parts of a score; the contributions add up to it.

    A plain table, which breaks its lines: in a grid of the card's width the last column would be out of sight.
    """
    _ = reader.gettext
    told = pd.DataFrame(
        {
            _("Criterion"): [plain(name) for name in parts["name"]],
            _("Value"): parts["value"],
            _("Percentile"): [percent(x / 100, reader, 0) for x in parts["percentile"]],
            _("Points"): [
                f"{exact(points)} × {percent(weight / 100, reader, 0)}"
                for points, weight in zip(parts["points"], parts["weight"], strict=True)
            ],
            _("Adds"): [f"{x:+.1f}" for x in parts["contribution"]],
        }
    )
    told = told.map(lambda text: text.replace(" ", NBSP)).assign(**{_("Criterion"): told[_("Criterion")]})
    st.table(told, hide_index=True, border="horizontal", alt=_("Parts of the score"))
    st.caption(
        _(
            "Percentile: how many per cent of the candidates have a lower value. Points × weight is what "
            "each criterion adds."
        )
    )
