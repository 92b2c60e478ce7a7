"""Notes on a study's files, in both languages and for scripts."""

from siteplan.errors import Note
from siteplan.present.text.note_words import note_dict, note_lines, note_text
from siteplan.present.text.reader import Reader

LEFT_OUT = Note(
    "roads", "{n:,} of {total:,} nodes were left out; no car can go there and back", values={"n": 3, "total": 1200}
)
REPAIRED = Note(
    "zones", "polygons that crossed themselves were repaired ({n:,})", "geometry", list("ABCDEFG"), {"n": 7}
)


def test_a_note_says_where_what_and_which_rows() -> None:
    said = "zones.geometry: polygons that crossed themselves were repaired (7) [A, B, C, D, E, and 2 more]."
    assert note_text(REPAIRED, Reader("en")) == str(REPAIRED) == said
    assert note_lines([LEFT_OUT], Reader("en")) == [
        "Note on roads: 3 of 1,200 nodes were left out; no car can go there and back."
    ]


def test_a_note_is_said_in_the_readers_language() -> None:
    assert "自相交" in note_text(REPAIRED, Reader("zh-Hans"))
    assert "A、B、C、D、E" in note_text(REPAIRED, Reader("zh-Hans"))


def test_scripts_get_every_id_and_the_text() -> None:
    assert note_dict(REPAIRED) == {
        "table": "zones",
        "column": "geometry",
        "ids": list("ABCDEFG"),
        "text": str(REPAIRED),
    }


def test_a_name_from_a_file_keeps_its_braces_and_cannot_drive_a_terminal() -> None:
    note = Note(
        "zones",
        "the column is kept but not used; if it holds {like}, give it that name",
        "{x}\x1b[2J",
        (),
        {"like": "{0}"},
    )
    assert note_text(note, Reader("en")).startswith("zones.{x}?[2J: ")
    assert "{0}" in note_text(note, Reader("en"))
