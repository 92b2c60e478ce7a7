"""What one visit of the app remembers: its language, the selected site and the candidates side by side."""

from __future__ import annotations

import os
from collections.abc import Iterable

import streamlit as st

from siteplan.present.text.words import LANGUAGES
from siteplan.ui.launch import LANGUAGE_VARIABLE

__all__ = ["COMPARED", "LANGUAGE", "LAYER", "SITE", "compare", "compared", "language", "select_site", "selected_site"]

LANGUAGE = "lang"
LAYER = "layer"
SITE = "site"
COMPARED = "compared"


def language(fallback: str) -> str:
    """Return the language of this visit: as chosen, else as the address says, else the app's or the study's own."""
    chosen = st.session_state.get(LANGUAGE) or st.query_params.get(LANGUAGE) or os.environ.get(LANGUAGE_VARIABLE)
    return str(chosen) if chosen in LANGUAGES else fallback


def selected_site() -> str | None:
    """Return the site that map, table and card show, if any."""
    site = st.session_state.get(SITE)
    return site if isinstance(site, str) else None


def select_site(site_id: str | None) -> None:
    """Let map, table and card show this site, and the address name it."""
    st.session_state[SITE] = site_id
    if site_id is None:
        st.query_params.pop(SITE, None)
    else:
        st.query_params[SITE] = site_id


def compared() -> list[str]:
    """Return the candidates that are shown side by side, in the order in which they were chosen."""
    return [str(site) for site in st.session_state.get(COMPARED) or []]


def compare(sites: Iterable[str]) -> None:
    """Show these candidates side by side."""
    st.session_state[COMPARED] = [*sites]
