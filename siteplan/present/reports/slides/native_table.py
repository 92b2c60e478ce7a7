"""A table of a report as a table of a slide: the columns and rows that there is room for, the rest in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from siteplan.present.reports.slides.deck import Leaf, set_run
from siteplan.present.reports.slides.slide_text import (
    LEADING,
    Box,
    Words,
    fitting,
    height_of,
    line_of,
    shown,
    spare_width,
)
from siteplan.present.tables.column import Table
from siteplan.present.theme.style import MUTED

__all__ = ["add_table", "table_height"]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_ROW, _HEAD, _SIDE = 20.0, 32.0, 5.0  # points of a row, of the heading, and beside a cell's text
_WIDEST = 170.0  # of a column of words
_STRETCH = 1.6  # at most, of columns that could be narrower
_CAPTION = 22.0
_TOLERANCE = 0.5  # points by which sums of widths may be off
_SCALES = (1.3, 1.15, 1.0, 0.92, 0.85)  # of the usual size, tried in turn for a table that is shown as a whole
_MOST_WHOLE = 18  # rows of such a table
_LINES = 3  # of a cell of its words, at most
_ALIGN: dict[bool, Literal["left", "right"]] = {True: "left", False: "right"}  # words, and figures


@dataclass(frozen=True)
class _Grid:
    """What is shown: headings, cells, how wide columns and how high rows are, how large letters.

    `lines` is how many a cell of words may have, `whole` whether every column, row and word is shown.
    """

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[bool]
    widths: Sequence[float]
    size: float
    heights: Sequence[float]
    lines: int
    whole: bool

    @property
    def height(self) -> float:
        """Points that heading and rows take."""
        return _HEAD + sum(self.heights)


def table_height(table: Table, size: float = 11.0) -> float:
    """Return the points that a table takes with all its rows, each on one line, in letters of this size."""
    return _CAPTION + _HEAD + _ROW * size / 11.0 * len(table.frame)


def add_table(
    leaf: Leaf, table: Table, box: Box, names: Sequence[str] = (), size: float = 11.0, last_bold: bool = False
) -> None:
    """Put a table under its caption.

    `names` are the columns that are wanted, all if none; those at the right that find no room are left out.
    """
    room = Box(box.left, box.top + _CAPTION, box.width, box.height - _CAPTION)
    grid = _largest(table, names, room, size)
    leaf.words(replace(box, height=_CAPTION), [Words(table.caption, grid.size + 1, bold=True)], anchor="middle")
    at = (Pt(room.left), Pt(room.top), Pt(sum(grid.widths)), Pt(grid.height))
    frame = leaf.shapes.add_table(len(grid.rows) + 1, len(grid.titles), *at)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", shown(table.caption))
    _filled(frame.table, grid, last_bold)
    leaf.said += [cell for row in grid.rows for cell in row]
    if more := _more(table, len(grid.rows)):
        below = Box(box.left, room.top + grid.height + 2, box.width, _ROW - 4)
        leaf.words(below, [Words(more, 9, colour=MUTED)], least=7.0)


def _more(table: Table, n: int) -> str:
    """Return where the rows are that a slide does not show; "" where it shows all."""
    said = table.reader.gettext("{n} of {all} rows; all are in the workbook.")
    return said.format(n=n, all=len(table.frame)) if n < len(table.frame) else ""


def _largest(table: Table, names: Sequence[str], box: Box, size: float) -> _Grid:
    """Return a table in the largest letters in which all of it has room, else in usual ones and as far as it has."""
    if len(table.frame) <= _MOST_WHOLE:
        for scale in _SCALES:
            grid = _grid(table, names, box, size * scale, _ROW * scale, _LINES)
            if grid.whole:
                return grid
    grid = _grid(table, names, box, size, _ROW, _LINES)
    if len(grid.rows) == len(table.frame):
        return grid
    # room for where the others are
    return _grid(table, names, replace(box, height=box.height - _ROW), size, _ROW, _LINES)


def _grid(table: Table, names: Sequence[str], box: Box, size: float, row: float, lines: int) -> _Grid:
    n = max(1, int((box.height - _HEAD) // row))
    wanted = [column for column in table.columns if not names or column.name in names]
    short = replace(table, columns=wanted or table.columns, frame=table.frame.head(n))
    titles = [shown(column.title(table.reader)) for column in short.columns]
    rows = [[shown(cell) for cell in cells] for cells in short.rows]
    are_words = [column.format.is_words for column in short.columns]
    columns = [[cells[k] for cells in rows] for k in range(len(titles))]
    natural = [_width(title, cells, size) for title, cells in zip(titles, columns, strict=True)]
    capped = [min(w, _WIDEST) if is_words else w for w, is_words in zip(natural, are_words, strict=True)]
    kept = _kept(capped, box.width)
    widths = _spread(natural[:kept], capped[:kept], box.width)
    wordy = [k for k in range(kept) if are_words[k]]
    needed = [max((_lines_of(cells[k], size, widths[k]) for k in wordy), default=1) for cells in rows]
    heights = [max(row, min(most, lines) * size * LEADING + 4.0) for most in needed]
    fits = _kept(heights, box.height - _HEAD)
    whole = kept == len(titles) and fits == len(table.frame) and max(needed, default=1) <= lines
    return _Grid(
        titles[:kept], [cells[:kept] for cells in rows[:fits]], are_words[:kept], widths, size, heights[:fits], lines,
        whole,
    )  # fmt: skip


def _lines_of(text: str, size: float, wide: float) -> int:
    """Return how many lines a cell takes in a column so wide."""
    return round(height_of([Words(text, size)], wide - 2 * _SIDE + _TOLERANCE) / (size * LEADING))


def _kept(widths: Sequence[float], room: float) -> int:
    """Return how many columns, or rows, there is room for from the first on: one at least."""
    taken, kept = 0.0, 0
    for width in widths:
        taken += width
        if taken > room and kept:
            break
        kept += 1
    return kept


def _spread(natural: Sequence[float], capped: Sequence[float], room: float) -> list[float]:
    """Return widths that fill the room: first columns of long words get what they lack, then all alike."""
    spare, lacking = room - sum(capped), sum(natural) - sum(capped)
    part = min(max(spare, 0.0) / lacking, 1.0) if lacking > 0 else 0.0
    widths = [c + part * (n - c) for n, c in zip(natural, capped, strict=True)]
    return [width * min(room / sum(widths), _STRETCH) for width in widths]


def _width(title: str, cells: Sequence[str], size: float) -> float:
    """Return how wide a column is: as its widest cell, and half of its heading, which may take two lines."""
    widest = max((spare_width(Words(cell, size)) for cell in cells), default=0.0)
    pieces = title.split() if title.isascii() else [title[: len(title) // 2 + 1]]
    word = max((spare_width(Words(piece, size - 1, bold=True)) for piece in pieces), default=0.0)
    heading = max(spare_width(Words(title, size - 1, bold=True)) / 2 * 1.15, word)
    return max(widest, min(heading, _WIDEST)) + 2 * _SIDE


def _filled(grid: Any, told: _Grid, last_bold: bool) -> None:
    properties = grid._tbl.tblPr
    properties.set("bandRow", "0")
    properties.find(f"{{{_A}}}tableStyleId").text = _NO_STYLE
    for column, width in zip(grid.columns, told.widths, strict=True):
        column.width = Pt(width)
    for n, row in enumerate((told.titles, *told.rows)):
        grid.rows[n].height = Pt(told.heights[n - 1] if n else _HEAD)
        is_last = last_bold and n == len(told.rows)
        for k, text in enumerate(row):
            words = Words(text, told.size if n else told.size - 1, bold=not n or is_last, align=_ALIGN[told.words[k]])
            _cell(grid.cell(n, k), _cut(words, told, k) if n else words)
            _lined(grid.cell(n, k), heavy=n == 0 or n == len(told.rows), bottom=True)
            if n == 0:
                _lined(grid.cell(n, k), heavy=True, bottom=False)


def _cut(words: Words, told: _Grid, k: int) -> Words:
    """Return what a cell of a column shows: a figure on its line, words as far as so many lines go."""
    room = told.widths[k] - 2 * _SIDE + _TOLERANCE
    if not told.words[k]:
        return line_of(words, room)
    (cut,) = fitting([words], Box(0, 0, room, told.lines * words.size * LEADING + _TOLERANCE), words.size)
    return cut


def _cell(cell: Any, words: Words) -> None:
    cell.margin_left = cell.margin_right = Pt(_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if words.align == "left" else PP_ALIGN.RIGHT
    if words.text:
        set_run(paragraph, words)
    end = etree.SubElement(paragraph._p, f"{{{_A}}}endParaRPr")  # an empty cell is as high as its letters would be
    end.set("sz", str(round(words.size * 100)))


def _lined(cell: Any, heavy: bool, bottom: bool) -> None:
    """Draw a line above or below a cell."""
    tag, width, colour = ("lnB" if bottom else "lnT"), (12700 if heavy else 6350), ("10151C" if heavy else "DDE1E6")
    line = etree.SubElement(cell._tc.get_or_add_tcPr(), f"{{{_A}}}{tag}", w=str(width))
    etree.SubElement(etree.SubElement(line, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr", val=colour)
    _in_order(cell._tc.get_or_add_tcPr())


def _in_order(properties: Any) -> None:
    """Sort the lines of a cell as the schema wants them: left, right, top, bottom, then the rest."""
    order = ["lnL", "lnR", "lnT", "lnB"]

    def place(child: Any) -> int:
        name = etree.QName(child).localname
        return order.index(name) if name in order else len(order)

    properties[:] = sorted(properties, key=place)
