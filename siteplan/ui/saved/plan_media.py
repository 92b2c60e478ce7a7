"""A saved plan's files to take away: the board pack in three languages, in every medium, and its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LANGUAGES, N_
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.store.saved_plans.plan_archive import archive_file
from siteplan.ui.saved.kept_files import report

__all__ = ["show"]

_MEDIA: Mapping[str, tuple[str, str]] = {
    "html": (N_("Report as page"), "text/html"),
    "xlsx": (N_("Workbook"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": (N_("Slides"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "json": (N_("Figures as JSON"), "application/json"),
}
"""Media in the reader's language, with what a button calls them."""


def show(plan: ListedPlan, reader: Reader) -> None:
    """Offer PDF in each language, one page or all, and other media; each is made when it is asked for."""
    _ = reader.gettext
    st.write(_("Each file is made when you ask for it, from the saved plan: the same figures in all of them."))
    for one_page, title in ((True, _("One page")), (False, _("Board pack"))):
        with st.container(horizontal=True, vertical_alignment="center"):
            for spoken, name in LANGUAGES.items():
                label = _("{title}, PDF, {language}").format(title=title, language=name)
                _offer(label, plan, "pdf", spoken, one_page)
    with st.container(horizontal=True):
        for medium, (label, _kind) in _MEDIA.items():
            _offer(_(label), plan, medium, reader.language)
        data: Callable[[], bytes] = archive_file(plan.digest).read_bytes
        st.download_button(_("Plan's folder as ZIP"), data, f"plan-{plan.id}.zip", "application/zip",
                           key="plan-folder", on_click="ignore")  # fmt: skip


def _offer(label: str, plan: ListedPlan, medium: str, spoken: str, one_page: bool = False) -> None:
    kind = _MEDIA[medium][1] if medium in _MEDIA else "application/pdf"
    middle = "one-page." if one_page else ""
    st.download_button(
        label, lambda: report(plan.digest, medium, spoken, one_page), f"plan-{plan.id}.{middle}{spoken}.{medium}", kind,
        key=f"get-{medium}-{spoken}-{one_page}", on_click="ignore",
        type="primary" if one_page else "secondary",
    )  # fmt: skip
