"""The plan of a run in the list of saved plans: kept by itself, named, proposed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from siteplan.jobs.jobs import Job
from siteplan.jobs.kept_runs import keep_run
from siteplan.present.text.reader import Reader
from siteplan.store.saved_plans import saved_list
from siteplan.store.saved_plans.listed_plan import ListedPlan, PlanStatus
from siteplan.store.saved_plans.saved_errors import SavedPlansError
from siteplan.ui.saved.saved_words import hindrance_text, status_badge
from siteplan.ui.visitor import person

__all__ = ["act", "show"]

SAVING = "saving"
TOLD = "saving-told"


@st.fragment(key=SAVING)
def show(job: Job, reader: Reader) -> None:
    """Show under which name and status a run's plan is saved; its maker may change both."""
    _ = reader.gettext
    if job.is_writing:
        _await(job, reader)
        return
    try:
        plan = keep_run(job)
    except SavedPlansError as error:
        st.warning(hindrance_text(error, reader))
        st.button(_("Save it again"), key="save-again")
        return
    if plan is None:
        return
    if problem := st.session_state.pop(TOLD, ""):
        st.warning(problem)
    _show_saved(plan, reader)


@st.fragment(run_every=1.0)
def _await(job: Job, reader: Reader) -> None:
    if not job.is_writing:
        st.rerun()
    st.caption(reader.gettext("The plan is being saved ..."))


def _show_saved(plan: ListedPlan, reader: Reader) -> None:
    _ = reader.gettext
    mine = plan.is_of(person())
    with st.container(horizontal=True, vertical_alignment="center"):
        key = f"plan-name-{plan.id}-{plan.version}"
        st.text_input(_("Name of the plan"), plan.name, saved_list.LONGEST_NAME, key=key, disabled=not mine,
                      label_visibility="collapsed", width=360)  # fmt: skip
        if mine:
            st.button(_("Save name"), key="save-plan", on_click=_rename, args=(plan, key, reader))
        if mine and plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED):
            st.button(_("Propose"), key="propose-plan", on_click=_propose, args=(plan, key, reader))
        st.markdown(f"{status_badge(plan, reader)} {_('saved in Decide')}")


def _rename(plan: ListedPlan, key: str, reader: Reader) -> None:
    act(lambda: saved_list.rename(plan, st.session_state[key], person()), reader, TOLD)


def _propose(plan: ListedPlan, key: str, reader: Reader) -> None:
    def both() -> ListedPlan:
        named = saved_list.rename(plan, st.session_state[key], person())
        return saved_list.decide(named, PlanStatus.PROPOSED, "", "region", person())

    act(both, reader, TOLD)


def act(do: Callable[[], object], reader: Reader, told: str) -> bool:
    """Do something with a saved plan in a callback; what hinders it is told by the next run under the key `told`."""
    try:
        do()
    except SavedPlansError as error:
        st.session_state[told] = hindrance_text(error, reader)
        return False
    return True
