"""A job that runs: bound and plan closing on each other, and the two ways to end it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from siteplan.jobs.jobs import Job, State
from siteplan.jobs.progress import STAGES, Search, search_of
from siteplan.present.plan_text.sentences import gap_text
from siteplan.present.text.goals import short_figure, unit_text
from siteplan.present.text.numbers import amount, difference
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import search_text, stage_text
from siteplan.study.objectives import Goal
from siteplan.ui.runs.closing import closing_chart
from siteplan.ui.visitor import visitor

__all__ = ["show"]

HEIGHT = 430
CHART = 385


def show(job: Job, goal: Goal, reader: Reader, forget: Callable[[], None]) -> None:
    """Show the search for a goal until it ends; the page may be left and found again."""
    _ = reader.gettext
    st.markdown(f"## {_('Searching')}")
    st.caption(_("You may leave this page; the search goes on, and its address finds it again."))
    _live(job, goal, reader, forget)


@st.fragment(run_every=1.0)
def _live(job: Job, goal: Goal, reader: Reader, forget: Callable[[], None]) -> None:
    if job.outcome()[0] is not State.RUNNING or not job.is_there:
        st.rerun()
    search = search_of(job.progress())
    with st.container(height=HEIGHT, border=True):
        _show_search(search, STAGES[job.kind], goal, reader)
        if _is_counting(job, search):
            _ = reader.gettext
            st.caption(_("The search is over. To count each site by itself may take minutes in a large study."))
    _show_buttons(job, search, reader, forget)


def _show_search(search: Search, stages: Sequence[str], goal: Goal, reader: Reader) -> None:
    chart, numbers = st.columns([2, 1])
    with numbers:
        _show_stages(search, stages, reader)
        if search.has_plan:
            _show_best(search, goal, reader)
    with chart:
        if not search.steps.empty:
            drawn = closing_chart(search.steps, float(search.last["seconds"]), CHART, goal, reader)
            st.altair_chart(drawn, width="stretch", alt=reader.gettext("Bound and best plan over the seconds"))


def _show_stages(search: Search, stages: Sequence[str], reader: Reader) -> None:
    """Show the stages behind us, the one we are in, those to come; and what the search is at."""
    now = stages.index(search.stage)
    marks = ["✓" if i < now else "●" if i == now else "○" for i in range(len(stages))]
    said = (stage_text(stage, reader) for stage in stages)
    st.markdown("  \n".join(f"{mark} {text}" for mark, text in zip(marks, said, strict=True)))
    if search.stage == "plan" and search.doing:
        st.caption(search_text(search.doing, search.has_plan, reader))


def _show_best(search: Search, goal: Goal, reader: Reader) -> None:
    _ = reader.gettext
    last = search.last
    st.metric(_("Best plan so far, {unit}").format(unit=unit_text(goal, reader)), short_figure(last["value"], goal))
    more = amount(abs(difference(last["bound"], last["value"])), goal.unit, reader)
    gap = gap_text(float(last["gap"]), reader)
    most, least = (
        _("No plan brings more than {more} ({gap}) beyond it."),
        _("No plan needs less by more than {more} ({gap})."),
    )
    st.write((least if goal.least else most).format(more=more, gap=gap))


def _show_buttons(job: Job, search: Search, reader: Reader, forget: Callable[[], None]) -> None:
    _ = reader.gettext
    if not job.is_of(visitor()):
        st.caption(_("Somebody else started this run: only they can stop or discard it."))
        return
    keep = _("Stop and keep this plan")
    if search.has_plan:
        keep += f" ({gap_text(float(search.last['gap']), reader)})"
    with st.container(horizontal=True):
        stopping = job.wants_stop
        idle = stopping or not search.has_plan or _is_counting(job, search)
        waiting = _("Stopping ...") if stopping else keep
        st.button(waiting, type="primary", disabled=idle, on_click=job.stop, key="stop")
        with st.popover(_("Discard")):
            st.write(_("This ends the search and discards its plan. Your question is kept."))
            if st.button(_("Yes, discard"), key="discard"):
                forget()
                job.discard()
                st.rerun()


def _is_counting(job: Job, search: Search) -> bool:
    """Return whether a review has found its network: what it counts then cannot be stopped."""
    return job.kind == "review" and search.stage == "evaluation"
