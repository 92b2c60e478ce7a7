"""What reading the files gave to note, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from siteplan.errors import Note
from siteplan.present.text.lines import printable
from siteplan.present.text.reader import Reader

__all__ = ["note_dict", "note_lines", "note_text"]


def note_lines(notes: Sequence[Note], reader: Reader) -> list[str]:
    """Return the notes as lines that say they are notes."""
    said = reader.gettext("Note on {text}")
    return [said.format(text=note_text(note, reader)) for note in notes]


def note_text(note: Note, reader: Reader) -> str:
    """Return a note as one printable line: where, what, which rows."""
    _ = reader.gettext
    where = f"{note.table}.{note.column}" if note.column else note.table  # as study.toml and the file name them
    what = _(note.text).format_map(note.values)
    return printable(_("{where}: {what}{rows}.").format(where=where, what=what, rows=_rows(note, reader)))


def note_dict(note: Note) -> dict[str, Any]:
    """Return a note as plain values for scripts: its parts, every id, and its text in English."""
    return {"table": note.table, "column": note.column, "ids": [str(i) for i in note.ids], "text": str(note)}


def _rows(note: Note, reader: Reader) -> str:
    if not note.ids:
        return ""
    _ = reader.gettext
    shown = _(", ").join(str(i) for i in note.ids[: note.shown_ids])
    rest = len(note.ids) - note.shown_ids
    return _(" [{ids}, and {n} more]").format(ids=shown, n=rest) if rest > 0 else _(" [{ids}]").format(ids=shown)
