"""The plan page: ask, watch the search, read the plan."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from siteplan.data import revised_plan
from siteplan.errors import Problem, StudyError
from siteplan.evaluate.rule_reach import rule_reach
from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job, State
from siteplan.present.candidates.marks import MUST, NEVER
from siteplan.present.question.asked_question import ask_of, changes, with_marks
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.study import Study
from siteplan.study.objectives import goal_of, with_objective
from siteplan.study.rules import RuleSpec
from siteplan.ui import loading, session
from siteplan.ui.question import draft
from siteplan.ui.question.askform import form
from siteplan.ui.question.question_head import show_findings, show_head
from siteplan.ui.question.rule_table import rules_shown
from siteplan.ui.runs import result, running
from siteplan.ui.runs.following import asked_last, follow, forget, run
from siteplan.ui.saved.reopen import take_named
from siteplan.ui.screens.broken_page import show_problems

__all__ = ["show"]


def show(world: World, reader: Reader) -> None:
    """Show the job that the address names, else the question."""
    take_named(world.ground.study.study.name, reader)
    follow("plan", reader, lambda: _show_question(world, reader), lambda job: _show_job(job, world, reader))


def _show_job(job: Job, world: World, reader: Reader) -> None:
    state, message = job.outcome()
    leave = partial(forget, job.asked["plan"])
    if state is State.RUNNING:
        study = world.ground.study
        asked = with_objective(study, job.asked["plan"].get("objective", study.plan.objective))
        running.show(job, goal_of(asked), reader, leave)
    else:
        result.show(job, state, message, world, reader, leave)


def _show_question(world: World, reader: Reader) -> None:
    ground, study = world.ground, world.ground.study
    top = st.container(border=True)
    found = st.container()
    own = ask_of(asked_last(study, reader))
    if not draft.has_begun_anew():
        own = with_marks(own, session.marks(), alone=draft.asked_now() is not None)
    ask = form(ground, own, _reach(ground, world.key, rules_shown(own, ground)), reader)
    asked = changes(ask, study)
    draft.keep(asked)
    session.mark_all({**dict.fromkeys(ask.required, MUST), **dict.fromkeys(ask.forbidden, NEVER)}, (MUST, NEVER))
    drafted = _draft(study, asked)
    with top:
        pressed = show_head(drafted if isinstance(drafted, Study) else None, reader)
    with found:
        if not isinstance(drafted, Study):
            show_problems(drafted, reader)
            return
        show_findings(ask, drafted, _reach(ground, world.key, ask.rules), reader)
    if pressed:
        run(loading.study_path(), asked, reader)


def _draft(study: Study, asked: draft.Question) -> Study | tuple[Problem, ...]:
    """Return the study under this question, or all that is wrong with it."""
    try:
        return revised_plan(study, asked)
    except StudyError as error:
        return tuple(error.problems)


def _reach(ground: Groundwork, key: str, rules: tuple[RuleSpec, ...]) -> pd.DataFrame:
    """Return what rules count today and at most, each counted once."""
    found = [_counted(ground, key, rule, rule.model_dump_json()) for rule in rules]
    return pd.DataFrame(found, columns=["today", "most", "unit"])


@st.cache_data(max_entries=500, show_spinner=False)
def _counted(_ground: Groundwork, key: str, _rule: RuleSpec, said: str) -> tuple[float, float, str]:  # noqa: ARG001
    (row,) = rule_reach(_ground, (_rule,)).itertuples(index=False, name=None)
    return row
