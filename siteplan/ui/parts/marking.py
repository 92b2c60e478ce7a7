"""What a visitor thinks of a candidate: side by side with others, shortlist, must and must not open, a note."""

from __future__ import annotations

import streamlit as st

from siteplan.present.candidates.marks import MARKS, MUST, NEVER, mark_name
from siteplan.present.candidates.side_by_side import MOST
from siteplan.present.text.reader import Reader
from siteplan.ui import own_sites, session
from siteplan.ui.parts import beside

__all__ = ["show"]

LONGEST = 300  # letters of a note


def show(site_id: str, reader: Reader) -> None:
    """Let the visitor compare, mark and note; a plan asked for later has to keep to must and must not open."""
    _ = reader.gettext
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _ask_mark(site_id, reader)
        _ask_compare(site_id, reader)
    st.text_input(
        _("Note"), session.notes().get(site_id, ""), LONGEST, key=_note(site_id), placeholder=_("note on this site"),
        label_visibility="collapsed", on_change=_noted, args=(site_id,),
    )  # fmt: skip
    if own_sites.is_mine(site_id):
        st.caption(_("Plan asks of the study's own candidates: to plan with this site, add its row to candidates.csv."))
    elif session.marks().get(site_id) in (MUST, NEVER):
        st.caption(_("The page Plan asks for it: what must and must not open is a rule of its question."))


def _ask_mark(site_id: str, reader: Reader) -> None:
    st.segmented_control(
        reader.gettext("Mark"), _marks(site_id), default=session.marks().get(site_id), key=_mark(site_id),
        format_func=lambda mark: mark_name(mark, reader), label_visibility="collapsed",
        on_change=_marked, args=(site_id,),
    )  # fmt: skip


def _marks(site_id: str) -> list[str]:
    """Return what a site may be marked as: of the visitor's own Plan knows nothing."""
    return [mark for mark in MARKS if not own_sites.is_mine(site_id) or mark not in (MUST, NEVER)]


def _ask_compare(site_id: str, reader: Reader) -> None:
    _, others = reader.gettext, [site for site in session.compared() if site != site_id]
    if site_id in session.compared():
        st.button(_("Do not compare"), key="compare", on_click=beside.compare, args=(others,))
        return
    label, full = _("Compare ({n} of {most})").format(n=len(others), most=MOST), len(others) >= MOST
    st.button(label, key="compare", on_click=beside.compare, args=([*others, site_id],), disabled=full)


def _mark(site_id: str) -> str:
    return f"mark-{site_id}"


def _note(site_id: str) -> str:
    return f"note-{site_id}"


def _marked(site_id: str) -> None:
    session.mark(site_id, st.session_state[_mark(site_id)])
    st.rerun([session.SITE, session.TABLE])


def _noted(site_id: str) -> None:
    session.note(site_id, st.session_state[_note(site_id)].strip())
    st.rerun([session.SITE, session.TABLE])
