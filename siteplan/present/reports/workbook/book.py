"""A workbook whose cells are what they say: numbers or texts, and no text is a formula or a link."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from math import ceil, isfinite
from typing import Any

from xlsxwriter import Workbook

from siteplan.present.pack.moment import moment
from siteplan.present.reports.workbook.sheet_text import CellTexts, sheet_name, text_width
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED, NO_DATA

__all__ = ["HEAD", "Book", "Sheet"]

_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NARROWEST, _WIDEST = 9.0, 46.0  # letters of a column
_FONTS = {"zh-Hans": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei"}
_USUAL_FONT = "Arial"
_LINE, _MOST_LINES = 15, 6  # points of a line of a heading, and how many it may have
HEAD = 2  # rows above the first of a table: its caption and its headings


class Book:
    """A workbook that is being written."""

    def __init__(self, title: str, reader: Reader, made: int) -> None:
        self._file, self._n = BytesIO(), 0
        self.book = Workbook(self._file, _PLAIN)
        self.texts, self.font = CellTexts(), _FONTS.get(reader.language, _USUAL_FONT)
        self.book.formats[0].set_font_name(self.font)
        self.book.set_properties({"title": self.texts.text(title)[:255], "author": "siteplan", "created": moment(made)})

    def sheet(self, title: str) -> Sheet:
        """Return a new sheet, its title in the first row."""
        self._n += 1
        sheet = Sheet(self, self.book.add_worksheet(sheet_name(self._n, title)))
        sheet.write(0, 0, title, self.style(bold=True, font_size=13))
        return sheet

    def style(self, **given: Any) -> Any:
        """Return a format of cells; the same each time the same is asked for."""
        return self._style(tuple(sorted(given.items())))

    def written(self) -> bytes:
        """Return the file."""
        self.book.close()
        return self._file.getvalue()

    @cache  # noqa: B019 - a book lives as long as its formats
    def _style(self, given: tuple[tuple[str, Any], ...]) -> Any:
        return self.book.add_format({"font_name": self.font, "font_color": INK, "valign": "top", **dict(given)})


class Sheet:
    """A sheet: a caption, headings that stay in sight, rows, and what is to be said below."""

    def __init__(self, book: Book, page: Any) -> None:
        self.book, self.page = book, page
        self.page.hide_gridlines(2)

    def write(self, row: int, column: int, value: object, style: Any) -> None:
        """Write a number as a number and a text as a text; nothing for none."""
        if isinstance(value, str):
            self.page.write_string(row, column, self.book.texts.text(value), style)
        elif value is None or (isinstance(value, float) and not isfinite(value)):
            self.page.write_blank(row, column, None, style)
        else:
            self.page.write_number(row, column, value, style)

    def headed(self, titles: Sequence[str], are_words: Sequence[bool], widths: Sequence[float], n_rows: int) -> None:
        """Write the headings, with a filter, and set how wide columns are."""
        lines = 2
        for column, (title, is_words, width) in enumerate(zip(titles, are_words, widths, strict=True)):
            look = self.book.style(
                bold=True, text_wrap=True, bottom=1, bottom_color=ACCENT, bg_color="#F1F6F5", valign="vcenter",
                align="left" if is_words else "right",
            )  # fmt: skip
            self.write(1, column, title, look)
            room = min(max(width, _NARROWEST, text_width(title) / 2 + 2), _WIDEST)
            lines = max(lines, ceil(text_width(title) / (room - 1)))
            self.page.set_column(column, column, room)
        self.page.set_row(1, _LINE * min(lines, _MOST_LINES) + 4)
        self.page.freeze_panes(HEAD, 1 if len(titles) > 3 else 0)
        self.page.autofilter(1, 0, max(1, n_rows + 1), len(titles) - 1)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(1)

    def row(self, n: int, cells: Sequence[tuple[object, str]]) -> None:
        """Write the n-th row of a table: each value with its number format, "" of words."""
        for column, (value, pattern) in enumerate(cells):
            self.write(HEAD + n, column, value, self._look(value, pattern))

    def below(self, n_rows: int, lines: Sequence[str]) -> None:
        """Write what is to be said below so many rows."""
        for n, line in enumerate(filter(None, lines), start=HEAD + n_rows + 1):
            self.write(n, 0, line, self.book.style(font_color=MUTED))

    def _look(self, value: object, pattern: str) -> Any:
        rule = {"bottom": 4, "bottom_color": NO_DATA}
        if isinstance(value, str):
            side = "right" if pattern else "left"
            return self.book.style(align=side, text_wrap=text_width(value) > _WIDEST, **rule)
        return self.book.style(num_format=pattern or "General", **rule)
