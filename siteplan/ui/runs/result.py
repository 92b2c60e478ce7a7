"""How a job ended: the plan with its proof, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from siteplan.evaluate import Plan
from siteplan.jobs.jobs import Job, State
from siteplan.jobs.plan_files import OutdatedError
from siteplan.present.plan_text.sentences import headline, proof_sentence
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import busy_sentences
from siteplan.store.groundwork_cache import World
from siteplan.ui.markdown import plain
from siteplan.ui.runs.ended import end_title, show_end, show_outdated
from siteplan.ui.runs.five_numbers import show_five
from siteplan.ui.runs.job_files import made_by
from siteplan.ui.runs.result_tabs import show_tabs
from siteplan.ui.saved import saving

__all__ = ["show"]


def show(job: Job, state: State, message: str, world: World, reader: Reader, forget: Callable[[], None]) -> None:
    """Show the end of a job; the question is kept and can be changed, `forget`."""
    _ = reader.gettext
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top")
    if state is State.DONE:
        _show_made(job, world, head, reader)
    else:
        head.markdown(f"## {end_title(job, state, reader)}")
        show_end(job, state, message, world.ground, reader)
    head.button(_("Change the question"), on_click=forget, key="again")


def _show_made(job: Job, world: World, head: DeltaGenerator, reader: Reader) -> None:
    try:
        plan = made_by(job)
    except OutdatedError:
        show_outdated(job, head, reader)
        return
    if not isinstance(plan, Plan):
        raise TypeError(f"{job.folder} holds no plan")
    _show_plan(job, plan, world, head, reader)


def _show_plan(job: Job, plan: Plan, world: World, head: DeltaGenerator, reader: Reader) -> None:
    with head.container(width="stretch"):
        st.markdown(f"## {plain(headline(plan, reader))}")
        proof = plan.proof
        busy = busy_sentences(proof.seconds, proof.cpu_seconds, proof.status == "optimal", reader)
        st.caption(plain(" ".join([proof_sentence(proof, reader), *busy])))
        saving.show(job, reader)
    show_five(plan.kpis, plan.baseline, reader.gettext("vs today"), reader)
    show_tabs(job, plan, world, reader)
