"""What reading the files gave to note, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from siteplan.errors import Note
from siteplan.present.text.lines import printable
from siteplan.present.text.words import gettext_for

__all__ = ["note_dict", "note_lines", "note_text"]


def note_lines(notes: Sequence[Note], language: str) -> list[str]:
    """Return the notes as lines that say they are notes."""
    said = gettext_for(language)("Note: {text}")
    return [said.format(text=note_text(note, language)) for note in notes]


def note_text(note: Note, language: str) -> str:
    """Return a note as one printable line: where, what, which rows."""
    _ = gettext_for(language)
    where = f"{note.table}.{note.column}" if note.column else note.table  # as study.toml and the file name them
    what = _(note.text).format_map(note.values)
    return printable(_("{where}: {what}{rows}.").format(where=where, what=what, rows=_rows(note, language)))


def note_dict(note: Note) -> dict[str, Any]:
    """Return a note as plain values for scripts: its parts, every id, and its text in English."""
    return {"table": note.table, "column": note.column, "ids": [str(i) for i in note.ids], "text": str(note)}


def _rows(note: Note, language: str) -> str:
    if not note.ids:
        return ""
    _ = gettext_for(language)
    shown = _(", ").join(str(i) for i in note.ids[: note.shown_ids])
    rest = len(note.ids) - note.shown_ids
    return _(" [{ids}, and {n} more]").format(ids=shown, n=rest) if rest > 0 else _(" [{ids}]").format(ids=shown)
