"""What reading the study's files gave to note."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from siteplan.errors import Note
from siteplan.present.text.note_words import note_text
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain

__all__ = ["show"]


def show(notes: Sequence[Note], reader: Reader) -> None:
    """Show the notes, closed until they are asked for; nothing where there are none."""
    if not notes:
        return
    _ = reader.gettext
    with st.expander(_("Notes on the files ({n})").format(n=len(notes))):
        st.markdown("\n".join(f"- {plain(note_text(note, reader))}" for note in notes))
