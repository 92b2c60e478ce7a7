"""A saved plan's question taken back to the page Plan, by a button or by an address."""

from __future__ import annotations

import streamlit as st

from siteplan.present.text.reader import Reader
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.store.saved_plans.saved_errors import SavedPlansError
from siteplan.store.saved_plans.saved_list import find_saved
from siteplan.ui import session
from siteplan.ui.markdown import plain
from siteplan.ui.runs.following import PARENT, forget
from siteplan.ui.saved.decide_address import SAVED
from siteplan.ui.saved.saved_words import hindrance_text

__all__ = ["offer", "take_named"]

PLAN = "plan"  # the page's address


def offer(plan: ListedPlan, reader: Reader) -> None:
    """Offer to ask a plan's own question again, or to change it."""
    if st.button(reader.gettext("Open in Plan"), key="open-in-plan"):
        address = {SAVED: plan.id, session.LANGUAGE: reader.language}
        st.switch_page(st.Page(lambda: None, url_path=PLAN), query_params=address)


def take_named(study: str, reader: Reader) -> None:
    """Let the form begin with the question of the saved plan that the address names."""
    name = st.query_params.pop(SAVED, None)
    if name is None:
        return
    try:
        plan = find_saved(str(name))
    except SavedPlansError as error:
        st.warning(hindrance_text(error, reader))
        return
    if plan is None or plan.study != study:
        st.info(reader.gettext("The plan at this address is gone: its owner erased it."))
        return
    forget(plan.question)
    st.session_state[PARENT] = plan.id
    st.toast(plain(reader.gettext("The question of {plan}").format(plan=plan.name)))
