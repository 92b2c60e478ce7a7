"""A review that is done: what becomes of each site, what each choice would bring, weak sites, and its files."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.jobs.jobs import Job
from siteplan.present.reports.report_parts import Part
from siteplan.present.review.review_html import review_parts
from siteplan.present.review.review_words import review_sentences
from siteplan.present.tables.column import Table
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study
from siteplan.ui.markdown import plain
from siteplan.ui.parts import planmap
from siteplan.ui.parts.grid import show_table
from siteplan.ui.runs.download import show_downloads
from siteplan.ui.runs.job_files import MAP_HEIGHT, job_files

__all__ = ["ask_own_sites", "show"]

OWN_SITES: Mapping[str, str] = {
    "as given": N_("What their column keep says"), "closable": N_("Any may close"),
    "convertible": N_("Any may take another format"), "relocatable": N_("Any may move to a candidate nearby"),
    "free": N_("Any may close, take another format or move"),
}  # fmt: skip


def ask_own_sites(study: Study, reader: Reader) -> str:
    """Ask what may become of today's sites that are not frozen; as the study says at first."""
    known = list(OWN_SITES)
    return st.selectbox(
        reader.gettext("What may become of today's sites that are not frozen"),
        known,
        known.index(study.review.own_sites),
        format_func=lambda word: reader.gettext(OWN_SITES[word]),
        key="own-sites",
        persist_state="session",
    )


def show(job: Job, found: Reviewed, head: st.delta_generator.DeltaGenerator, reader: Reader) -> None:
    """Show a review: how many sites stay or change, where, and by site."""
    _ = reader.gettext
    first, *rest = review_sentences(found, reader)
    with head.container(width="stretch"):
        st.markdown(f"## {plain(first)}")
        st.caption(plain(("" if reader.is_chinese else " ").join(rest)))
    decided, *alone, weak = review_parts(found, reader)
    titles = [_("Map"), _("Sites"), _("Each choice alone"), _("Weak sites"), _("Downloads")]
    drawn, sites, choices, poor, files = st.tabs(titles)
    for tab, parts in ((sites, [decided]), (choices, alone), (poor, [weak])):
        with tab:
            _show_parts(parts)
    with drawn:
        planmap.show(found.plan, job.folder.name, reader, MAP_HEIGHT)
    with files:
        folder = job_files(job, found, reader)
        if folder is not None:
            show_downloads(folder, reader)


def _show_parts(parts: list[Part]) -> None:
    for part in parts:
        for line in part.sentences:
            st.caption(plain(line))
        for table in part.items:
            if isinstance(table, Table):
                show_table(table)
