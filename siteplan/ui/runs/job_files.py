"""What a run has made: the thing itself, and its files for people once they are written."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from siteplan.errors import OutputError
from siteplan.evaluate import Plan
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.jobs.jobs import Job
from siteplan.jobs.plan_files import folder_of, read_made, write_files
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain

__all__ = ["MAP_HEIGHT", "job_files", "made_by"]

MAP_HEIGHT = 470


def made_by(job: Job) -> Plan | Reviewed:
    """Return what a run that is done has made."""
    return _load(job.plan_file, job.plan_file.stat().st_mtime_ns)


@st.cache_resource(max_entries=4, show_spinner=False)
def _load(file: Path, changed: int) -> Plan | Reviewed:  # noqa: ARG001 - of the key: another file is read anew
    return read_made(file)


def job_files(job: Job, made: Plan | Reviewed, reader: Reader) -> Path | None:
    """Return the files; while the worker writes them, or where the disk refuses them, say so and return None."""
    folder = folder_of(job, reader.language)
    if folder.exists():
        return folder
    if folder == job.results and job.is_writing:
        _await_files(job, reader)
        return None
    try:
        with st.spinner(reader.gettext("Map and report are being written ...")):
            write_files(made, folder, reader.language)
    except OutputError as error:
        st.error(plain(error))
        return None
    return folder


@st.fragment(run_every=1.0)
def _await_files(job: Job, reader: Reader) -> None:
    if not job.is_writing:
        st.rerun()
    with st.container(height=MAP_HEIGHT, border=False):
        st.write(reader.gettext("Map and report are being written ..."))
