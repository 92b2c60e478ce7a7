"""The candidates a page at a time: what a click sends anew stays small however many there are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.candidates.candidate_order import ORDERS, in_order, page_of, pages
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.ui import session

__all__ = ["shown_page"]

PAGE, ORDER, SEEN = "candidates-page", "candidates-order", "candidates-seen"


def shown_page(ground: Groundwork, chosen: pd.Index, reader: Reader) -> pd.Index:
    """Let the visitor order and turn pages; return the candidates of the page, that of a site selected anew."""
    _ = reader.gettext
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="right"):
        _tell_count(ground, chosen, reader)
        order = st.selectbox(
            _("Order by"), [*ORDERS], format_func=lambda name: _(ORDERS[name]), key=ORDER, width=220,
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        sites = in_order(ground, chosen, order)
        at = _page(sites)
        last = pages(len(sites)) - 1
        if last:
            _turn("‹", at - 1, at == 0, _("Previous page"))
            st.markdown(_("page {page} of {pages}").format(page=exact(at + 1), pages=exact(last + 1)), width="content")
            _turn("›", at + 1, at == last, _("Next page"))
    return page_of(sites, at)


def _tell_count(ground: Groundwork, chosen: pd.Index, reader: Reader) -> None:
    n = int(ground.scorecard.given.sum())
    said = reader.ngettext("{passing} of {n} candidate", "{passing} of {n} candidates", n)
    st.caption(said.format(passing=exact(len(chosen)), n=exact(n)))


def _page(sites: pd.Index) -> int:
    """Return the page that is shown: where a site was selected since, its own."""
    site, page = session.selected_site(), int(st.session_state.get(PAGE, 0))
    if site != st.session_state.get(SEEN) and site in sites:
        page = pages(list(sites).index(site) + 1) - 1
    st.session_state[SEEN], st.session_state[PAGE] = site, min(page, pages(len(sites)) - 1)
    return min(page, pages(len(sites)) - 1)


def _turn(sign: str, page: int, idle: bool, label: str) -> None:
    turn = st.session_state.update
    st.button(sign, help=label, disabled=idle, on_click=turn, args=({PAGE: page},), key=f"turn-{sign}")
