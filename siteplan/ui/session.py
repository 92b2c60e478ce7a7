"""What one visit of the app remembers: its language, the selected site, candidates side by side, marks and notes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import streamlit as st

from siteplan.present.text.words import LANGUAGES
from siteplan.ui.launch import LANGUAGE_VARIABLE

__all__ = [
    "COMPARED", "LANGUAGE", "LAYER", "SITE", "TABLE", "compare", "compared", "language", "mark", "mark_all", "marks",
    "note", "notes", "select_site", "selected_site",
]  # fmt: skip

LANGUAGE = "lang"
LAYER = "layer"
SITE = "site"
COMPARED, TABLE = "compared", "candidates"
MARKS, NOTES = "marks", "notes"


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


def marks() -> Mapping[str, str]:
    """Return what candidates are marked as in this visit, by site_id."""
    return dict(st.session_state.get(MARKS, {}))


def mark_all(told: Mapping[str, str], meant: Iterable[str]) -> None:
    """Mark candidates, each as told; others are then marked as none of those that are meant."""
    others = {site: as_ for site, as_ in marks().items() if as_ not in set(meant)}
    st.session_state[MARKS] = {**others, **told}


def mark(site_id: str, as_: str | None) -> None:
    """Mark a candidate, or take its mark away."""
    others = {site: told for site, told in marks().items() if site != site_id}
    st.session_state[MARKS] = others if as_ is None else {**others, site_id: as_}


def notes() -> Mapping[str, str]:
    """Return what is noted of candidates in this visit, by site_id."""
    return dict(st.session_state.get(NOTES, {}))


def note(site_id: str, text: str) -> None:
    """Keep what is noted of a candidate; nothing is kept of an empty note."""
    others = {site: told for site, told in notes().items() if site != site_id}
    st.session_state[NOTES] = {**others, site_id: text} if text else others
