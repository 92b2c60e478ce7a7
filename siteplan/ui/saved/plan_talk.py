"""What is said of a saved plan and decided on it, by level; its maker proposes, renames and erases it."""

from __future__ import annotations

import streamlit as st

from siteplan.jobs import jobs
from siteplan.present.text.reader import Reader
from siteplan.store.saved_plans import saved_list
from siteplan.store.saved_plans.listed_plan import LEVELS, ListedPlan, PlanStatus
from siteplan.ui.markdown import plain
from siteplan.ui.saved.decide_address import to_list
from siteplan.ui.saved.saved_words import LEVEL_NAMES, event_text
from siteplan.ui.saved.saving import act
from siteplan.ui.visitor import NAME, person

__all__ = ["show"]

TOLD, SAID, LEVEL = "talk-told", "talk-said", "talk-level"


def show(plan: ListedPlan, reader: Reader) -> None:
    """Show what was said, the youngest first, beside what a visitor may say and do."""
    _ = reader.gettext
    said, mine = st.columns([3, 2], gap="large")
    with said:
        st.markdown(f"## {_('What was said and decided')}")
        if not plan.events:
            st.caption(_("Nothing yet."))
        for event in reversed(plan.events):
            told, text = event_text(event, reader)
            with st.container(border=True):
                st.caption(plain(told))
                if text:
                    st.markdown(plain(text))
    with mine:
        if problem := st.session_state.pop(TOLD, ""):
            st.warning(problem)
        _show_actions(plan, reader)
        if plan.is_of(person()):
            _show_own(plan, reader)


def _show_actions(plan: ListedPlan, reader: Reader) -> None:
    _ = reader.gettext
    st.markdown(f"## {_('Say or decide')}")
    st.text_input(_("Your name"), max_chars=60, key=NAME, persist_state="session")
    st.segmented_control(_("Level at which you speak"), LEVELS, default=LEVELS[0], required=True, key=LEVEL,
                         format_func=lambda level: _(LEVEL_NAMES[level]), persist_state="session")  # fmt: skip
    st.text_area(_("Comment"), max_chars=saved_list.LONGEST_TEXT, key=SAID, height=100)
    with st.container(horizontal=True):
        st.button(_("Comment only"), key="comment-plan", on_click=_comment, args=(plan, reader))
        if plan.status is PlanStatus.PROPOSED:
            st.button(_("Approve"), key="approve-plan", type="primary", on_click=_decide,
                      args=(plan, PlanStatus.APPROVED, reader))  # fmt: skip
        if plan.status in (PlanStatus.PROPOSED, PlanStatus.APPROVED):
            st.button(_("Return with comment"), key="return-plan", on_click=_decide,
                      args=(plan, PlanStatus.RETURNED, reader))  # fmt: skip
        if plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED) and plan.is_of(person()):
            st.button(_("Propose"), key="propose-plan", type="primary", on_click=_decide,
                      args=(plan, PlanStatus.PROPOSED, reader))  # fmt: skip


def _show_own(plan: ListedPlan, reader: Reader) -> None:
    _ = reader.gettext
    st.markdown(f"## {_('Your plan')}")
    name, tags = f"name-{plan.id}-{plan.version}", f"tags-{plan.id}-{plan.version}"
    st.text_input(_("Name of the plan"), plan.name, saved_list.LONGEST_NAME, key=name)
    st.text_input(_("Tags, with spaces between"), " ".join(plan.tags), 200, key=tags)
    with st.container(horizontal=True):
        st.button(_("Save name and tags"), key="name-plan", on_click=_rename, args=(plan, name, tags, reader))
        if plan.status is PlanStatus.APPROVED:
            return
        with st.popover(_("Erase")):
            st.write(_("This erases the plan, its files and all that was said of it, for good."))
            st.button(_("Yes, erase"), key="erase-plan", on_click=_erase, args=(plan, reader))


def _comment(plan: ListedPlan, reader: Reader) -> None:
    text = st.session_state[SAID]
    if text.strip() and act(lambda: saved_list.comment(plan, text, st.session_state[LEVEL], person()), reader, TOLD):
        st.session_state[SAID] = ""


def _decide(plan: ListedPlan, status: PlanStatus, reader: Reader) -> None:
    text, level = st.session_state[SAID], st.session_state[LEVEL]
    if act(lambda: saved_list.decide(plan, status, text, level, person()), reader, TOLD):
        st.session_state[SAID] = ""


def _rename(plan: ListedPlan, name: str, tags: str, reader: Reader) -> None:
    def both() -> ListedPlan:
        named = saved_list.rename(plan, st.session_state[name], person())
        return saved_list.tag(named, st.session_state[tags].split(), person())

    act(both, reader, TOLD)


def _erase(plan: ListedPlan, reader: Reader) -> None:
    if act(lambda: saved_list.erase(plan, person()), reader, TOLD):
        if plan.made_by and (job := jobs.find(plan.made_by)) is not None:
            job.discard()  # its files are the plan's, too
        to_list()
