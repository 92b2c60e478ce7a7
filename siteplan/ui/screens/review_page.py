"""The review page: what may become of today's sites, the search, and what becomes of each."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from siteplan.evaluate.review.review_question import sites_in_review
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.groundwork import Groundwork
from siteplan.jobs.job_limits import limits
from siteplan.jobs.jobs import Job, State
from siteplan.jobs.plan_files import OutdatedError
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.study import Study
from siteplan.study.objectives import goal_of
from siteplan.ui import loading
from siteplan.ui.runs import review_result, running
from siteplan.ui.runs.ended import end_title, show_end, show_outdated
from siteplan.ui.runs.following import follow, forget_review, run
from siteplan.ui.runs.job_files import made_by

__all__ = ["show"]


def show(world: World, reader: Reader) -> None:
    """Show the review that the address names, else what a review asks."""
    ground = world.ground
    follow("review", reader, lambda: _show_question(ground, reader), lambda job: _show_job(job, ground, reader))


def _show_job(job: Job, ground: Groundwork, reader: Reader) -> None:
    state, message = job.outcome()
    if state is State.RUNNING:
        running.show(job, goal_of(ground.study), reader, forget_review)
        return
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top")
    if state is State.DONE:
        _show_made(job, head, reader)
    else:
        head.markdown(f"## {end_title(job, state, reader)}")
        show_end(job, state, message, ground, reader)
    head.button(reader.gettext("Review anew"), on_click=forget_review, key="again")


def _show_made(job: Job, head: DeltaGenerator, reader: Reader) -> None:
    try:
        found = made_by(job)
    except OutdatedError:
        show_outdated(job, head, reader)
        return
    if not isinstance(found, Reviewed):
        raise TypeError(f"{job.folder} holds no review")
    review_result.show(job, found, head, reader)


def _show_question(ground: Groundwork, reader: Reader) -> None:
    _ = reader.gettext
    study = ground.study
    st.markdown(f"## {_('Which of your sites should stay, close, convert or move?')}")
    st.write(
        _(
            "The review finds the best network under the rules and the budget of study.toml, with openings and "
            "changes of your own sites decided together, and counts each choice of each site by itself."
        )
    )
    if study.plan.replan is not None:
        st.warning(_("Phases of this study are over, and what was decided in them stays: a review does not know them."))
        return
    if study.plan.phases:
        st.write(_("The phases of the study count as one: what they may spend in all, at once."))
    left, gap, seconds = st.columns([3, 1, 1], vertical_alignment="bottom")
    with left:
        word = review_result.ask_own_sites(study, reader)
    stop = gap.number_input(_("Stop when proven within, %"), 0.01, 50.0, study.plan.gap * 100, 0.1, key="review-gap",
                            persist_state="session")  # fmt: skip
    most = max(limits().seconds, study.plan.time_limit)
    limit = seconds.number_input(_("Stop after, seconds"), 1.0, most, study.plan.time_limit, 10.0, "%.0f",
                                 key="review-limit", persist_state="session")  # fmt: skip
    may = _may_change(study, word, ground)
    if may == 0:
        st.warning(
            _(
                "None of your sites may change, so there is nothing to review. Choose above what may become of them, "
                "or give facilities a column keep; frozen sites stay in any case."
            )
        )
        return
    n = len(ground.market.facilities)
    st.write(_("{may} of {n} own sites may change; the others stay as they are.").format(may=may, n=n))
    if st.button(_("Review"), type="primary", shortcut="Ctrl+Enter", key="run-review"):
        asks = {"kind": "review", "own_sites": word}
        run(loading.study_path(), {"gap": stop / 100, "time_limit": limit}, reader, asks)


def _may_change(study: Study, word: str, ground: Groundwork) -> int:
    review = study.review.model_copy(update={"own_sites": word})
    return sites_in_review(study.model_copy(update={"review": review}), ground.market)
