"""How a run ended that made nothing: no plan, and why, or what broke it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job, State
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.runs import no_plan
from siteplan.ui.runs.download import show_downloads

__all__ = ["end_title", "show_end", "show_outdated"]


def show_end(job: Job, state: State, message: str, ground: Groundwork, reader: Reader) -> None:
    """Say which it was: the rules, the time, the study's files, or us."""
    _ = reader.gettext
    match state:
        case State.NO_PLAN:
            no_plan.show(job, ground, reader)
        case State.NOT_FOUND if job.wants_stop:
            st.info(_("The search was stopped before it found a plan. Whether one exists is not known."))
        case State.NOT_FOUND:
            st.warning(_("Whether one exists is not known: the search ended too early. Give it more time."))
        case State.REFUSED:
            st.warning("  \n".join(plain(line) for line in message.splitlines()))
        case _:
            st.error(
                _(
                    "The program that searched was ended before it finished, often for want of memory or by a "
                    "restart of the server. It kept no plan. Your rules are not the cause: run the question again; "
                    "if it stops again, ask for fewer sites or close other runs."
                )
            )
            st.caption(_("The administrator of this server finds its log under run {name}.").format(name=job.id))
    st.write(_("Your question is kept: change it and run it again."))


def end_title(job: Job, state: State, reader: Reader) -> str:
    """Return how it ended, as a heading."""
    _ = reader.gettext
    if state is State.NOT_FOUND and job.wants_stop:
        return _("Stopped on request")
    return {
        State.NO_PLAN: _("No plan meets every rule"),
        State.NOT_FOUND: _("No plan was found in time"),
        State.REFUSED: _("This question cannot be run"),
    }.get(state, _("The search stopped unexpectedly"))


def show_outdated(job: Job, head: DeltaGenerator, reader: Reader) -> None:
    """Say that another version made it, and offer its files, which stay as they are."""
    _ = reader.gettext
    head.markdown(f"## {_('Made by another version of siteplan')}")
    st.info(_("This version cannot show it anew. Its files are here; run the question again for the rest."))
    if job.results.is_dir():
        show_downloads(job.results, reader)
