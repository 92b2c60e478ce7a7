"""How much all files of a study hold together, told before any of them is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from siteplan.data.limits import MOST_CELLS_IN_ALL, MOST_FILE_BYTES, MOST_SHEET_BYTES
from siteplan.errors import Problem

__all__ = ["cells_of", "weight_problems"]

SLOWER = 10  # a cell of a workbook takes so many times as long to read as one of a CSV file
CELL_BYTES = 20  # of a binary table, which is read faster still
CHUNK = 1 << 22


def weight_problems(files: Mapping[str, Path]) -> list[Problem]:
    """Return the problem of files that each may be read, and that take too long together; `files` by table."""
    cells = {table: cells_of(path) for table, path in files.items()}
    total = sum(cells.values())
    if total <= MOST_CELLS_IN_ALL or len(cells) == 1:
        return []
    largest = sorted(cells, key=lambda table: -cells[table])[:3]
    what = f"the files have about {total:,} cells together, those of workbooks counted {SLOWER} times"
    remedy = f"{MOST_CELLS_IN_ALL:,} are the most; save sheets as CSV, or leave out what the study does not need."
    return [Problem("study.toml [files]", what, remedy, ids=largest)]


def cells_of(path: Path) -> int:
    """Return about how many cells of CSV take as long to read; 0 where the file is refused by itself."""
    try:
        if not path.is_file() or (size := path.stat().st_size) > MOST_FILE_BYTES:
            return 0
        match path.suffix.lower():
            case ".csv" | ".tsv":
                return _separators(path)
            case ".xlsx" | ".xlsm":
                return SLOWER * _sheet_cells(path)
        return size // CELL_BYTES
    except (OSError, ValueError, BadZipFile, NotImplementedError, EOFError, RuntimeError):
        return 0


def _separators(path: Path) -> int:
    counts = dict.fromkeys((b",", b";", b"\t", b"|"), 0)
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            for mark in counts:
                counts[mark] += chunk.count(mark)
    return max(counts.values())


def _sheet_cells(path: Path) -> int:
    with ZipFile(path) as book:
        parts = [part for part in book.infolist() if part.filename.startswith("xl/worksheets/")]
        if sum(part.file_size for part in parts) > MOST_SHEET_BYTES:
            return 0
        return sum(_opened_cells(book, part.filename) for part in parts)


def _opened_cells(book: ZipFile, name: str) -> int:
    with book.open(name) as sheet:
        return sum(chunk.count(b"<c") for chunk in iter(lambda: sheet.read(CHUNK), b""))
