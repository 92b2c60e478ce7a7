"""Tables and figures as the templates take them: texts, sides, widths and sizes, and numbers through the whole pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from siteplan.present.charts.charts import Chart
from siteplan.present.reports.pdf.column_widths import ColumnTexts, fitted_table
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables.column import Table, TableColumn
from siteplan.present.text.reader import Reader
from siteplan.present.web.breaks import code_pieces, heading_pieces

__all__ = ["PrintedItems"]

_ENDLESS = re.compile(
    r"([^\s\u2e80-\u9fff\uff00-\uffef]{30})(?=[^\s\u2e80-\u9fff\uff00-\uffef])"
)  # letters without a place to break
_PIXEL = 0.68  # points that a pixel of a drawing has at most: its type of 12 pixels is not above eight points
_TALLEST = 610.0  # points: a figure of a page, with its heading and caption


class PrintedItems:
    """Numbers tables and figures in the order in which they are asked for, and keeps the drawings.

    `say` makes each text ready to be measured and set.
    """

    def __init__(self, reader: Reader, say: Callable[[str], str]) -> None:
        self.charts: list[Chart] = []
        self._reader, self._say = reader, say
        self._n_tables = 0

    def part(self, part: Part) -> dict[str, Any]:
        """Return a part: title, sentences, and its tables and figures."""
        items = [self.figure(item) if isinstance(item, Chart) else self.table(item) for item in part.items]
        return {"title": part.title, "sentences": list(part.sentences), "items": items}

    def figure(self, chart: Chart) -> dict[str, Any]:
        """Return a figure; the template finds its drawing by the place in `charts`."""
        self.charts.append(chart)
        drawing, n = chart.drawing, len(self.charts)
        return {
            "kind": "figure",
            "file": f"{n - 1}.svg",
            "number": self._reader.gettext("Figure {n}").format(n=n),
            "finding": chart.finding,
            "measure": chart.measure,
            "aspect": drawing.width / drawing.height,
            "tallest": _TALLEST,
            "widest": drawing.width * _PIXEL,
        }

    def table(self, table: Table) -> dict[str, Any]:
        """Return a table as far as a print shows it, with a width for each column."""
        self._n_tables += 1
        n = table.n_printed
        unit, columns = self._heads(table)
        rows = [[self._cell(*both) for both in zip(row, columns, strict=True)] for row in table.rows[:n]]
        fit = fitted_table([_texts(column, [row[i] for row in rows]) for i, column in enumerate(columns)])
        return {
            "kind": "table",
            "number": self._reader.gettext("Table {n}").format(n=self._n_tables),
            "caption": table.caption,
            "unit": unit,
            "columns": columns,
            "rows": rows,
            "totals": [i for i, row in enumerate(rows) if "".join(row[0]) in self._totals],
            "details": table.details[:n],
            "notes": [note for note in (table.print_note, table.explained) if note],
            "size": fit.size,
            "widths": list(fit.widths),
            "turned": fit.turned,
        }

    def _heads(self, table: Table) -> tuple[str, list[dict[str, Any]]]:
        """Return the unit of the whole table, "" where it has several, and the columns as the template takes them."""
        units = [column.unit_text(table.reader) for column in table.columns]
        several = [unit for unit in units if unit]
        one = several[0] if len(several) > 1 and len(set(several)) == 1 else ""
        heads = [
            self._head(column, "" if unit == one else unit) for column, unit in zip(table.columns, units, strict=True)
        ]
        return (self._reader.gettext("unit: {unit}").format(unit=one) if one else ""), heads

    def _head(self, column: TableColumn, unit: str) -> dict[str, Any]:
        label = self._say(column.label(self._reader))
        pieces = heading_pieces(label) if self._reader.is_chinese else [label]
        return {
            "heading": [word for piece in pieces for word in _words(piece)] if len(pieces) > 1 else [label],
            "unit": self._say(unit),
            "words": column.alignment == "left",
        }

    def _cell(self, text: str, column: Mapping[str, Any]) -> list[str]:
        """Return a cell in pieces: figures stay whole, code words break behind their dots, endless words anywhere."""
        said = self._say(text)
        whole = code_pieces(said) if column["words"] else [said]
        return [part for piece in whole for part in _ENDLESS.split(piece) if part]

    @property
    def _totals(self) -> set[str]:
        """Return what the first cell of a row of sums says."""
        _ = self._reader.gettext
        return {_("All"), _("In all")}


def _texts(column: Mapping[str, Any], cells: Sequence[Sequence[str]]) -> ColumnTexts:
    return ColumnTexts(column["heading"], column["unit"], cells, column["words"])


def _words(text: str) -> list[str]:
    """Return the words of a piece of a heading; a space behind one stays with it."""
    words = text.split(" ")
    return [*(f"{word} " for word in words[:-1]), words[-1]]
