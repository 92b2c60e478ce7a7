"""The plan page: ask, watch the search, read the plan."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from siteplan.data import revised_plan
from siteplan.errors import Problem, StudyError
from siteplan.evaluate.floor_reach import reach
from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job, State
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.study import Study
from siteplan.study.objectives import goal_of, with_objective
from siteplan.ui import loading, session
from siteplan.ui.forms.askform import floor_key, form
from siteplan.ui.forms.plan_question import Ask, ask_of, changes, with_marks
from siteplan.ui.forms.read_back import floor_name, impossible, sentence
from siteplan.ui.markdown import plain
from siteplan.ui.runs import result, running
from siteplan.ui.runs.following import asked_last, follow, forget, run
from siteplan.ui.screens.broken_page import show_problems

__all__ = ["show"]


def show(world: World, reader: Reader) -> None:
    """Show the job that the address names, else the question."""
    ground = world.ground
    follow("plan", reader, lambda: _show_question(ground, reader), lambda job: _show_job(job, ground, reader))


def _show_job(job: Job, ground: Groundwork, reader: Reader) -> None:
    state, message = job.outcome()
    leave = partial(forget, job.asked["plan"])
    if state is State.RUNNING:
        study = ground.study
        asked = with_objective(study, job.asked["plan"].get("objective", study.plan.objective))
        running.show(job, goal_of(asked), reader, leave)
    else:
        result.show(job, state, message, ground, reader, leave)


def _show_question(ground: Groundwork, reader: Reader) -> None:
    _ = reader.gettext
    top = st.container(border=True)
    own = ask_of(asked_last(ground.study, reader))
    if session.marks_made():  # else a run's question would lose the marks of who asked it
        own = with_marks(own, session.marks(), ground.study)
    limits = reach(ground, tuple(floor.as_rule(1.0) for floor in own.floors))
    ask = form(ground, own, limits, reader)
    draft = _draft(ground.study, ask)
    with top:
        text, button = st.columns([6, 1], vertical_alignment="center")
        pressed = button.button(_("Run"), type="primary", width="stretch", shortcut="Ctrl+Enter")
    if not isinstance(draft, Study):
        text.error(_("This question cannot be run yet."))
        show_problems(draft, reader)
        return
    text.markdown(f"**{_('Your question:')}** " + plain(sentence(draft, reader)))
    _show_findings(ground.study, ask, limits, reader)
    if pressed:
        run(loading.study_path(), changes(ask), reader)


def _draft(study: Study, ask: Ask) -> Study | tuple[Problem, ...]:
    """Return the study under this question, or all that is wrong with it."""
    try:
        return revised_plan(study, changes(ask))
    except StudyError as error:
        return tuple(error.problems)


def _show_findings(study: Study, ask: Ask, limits: pd.DataFrame, reader: Reader) -> None:
    """Say which floors no plan can meet, and offer the most that one can."""
    _ = reader.gettext
    for i in impossible(ask, limits):
        floor, most = ask.floors[i], float(limits["most"].iloc[i])
        possible = int(most * 1000) / 10  # rounded down, or it would be out of reach again
        said = _(
            "{floor}: {asked} is required, but with every candidate open it is {most}. No plan can meet it."
        ).format(floor=floor_name(floor, study, reader), asked=percent(floor.share, reader), most=percent(most, reader))
        st.warning(plain(said))
        label = _("Change to {share}").format(share=percent(possible / 100, reader))
        st.button(label, key=f"repair-{i}", on_click=st.session_state.__setitem__, args=(floor_key(i), possible))
