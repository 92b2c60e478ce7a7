"""The card of a site that was clicked on a plan's map: why it is there or not, and what may be asked of it."""

from __future__ import annotations

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.evaluate.explain.what_if import planned_options
from siteplan.present.plan_text.why_site import site_lines
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts import planmap
from siteplan.ui.runs.asked_parts import WHY_SITES
from siteplan.ui.runs.what_if_part import CLOSES, OPENS

__all__ = ["CARD", "show"]

CARD = "plan-card"


@st.fragment(key=CARD)
def show(plan: Plan, tab_key: str, reader: Reader) -> None:
    """Show the site; its buttons go to another tab, which `tab_key` names."""
    _, site = reader.gettext, planmap.selected_site()
    known = {*plan.market.candidates.index, *plan.market.facilities.index}
    if site is None or site not in known:
        st.markdown(f"## {_('No site selected')}")
        st.write(_("Click a site on the map: why it opens, or why not, appears here."))
        return
    head, *said = site_lines(plan, plan.rejected, site, reader)
    st.markdown(f"## {plain(head)}")
    for line in said:
        st.write(plain(line))
    opened = [option for option in planned_options(plan) if option.rsplit(":", 1)[0] == site]
    formats = plan.rejected["format"][plan.rejected["site_id"] == site]
    closed = [f"{site}:{name!s}" for name in formats]
    with st.container(horizontal=True):
        if opened:
            _button(_("What if it closes?"), tab_key, _("What if"), CLOSES, opened)
        elif closed:
            _button(_("What if it opens?"), tab_key, _("What if"), OPENS, closed)
        if (opened or closed) and not plan.phases:
            _button(_("Solve anew for it"), tab_key, _("Why, why not"), WHY_SITES, [site])


def _button(label: str, tab_key: str, tab: str, key: str, chosen: list[str]) -> None:
    """Offer to go to another tab with something chosen there."""
    if st.button(label, on_click=st.session_state.update, args=({key: chosen, tab_key: tab},), key=f"ask-{key}"):
        st.rerun()  # all of the page: the tab is none of the card's
