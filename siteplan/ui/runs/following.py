"""Which run a visit follows, and which question its form begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st

from siteplan.data.study_toml.study_file import plan_reading
from siteplan.errors import StudyError
from siteplan.jobs import jobs
from siteplan.jobs.jobs import Job, Kind, TooManyError
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.ui.question.draft import begin_with, started_with
from siteplan.ui.visitor import person, visitor

__all__ = ["PARENT", "asked_last", "follow", "forget", "forget_review", "run", "too_many"]

NAMES: Mapping[Kind, str] = {"plan": "job", "review": "review"}
"""The key of the address and of the visit that names a run, by what it makes."""
TYPED = ("phases", "outlooks")  # rows that a planner types, half of one perhaps when the page is left
PARENT = "parent"


def follow(kind: Kind, reader: Reader, ask: Callable[[], None], show: Callable[[Job], None]) -> None:
    """Show the run of this kind that the address names, or the visit's last; ask the question where there is none."""
    job = _named_job(reader, kind)
    if job is None:
        ask()
        return
    try:
        _remember(job)
        show(job)
    except FileNotFoundError:
        if job.is_there:
            raise
        st.rerun()  # thrown away while we looked: the page says so


def _named_job(reader: Reader, kind: Kind) -> Job | None:
    """Return the run of this kind that the address names, or the visit's last; say so where it is no longer there."""
    key = NAMES[kind]
    name = st.query_params.get(key, st.session_state.get(key, ""))
    job = jobs.find(name)
    if job is not None and job.kind != kind:
        job = None
    if name and job is None:
        st.info(reader.gettext("The run at this address is gone: it was discarded."))
        st.session_state.pop(key, None)
    return job


def _remember(job: Job) -> None:
    """Let the address name the job, so that a reload or a colleague finds it."""
    key = NAMES[job.kind]
    st.session_state[key] = job.id
    st.query_params[key] = job.id


def forget_review() -> None:
    """Go back to what a review asks."""
    st.session_state.pop(NAMES["review"], None)
    st.query_params.pop(NAMES["review"], None)


def forget(plan: Mapping[str, Any]) -> None:
    """Go back to the form, which begins with the question of the run that is left."""
    begin_with(dict(plan))
    st.session_state.pop(PARENT, None)
    st.session_state.pop(NAMES["plan"], None)
    st.query_params.pop(NAMES["plan"], None)


def asked_last(study: Study, reader: Reader) -> Study:
    """Return the study under the question that was asked last, else under its own."""
    asked = started_with()
    if asked is None:
        return study
    for part in (asked, {key: value for key, value in asked.items() if key not in TYPED}):
        with suppress(StudyError):
            found = plan_reading(study, part).value
            if part is not asked:
                st.info(reader.gettext("Phases and outlooks could not be read and are those of the study again."))
            return found or study
    st.info(reader.gettext("The study has changed; the form shows the question of its file."))
    return study


def run(study: Path, plan: Mapping[str, Any], reader: Reader, asks: Mapping[str, Any] | None = None) -> None:
    """Start a run and follow it, or say that too many are under way; `asks` says what is made, if it is no plan."""
    try:
        job = jobs.start(study, plan, reader.language, visitor(), {**_about(), **(asks or {})})
    except TooManyError as error:
        st.warning(too_many(error, reader))
        return
    _remember(job)
    st.rerun()


def _about() -> dict[str, str]:
    """Return the name that the visitor gave, and the saved plan whose question the form began with."""
    known = {"author": person().name, "parent": st.session_state.get(PARENT)}
    return {key: str(value) for key, value in known.items() if value}


def too_many(error: TooManyError, reader: Reader) -> str:
    """Return that as many runs are under way as are allowed."""
    _n = reader.ngettext
    mine = _n(
        "You have {n} run under way. Stop or discard it first.",
        "You have {n} runs under way. Stop or discard one first.",
        error.most,
    )
    in_all = _n(
        "{n} run is under way on this server, as many as it allows. Try again when it has ended.",
        "{n} runs are under way on this server, as many as it allows. Try again when one has ended.",
        error.most,
    )
    return (mine if error.mine else in_all).format(n=error.most)
