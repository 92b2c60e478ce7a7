"""What is asked of a plan that is on the page: started with a button, followed while it runs, its answers shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st

from siteplan.jobs import jobs
from siteplan.jobs.jobs import Job, Kind, State, TooManyError
from siteplan.jobs.plan_files import OutdatedError, read_answer
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.runs.following import too_many
from siteplan.ui.visitor import visitor

__all__ = ["answers_of", "ask_button"]


def ask_button(
    job: Job, kind: Kind, label: str, asks: Mapping[str, Any], reader: Reader, *, idle: bool = False
) -> None:
    """Offer to ask something of a run's plan."""
    if st.button(label, key=f"ask-{kind}", disabled=idle, type="primary"):
        try:
            jobs.start(Path(job.asked["study"]), job.asked["plan"], reader.language, visitor(),
                       {"kind": kind, "of": job.id, **asks})  # fmt: skip
        except TooManyError as error:
            st.warning(too_many(error, reader))


def answers_of(job: Job, kind: Kind, show: Callable[[Job, Any], None], reader: Reader) -> None:
    """Show what was asked of a run's plan, the last first; what still runs is followed."""
    for asked in jobs.beside(job.id, kind):
        state, message = asked.outcome()
        if state is State.RUNNING:
            _await(asked, reader)
        elif state is State.DONE:
            with suppress(OutdatedError):  # nobody can read it any more: it may be asked again
                show(asked, _answer(asked.plan_file, asked.plan_file.stat().st_mtime_ns))
        else:
            said = message or reader.gettext("It was ended before it had an answer. Ask it again.")
            st.warning("  \n".join(plain(line) for line in said.splitlines()))


@st.fragment(run_every=1.0)
def _await(asked: Job, reader: Reader) -> None:
    _ = reader.gettext
    if asked.outcome()[0] is not State.RUNNING:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(_("Solving anew ..."))
        if asked.is_of(visitor()):
            waiting = _("Stopping ...") if asked.wants_stop else _("Stop and show what was found")
            st.button(waiting, key=f"stop-{asked.id}", on_click=asked.stop, disabled=asked.wants_stop)


@st.cache_resource(max_entries=12, show_spinner=False)
def _answer(file: Path, changed: int) -> object:  # noqa: ARG001 - of the key: another file is read anew
    return read_answer(file)
