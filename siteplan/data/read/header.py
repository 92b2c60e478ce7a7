"""Which row of a table is its header: the first one, or the first that names columns the table may have."""

from __future__ import annotations

from collections.abc import Sequence

from siteplan.data.limits import MOST_COLUMNS
from siteplan.data.read.guard import refuse
from siteplan.data.tables.aliases import is_column, is_known_header
from siteplan.data.tables.cells import tidy
from siteplan.errors import N_, Note

__all__ = ["ROWS_TRIED", "checked_names", "header_row", "known_names", "skipped_note"]

ROWS_TRIED = 20  # a title, a source, a date and some empty rows stand above a header, not more
FEWEST_KNOWN = 2  # names that make a later row a header; one could stand in a title


def tidy_name(name: object) -> str:
    """Return a column's name without blanks at its ends and without what nobody sees."""
    return tidy(str(name))


def known_names(cells: Sequence[object], table: str) -> int:
    """Return how many cells of a row are names of columns that the table may have, or usual names for them."""
    return sum(is_known_header(tidy_name(cell), table) for cell in cells[:MOST_COLUMNS] if cell is not None)


def header_row(rows: Sequence[Sequence[object]], table: str) -> int:
    """Return the number of the header among the first rows: the first, unless only a later one names columns."""
    if not rows or any(is_column(tidy_name(cell), table) for cell in rows[0][:MOST_COLUMNS] if cell is not None):
        return 0
    counts = [known_names(row, table) for row in rows[:ROWS_TRIED]]
    return next((n for n, count in enumerate(counts) if count >= FEWEST_KNOWN), 0)


def skipped_note(table: str, file: str, rows: int) -> tuple[Note, ...]:
    """Return a note on rows above the header; none where the header is the first."""
    if not rows:
        return ()
    said = N_("rows above the header of {file} were left out ({n})")
    return (Note(table, said, values={"n": rows, "file": file}),)


def checked_names(names: Sequence[object], table: str, file: str) -> list[str]:
    """Return the names of columns, tidy; one without a name is called by its place.

    Raises
    ------
    StudyError
        There are too many, or two have the same name once blanks are taken off.
    """
    if len(names) > MOST_COLUMNS:
        what = f"the file {file} has {len(names):,} columns, and {MOST_COLUMNS:,} are the most"
        refuse(table, what, "Keep the columns that the study needs.")
    tidy = [tidy_name(name) if name is not None else "" for name in names]
    tidy = [name or f"(column {n})" for n, name in enumerate(tidy, start=1)]
    twice = sorted({name for name in tidy if tidy.count(name) > 1})
    if twice:
        what = f"columns have the same name but for spaces, {', '.join(twice[:5])}"
        refuse(table, what, "Keep one of each, or give each its own name.", twice[0])
    return tidy
